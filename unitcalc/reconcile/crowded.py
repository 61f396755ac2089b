"""Accounts of so many rows that judging them would take minutes each: they are told, and not judged."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.account import Place
from unitcalc.findings import Problem
from unitcalc.reconcile.days import day_of_number
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table
from unitcalc.tables.cells import Cell, Reading

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

MOST_ROWS = 3_000
"""Rows of a table in an account, a code of one encounter on one day: each takes some milliseconds."""


class Crowded(NamedTuple):
    """What is told of such accounts, and the rows of all others."""

    cells: tuple[tuple[str, Cell], ...]
    """Each with its encounter."""
    rows: "Mapping[Table, Rows]"


def without_crowded(engine: Engine, rows: "Mapping[Table, Rows]", files: Mapping[Table, str], most: int) -> Crowded:
    """The accounts that have more than so many rows of a table, told with their first row; and the other rows."""
    parts = [its.group_by(list(KEY)).aggregate(first=its.row.min(), number=its.count()) for its in rows.values()]
    found = list[dict[str, object]]()
    cells = list[tuple[str, Cell]]()
    for table, of_table in zip(rows, parts, strict=True):
        for row in engine.few(of_table.filter(of_table.number > most)):
            found.append({name: row[name] for name in KEY})
            cells += ((row["encounter_id"], cell) for cell in _told(row, files[table], most))
    if not found:
        return Crowded((), rows)
    first = next(iter(rows.values()))
    keys = engine.literal(found, first.select(*KEY).schema())
    return Crowded(tuple(cells), {table: its.anti_join(keys, list(KEY)) for table, its in rows.items()})


def _told(row: Mapping[str, object], file: str, most: int) -> Iterator[Cell]:
    number, first, day = row["number"], row["first"], row["day"]
    assert isinstance(number, int)
    assert isinstance(first, int)
    assert isinstance(day, int)
    reading = Reading(Place(file, first))
    message = f"{number:,} rows of {row['code']} on {day_of_number(day)} stand in one encounter, this one first."
    hint = f"Of more than {most:,} none is reconciled: give each visit an encounter of its own, or leave them out."
    reading.add("encounter_id", str(row["encounter_id"]), Problem("too-many-rows", message, hint))
    yield from reading.found
