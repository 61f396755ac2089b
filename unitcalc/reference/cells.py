"""The cells of our text tables, typed again: what a table's CSV and its copy in SQLite both hold.

Needs the standard library only, so that a look-up need not wait for anything else.
"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from unitcalc.reference.records import (
    BiologicRow,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    ModifierRow,
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
    "modifiers": ModifierRow,
    "rejected": RejectedRow,
}
"""The row of each table, and of the rows kept aside."""

QUARTERLY = ("crosswalk", "limits")
"""Tables whose rows carry their first and last quarter."""


class _Memo(dict[str, Any]):
    """The values of the texts of one type, read once each: a table says the same few numbers over and over."""

    def __init__(self, read: Callable[[str], Any], may_be_empty: bool) -> None:
        super().__init__({"": None} if may_be_empty else {})
        self._read = read

    def __missing__(self, text: str) -> Any:
        value = self[text] = self._read(text)
        return value


def _flag(text: str) -> bool:
    return text == "1"


_READERS: dict[type, Callable[[str], Any]] = {
    int: int,
    bool: _flag,
    date: date.fromisoformat,
    Fraction: Fraction,
    Quarter: Quarter.read,
}


@cache
def _memo(kind: type, may_be_empty: bool) -> _Memo:
    return _Memo(_READERS[kind], may_be_empty)


@cache
def _fields(row_type: type) -> tuple[tuple[int, _Memo], ...]:
    """Place and values of each field that is not plain text."""
    found = []
    for place, hint in enumerate(get_type_hints(row_type).values()):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        if hint is not str:
            found.append((place, _memo(kinds[0] if kinds else hint, bool(kinds))))
    return tuple(found)


def typed(row_type: type[Row], cells: Sequence[str]) -> Row:
    """A row from its cells as text; ValueError for a cell that is not of its type."""
    values: list[Any] = list(cells)
    for place, memo in _fields(row_type):
        values[place] = memo[values[place]]
    return tuple.__new__(row_type, values)
