"""Our own text tables: written for people to review, read back exactly, quarters with the same row kept once."""

import csv
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from unitcalc.findings import Problem, Refused
from unitcalc.quantity.number import plain
from unitcalc.reference.cells import Row, typed
from unitcalc.reference.records import CrosswalkRow, LimitRow, Quarter

_ORDER = {
    "CrosswalkRow": ("code", "ndc", "first", "row"),
    "LimitRow": ("code", "first", "row"),
    "MueRow": ("code", "service", "row"),
    "ModifierRow": ("modifier",),
    "BiologicRow": ("proprietary", "proper", "row"),
    "RejectedRow": ("table", "period", "file", "row"),
}


def cells(row: tuple[Any, ...]) -> list[str]:
    """A row's cells as text; `typed` is the way back."""
    return [_text(value) for value in row]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else ""
        case Fraction():
            return plain(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def write_table(path: Path, row_type: type[Row], rows: Iterable[Row]) -> None:
    """Write a table in its stable order, at once or not at all."""
    order = _ORDER.get(row_type.__name__, ("code",))
    places = [_columns(row_type).index(name) for name in order]
    with replacing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_columns(row_type))
        writer.writerows(cells(row) for row in sorted(rows, key=lambda row: [row[place] for place in places]))


def read_cells(path: Path, row_type: type[Row]) -> list[list[str]]:
    """A table's cells as text; Refused with file and row for a table that is not one of ours."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    except (OSError, ValueError, csv.Error):  # ValueError: nothing in it, or no text
        raise _not_ours(path, 1, "it is missing, empty or no text") from None
    missing = _columns(row_type)[len(header) :]
    # A table that was written before a column was added lacks it at the end: its rows have what is usual there.
    if (*header, *missing) != _columns(row_type) or not _usual(row_type).keys() >= set(missing):
        raise _not_ours(path, 1, f"its columns are not {', '.join(_columns(row_type))}")
    usual = [_text(_usual(row_type)[name]) for name in missing]
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise _not_ours(path, number, f"it has {len(row)} cells in place of {len(header)}")
        row += usual
    return rows


def read_table(path: Path, row_type: type[Row]) -> list[Row]:
    """A table's rows, as they were written."""
    found = []
    for number, row in enumerate(read_cells(path, row_type), 2):
        try:
            found.append(typed(row_type, row))
        except ValueError as error:
            raise _not_ours(path, number, str(error)) from None
    return found


def compress(rows: Iterable[Row]) -> list[Row]:
    """Rows that say the same in consecutive quarters as one, with the newest one's source row.

    The labeler does not count as saying something: CMS changes the spelling of a thousand firms' names from one
    quarter to the next. The newest spelling is kept.
    """
    same: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        same[_said(row)].append(row)
    found: list[Row] = []
    for group in same.values():
        group.sort(key=lambda row: (_span(row), row[-1]))
        run = group[0]
        for row in group[1:]:
            if _span(row)[0].index == _span(run)[1].index + 1:
                run = _spanning(row, _span(run)[0], _span(row)[1])
            else:
                found.append(run)
                run = row
        found.append(run)
    return found


def expand(rows: Iterable[Row]) -> list[Row]:
    """One row for each quarter of a compressed row."""
    found = []
    for row in rows:
        first, last = _span(row)
        for index in range(first.index, last.index + 1):
            quarter = Quarter(index // 4, index % 4 + 1)
            found.append(_spanning(row, quarter, quarter))
    return found


def _said(row: Any) -> Any:
    nothing = Quarter(0, 1)
    if isinstance(row, CrosswalkRow):
        return row._replace(first=nothing, last=nothing, row=0, labeler="")
    assert isinstance(row, LimitRow)
    return row._replace(first=nothing, last=nothing, row=0)


def _span(row: Any) -> tuple[Quarter, Quarter]:
    return row.first, row.last


def _spanning(row: Any, first: Quarter, last: Quarter) -> Any:
    return row._replace(first=first, last=last)


def _columns(row_type: Any) -> tuple[str, ...]:
    names: Sequence[str] = row_type._fields
    return tuple(names)


def _usual(row_type: Any) -> dict[str, Any]:
    """The values of columns that a table may lack."""
    values: dict[str, Any] = row_type._field_defaults
    return values


def _not_ours(path: Path, row: int, reason: str) -> Refused:
    return Refused(
        Problem(
            "table-damaged",
            f"{path.name}, row {row}, can't be used: {reason}.",
            f"Restore {path}, or import its source again.",
        )
    )


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file that takes its place only when it was written to the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        # mkstemp keeps others out; a table is for everyone who may read the folder.
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
