"""The demonstration set, from its generator: three tables of a made-up hospital."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.tabled import Table

ACCOUNTS, SEED = 600, 1
"""The numbers of faults in `data/demo.yaml` are meant for so many accounts."""


def is_there() -> bool:
    """Whether there is a generator."""
    return find_spec("unitcalc.reconcile.demo") is not None and find_spec("unitcalc.reconcile.demo.writing") is not None


def demonstration(tables: Tables, folder: Path, told: Callable[[str, int, int | None], None]) -> Mapping[Table, Path]:
    """Write the three tables into a folder. Refused where the reference tables lack one of its drugs."""
    from unitcalc.reconcile.demo.generating import generate
    from unitcalc.reconcile.demo.writing import write_set

    return write_set(folder, generate(tables.catalogue, ACCOUNTS, SEED), ACCOUNTS, SEED, told).files
