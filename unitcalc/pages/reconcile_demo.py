"""The demonstration set, from its generator: three tables of a made-up hospital."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.tabled import Table


def is_there() -> bool:
    """Whether there is a generator."""
    return find_spec("unitcalc.reconcile.demo.writing") is not None


def demonstration(tables: Tables, folder: Path) -> Mapping[Table, Path]:
    """Write the three tables into a folder."""
    raise NotImplementedError
