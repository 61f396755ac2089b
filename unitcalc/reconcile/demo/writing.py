"""The demonstration set as files of the kinds that people have, and a list of what was planted in them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from unitcalc.reconcile.demo.generating import Made, Planted
from unitcalc.reconcile.demo.patterns import title_of
from unitcalc.reconcile.demo.rows import schema
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    import pyarrow as pa

PLANTED_FILE = "what-was-planted.txt"
MOST_IN_A_WORKBOOK = 50_000
"""Accounts of which a workbook is made: beyond them it is slow to write and to read."""
_SHEET = "Administered"
_HEAD = ("encounter", "code", "site", "day", "check", "what was done")
_WIDTHS = (11, 5, 5, 10, 7)
Told = Callable[[str, int, int | None], None]


class Written(NamedTuple):
    """The files, how many rows each has, and what was planted."""

    files: Mapping[Table, Path]
    rows: Mapping[Table, int]
    accounts: int
    faults: Sequence[Planted]
    """What has to be found, by encounter."""
    oddities: Sequence[Planted]
    """What only looks wrong."""


def write_set(folder: Path, made: Made, accounts: int, seed: int, told: Told) -> Written:
    """Write the three tables and what was planted into a folder, batch by batch."""
    chart = "administered.xlsx" if accounts <= MOST_IN_A_WORKBOOK else "administered.parquet"
    files = {
        Table.DISPENSED: folder / "dispensed.parquet",
        Table.ADMINISTERED: folder / chart,
        Table.CLAIMS: folder / "claims.csv",
    }
    rows = dict.fromkeys(Table, 0)
    faults, oddities, done = list[Planted](), list[Planted](), 0
    told("making up records", 0, accounts)
    with ExitStack() as stack:
        writers = {table: stack.enter_context(_WRITERS[path.suffix](path, table)) for table, path in files.items()}
        for batch in made.batches:
            for table, write in writers.items():
                write(batch.tables[table])
                rows[table] += batch.tables[table].num_rows
            faults += (each for each in batch.planted if each.checks)
            oddities += (each for each in batch.planted if not each.checks)
            done += batch.accounts
            told("making up records", done, accounts)
    with (folder / PLANTED_FILE).open("w", encoding="utf-8") as file:
        _write_planted(file, made, faults, oddities, done, seed)
    return Written(files, rows, done, faults, oddities)


Write = Callable[["pa.RecordBatch"], None]


@contextmanager
def _parquet(path: Path, table: Table) -> Iterator[Write]:
    from pyarrow import parquet

    with parquet.ParquetWriter(path, schema(table, numbered=False), compression="zstd") as writer:
        yield writer.write_batch


@contextmanager
def _csv(path: Path, table: Table) -> Iterator[Write]:
    from pyarrow import csv

    columns = schema(table, numbered=False)
    # Nothing here needs quotes, and Arrow would put them around every text.
    options = csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as file:
        file.write(f"{','.join(columns.names)}\n".encode())
        with csv.CSVWriter(file, columns, write_options=options) as writer:
            yield writer.write_batch


@contextmanager
def _workbook(path: Path, table: Table) -> Iterator[Write]:
    """One sheet: numbers as numbers, days as days."""
    from openpyxl import Workbook

    from unitcalc.reconcile.report.cells import AMOUNT, COUNT, DAY, TEXT, Column
    from unitcalc.reconcile.report.cells import table as write_sheet

    fields = schema(table, numbered=False)
    forms = {"date32[day]": DAY, "int32": COUNT, "string": TEXT}
    columns = tuple(
        Column(field.name, _WIDE.get(field.name, 12), forms.get(str(field.type), AMOUNT)) for field in fields
    )
    batches: list[pa.RecordBatch] = []
    yield batches.append
    book = Workbook(write_only=True)
    write_sheet(book, _SHEET, columns, (row for batch in batches for row in _as_cells(batch)))
    book.save(path)


_WIDE = {"encounter_id": 11, "administration_id": 16, "explained_reason": 16, "reason": 17, "start": 17, "stop": 17}


def _as_cells(batch: "pa.RecordBatch") -> Iterator[list[Any]]:
    from decimal import Decimal

    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield [Fraction(value) if isinstance(value, Decimal) else value for value in values]


_WRITERS: Mapping[str, Callable[[Path, Table], Any]] = {".parquet": _parquet, ".csv": _csv, ".xlsx": _workbook}


def _write_planted(
    file: IO[str], made: Made, faults: Sequence[Planted], oddities: Sequence[Planted], accounts: int, seed: int
) -> None:
    """An aligned table of what was done, to which encounter, and which check has to say so."""
    file.write(f"unitcalc demo --accounts {accounts} --seed {seed}\n\n")
    file.write(f"{accounts:,} accounts of a hospital that does not exist. All people are numbers.\n")
    file.write("What a check means: unitcalc explain U03.\n")
    file.write("\n\nIN NUMBERS\n\n")
    for title, checks, number in _in_numbers(faults):
        file.write(f"{number:>7,}  {', '.join(checks):<8}  {title}\n")
    file.write(f"\n\nWHAT IS WRONG: {len(faults):,} cases. Each has to be found by the check that is named.\n\n")
    _write_rows(file, faults)
    file.write("\n\nWHAT IS WRONG AT A SITE: told once, from all accounts of the drug there.\n\n")
    for each in made.at_sites:
        file.write(_aligned(("all of them", each.code, each.site, "", each.check), each.title))
    file.write(f"\n\nWHAT ONLY LOOKS WRONG: {len(oddities):,} cases. Nothing may be said of them.\n\n")
    _write_rows(file, oddities)


def _in_numbers(faults: Sequence[Planted]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Each kind with its checks, the most frequent first."""
    for (title, checks), number in Counter((title_of(each.kind), each.checks) for each in faults).most_common():
        yield title, checks, number


def _write_rows(file: IO[str], planted: Sequence[Planted]) -> None:
    file.write(_aligned(_HEAD[:-1], _HEAD[-1]))
    for each in planted:
        others = f" (with {', '.join(each.encounters[1:])})" if len(each.encounters) > 1 else ""
        cells = (each.encounters[0], each.code, each.site, each.day, " ".join(each.checks) or "none")
        file.write(_aligned(cells, each.told + others))


def _aligned(cells: Sequence[str], last: str) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{'  '.join(padded)}  {last}\n"
