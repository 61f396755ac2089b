"""Columns of a table as people name them: found by name in any order, unknown ones kept aside, doubles refused."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from unitcalc.findings import Problem, Refused
from unitcalc.reference.sheets import Sheet

Names = Mapping[str, tuple[str, ...]]
"""Each field, and the spellings of its column, the usual one first."""
FIRST_ROWS = 20
"""The heading stands among the first records; what is above it is a title."""


def plain(name: str) -> str:
    """A column's name as it is compared.

    >>> plain(" Expiration Date ")
    'expiration_date'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def columns_of(cells: Sequence[str], names: Names) -> dict[str, int]:
    """Where each known field stands in a heading."""
    present = [plain(cell) for cell in cells]
    return {
        field: present.index(known)
        for field, spellings in names.items()
        for known in [next((each for each in spellings if each in present), "")]
        if known
    }


def separated_by_semicolons(sheets: Iterable[Sheet]) -> bool:
    """Whether texts that were read by their commas may have to be read by their semicolons."""
    return any(sheet.delimited and ";" in cells[0] for sheet in sheets for _, cells in sheet.rows[:FIRST_ROWS])


def heading_of(
    sheet: Sheet, names: Names, enough: Callable[[Mapping[str, int]], bool]
) -> tuple[int, dict[str, int]] | None:
    """The record that names the columns, and where each is; None where none among the first has what is `enough`."""
    for number, cells in sheet.rows[:FIRST_ROWS]:
        columns = columns_of(cells, names)
        if enough(columns):
            return number, columns
    return None


def doubles(what: str, cells: Sequence[str], names: Names, kind: str) -> list[Problem]:
    """Two columns that say the same: which of them counts is not guessed. `kind` begins the codes of problems."""
    present = [plain(cell) for cell in cells if cell.strip()]
    problems = []
    for field, spellings in names.items():
        both = [name for name in present if name in spellings]
        if len(both) > 1:
            message = f"{what} has {len(both)} columns for '{field}': {', '.join(both)}."
            problems.append(Problem(f"{kind}-column-twice", message, "Leave one of them, or rename it."))
    return problems


def _nearest(spellings: Sequence[str], present: Sequence[str]) -> dict[str, None]:
    """Columns that may be meant: spelled nearly so, else with a word of the usual name."""
    close = [match for name in spellings for match in get_close_matches(name, present, 1, 0.7)]
    return dict.fromkeys(close or [name for name in present if set(name.split("_")) & set(spellings[0].split("_"))])


def missing(what: str, cells: Sequence[str], names: Names, required: Sequence[str], kind: str) -> Refused:
    """What a table lacks, each column with the nearest that is there; `cells` is its first record."""
    if len(cells) == 1 and ";" in cells[0]:  # it would have been read so, had a heading been found
        cells = cells[0].split(";")
    present = [plain(cell) for cell in cells if cell.strip()]
    there = f"Its columns are: {', '.join(present[:12])}." if present else "It is empty."
    taken = {name for spellings in names.values() for name in spellings}
    free = [name for name in present if name not in taken]
    problems = []
    for field in required:
        if not any(name in present for name in names[field]):
            spellings = names[field]
            close = _nearest(spellings, free)
            hint = f"Is it {' or '.join(list(close)[:2])}? Rename it. {there}" if close else there
            problems.append(Problem(f"{kind}-column", f"{what} has no column '{field}'.", hint, tuple(close)))
    if not problems:
        message = f"{what} names {', '.join(required)} in no row together."
        problems.append(Problem(f"{kind}-column", message, "Put all names into the first row."))
    return Refused(*problems)
