"""The command line."""

from unitcalc.cli.main import main

__all__ = ["main"]
