"""Writes the demonstration set into a folder of its own, reconciles it, and holds what was found against it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Problem, Refused
from unitcalc.reconcile.demo import writing
from unitcalc.reconcile.demo.comparing import Compared, compare
from unitcalc.reconcile.demo.generating import generate
from unitcalc.reconcile.demo.hospital import Hospital, read_hospital
from unitcalc.reconcile.demo.writing import PLANTED_FILE, write_set
from unitcalc.reconcile.engine import Opens
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.output import FINDINGS_FILE, Written, reconcile_into
from unitcalc.reconcile.pool import processors
from unitcalc.reconcile.report.writing import whole_folder
from unitcalc.reconcile.tabled import Table

FOLDER = "unitcalc-demo"
RECONCILED = "reconciled"
ACCOUNTS = 600
SEED = 1
Told = Callable[[str, int, int | None], None]


class Demonstrated(NamedTuple):
    """What was made, what was found, and whether it agrees."""

    hospital: Hospital
    made: writing.Written
    """With the files where they lie in the end."""
    planted: Path
    """The list of faults."""
    written: Written
    """What reconciling left."""
    compared: Compared


def demonstrate(
    tables: Tables,
    out: Path,
    accounts: int = ACCOUNTS,
    seed: int = SEED,
    *,
    told: Told = lambda what, done, of: None,
    on: date | None = None,
    version: str = "",
    opens: Opens = duckdb,
) -> Demonstrated:
    """Write and reconcile a demonstration set. The folder appears whole or not at all.

    Refused where the folder holds anything (nothing is ever overwritten), or can't be written; for a number of
    accounts that can't be made; and where tables of the user's own lack what the set is made from.
    """
    _refuse_taken(out)
    hospital = read_hospital()
    generated = generate(tables.catalogue, accounts, seed, hospital)
    with whole_folder(out) as folder:
        made = write_set(folder, generated, accounts, seed, told)
        written = reconcile_into(
            tables,
            made.files,
            folder / RECONCILED,
            told=told,
            made=on,
            version=version,
            opens=opens,
            jobs=processors(),
        )
        compared = compare(made.faults, generated.at_sites, folder / RECONCILED / FINDINGS_FILE)
    return Demonstrated(
        hospital,
        made._replace(files={table: out / path.name for table, path in made.files.items()}),
        out / PLANTED_FILE,
        written._replace(files=tuple(out / RECONCILED / path.name for path in written.files)),
        compared,
    )


def command(done: Demonstrated) -> str:
    """What one would type oneself to reconcile the files."""
    named = " ".join(f"--{table.value} {_quoted(done.made.files[table])}" for table in Table)
    return f"unitcalc reconcile {named} --out march"


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


def _refuse_taken(out: Path) -> None:
    if out.is_dir():
        first = next((path.name for path in sorted(out.iterdir())), "")
        if not first:
            return
        message = f"{out} is there already and is not empty ({first})."
    elif out.exists():
        message = f"{out} is a file."
    else:
        return
    hint = "Nothing is overwritten: remove it, or name another folder with --out."
    raise Refused(Problem("demo-folder-taken", message, hint, field="out"))
