"""The demonstration set, from its generator: three tables of a made-up hospital, and what was planted in them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.tabled import Table


def demonstration(tables: Tables, folder: Path, told: Callable[[str, int, int | None], None]) -> Mapping[Table, Path]:
    """Write the three tables into a folder, with a list of the faults. Refused where the tables lack a drug."""
    from unitcalc.reconcile.demo.demonstrating import ACCOUNTS, SEED
    from unitcalc.reconcile.demo.generating import generate
    from unitcalc.reconcile.demo.writing import write_set

    return write_set(folder, generate(tables.catalogue, ACCOUNTS, SEED), ACCOUNTS, SEED, told).files
