"""The cells of our text tables, typed again: what a table's CSV and its copy in SQLite both hold.

Needs the standard library only, so that a look-up need not wait for anything else.
"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from unitcalc.reference.records import (
    BiologicRow,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    MueRow,
    Quarter,
    RejectedRow,
    SingleDoseRow,
    StatusRow,
)

Row = TypeVar("Row", bound=tuple[Any, ...])

ROWS: dict[str, type[Any]] = {
    "codes": CodeRow,
    "crosswalk": CrosswalkRow,
    "limits": LimitRow,
    "mue": MueRow,
    "status": StatusRow,
    "single-dose": SingleDoseRow,
    "biologics": BiologicRow,
    "rejected": RejectedRow,
}
"""The row of each table, and of the rows kept aside."""

QUARTERLY = ("crosswalk", "limits")
"""Tables whose rows carry their first and last quarter."""


@lru_cache(maxsize=65536)
def _number(text: str) -> Fraction:
    return Fraction(text)


@cache
def _quarter(text: str) -> Quarter:
    return Quarter.read(text)


def _flag(text: str) -> bool:
    return text == "1"


_READERS: dict[type, Callable[[str], Any]] = {
    int: int,
    bool: _flag,
    date: date.fromisoformat,
    Fraction: _number,
    Quarter: _quarter,
}


@cache
def _fields(row_type: type) -> tuple[tuple[int, Callable[[str], Any], bool], ...]:
    """Place, reader and whether it may be empty, of each field that is not plain text."""
    found = []
    for place, hint in enumerate(get_type_hints(row_type).values()):
        if hint is str:
            continue
        kinds = [kind for kind in get_args(hint) if kind is not NoneType] or [hint]
        found.append((place, _READERS[kinds[0]], NoneType in get_args(hint)))
    return tuple(found)


def typed(row_type: type[Row], cells: Sequence[str]) -> Row:
    """A row from its cells as text; ValueError for a cell that is not of its type."""
    values: list[Any] = list(cells)
    for place, read, may_be_empty in _fields(row_type):
        text = values[place]
        values[place] = None if may_be_empty and not text else read(text)
    return row_type(*values)
