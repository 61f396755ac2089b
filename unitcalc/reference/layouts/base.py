"""What a layout is: headings by which it is found, and how one record becomes one row."""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from unitcalc.codes import read_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.reference.periods import Kind, find_day
from unitcalc.reference.records import Quarter

_NUMBER = re.compile(r"-?\$?(?:(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+)")
LONGEST_NUMBER = 30
"""Characters; the longest of all tables has ten, and Excel writes up to seventeen digits."""

_NDC = re.compile(
    r"[0-9]{11}|[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3,4}-[0-9]{2}|[0-9]{5}-[0-9]{4}-[0-9]"
    r"|[0-9]{6}-[0-9]{4}-[0-9]{2}"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of one table."""

    table: str
    """A key of records.TABLES."""
    issued: Kind
    required: Mapping[str, str]
    """Our name of a column and a pattern of its heading in plain form (see `heading`). `code` is the first cell that
    tells a record from a footer."""
    read: "Callable[[Cells], Any]"
    """A record's row. What is wrong with its cells is noted in the Cells; the row is then not used."""
    optional: Mapping[str, str] = field(default_factory=dict)
    key: Callable[[Any], Hashable] | None = None
    """What may stand only once in a period."""
    part: Callable[[Any], str] = field(default=lambda row: "")
    """Which of a table's separately issued parts a row belongs to."""
    leading: str = "code"
    """The column that every record has and no footer."""
    identify: "Callable[[Cells], tuple[Problem | None, str]] | None" = None
    """What is wrong with what a record is about, or the reason under which it is only counted. Without it, `code` has
    to be a Level II code where the layout has one."""
    beside: Mapping[str, "Layout"] = field(default_factory=dict)
    """The layouts of records that belong to another table of the same file, by their RECID (column `record`)."""


@dataclass(slots=True)
class Cells:
    """One record by our names of its columns; notes what is wrong instead of stopping at it."""

    row: int
    values: Mapping[str, str]
    headings: Mapping[str, str]
    quarter: Quarter
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The cell's text, empty where the file has no such column."""
        return self.values.get(name, "")

    def number(self, name: str, none: tuple[str, ...] = ("",), most: int | None = None) -> Fraction | None:
        """The exact number, dollar sign and thousands separators allowed, from 0 to `most`; None for a text that
        means no number."""
        text = self.text(name)
        if text in none:
            return None
        if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
            self._wrong(name, "cell-no-number", f"'{text[:40]}' is not a number.")
            return None
        value = Fraction(re.sub(r"[$,]", "", text))
        if value < 0 or (most is not None and value > most):
            allowed = "below 0" if value < 0 else f"above {most}"
            self._wrong(name, "cell-out-of-range", f"'{text}' is {allowed}.")
            return None
        return value

    def size(self, name: str) -> Fraction | None:
        """A number above 0, or None for an empty cell."""
        value = self.number(name)
        if value == 0:
            self._wrong(name, "cell-out-of-range", f"'{self.text(name)}' is not above 0.")
        return value

    def count(self, name: str) -> int:
        """A whole number, 0 or more."""
        text = self.text(name)
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
            return int(text)
        self._wrong(name, "cell-no-count", f"'{text[:40]}' is not a whole number of 0 or more.")
        return 0

    def day(self, name: str) -> date | None:
        """A date, as YYYYMMDD, ISO or month/day/year; None for an empty cell."""
        text = self.text(name)
        if not text:
            return None
        if len(text) == 8 and text.isascii() and text.isdigit():
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        try:
            return date.fromisoformat(text)
        except ValueError:
            month_first = find_day(text) if "/" in text else None
            if month_first is None:
                self._wrong(name, "cell-no-date", f"'{text[:40]}' is not a date.")
            return month_first

    def required_day(self, name: str) -> date:
        """A date that may not be missing."""
        day = self.day(name)
        if day is not None:
            return day
        if not self.text(name):
            self._wrong(name, "cell-empty", "The date is missing.")
        return date.min

    def ndc(self, name: str) -> str:
        """An NDC in its standard form. Device makers' article numbers and bar code numbers stand in the same column:
        a number without hyphens is taken only where it has eleven digits."""
        text = self.text(name)
        if _NDC.fullmatch(text):
            try:
                return str(read_ndc(text))
            except Refused as refused:
                self.problems.append(_in_column(refused.problems[0], self.headings[name]))
                return ""
        digits = re.sub(r"[-\s]", "", text)
        if not text:
            self._wrong(name, "ndc-missing", "The NDC is missing.")
        elif digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 11:
            self._wrong(name, "ndc-not-valid", f"'{text}' is no layout of an NDC.", "Look it up by product name.")
        else:
            self._wrong(name, "device-number", f"'{text[:40]}' is no NDC.", "Look it up by product name.")
        return ""

    def refuse(self, name: str, code: str, message: str) -> None:
        """Note that a cell can't be used."""
        self._wrong(name, code, message)

    def _wrong(self, name: str, code: str, message: str, hint: str = "Compare with the file that CMS shows.") -> None:
        self.problems.append(Problem(code, message, hint, field=self.headings.get(name, name)))


def heading(text: str) -> str:
    """A heading in plain form: lower case, words separated by one space.

    >>> heading("_2026_CODE"), heading("HCPCS/\\nCPT Code"), heading("Vaccine AWP%")
    ('2026 code', 'hcpcs cpt code', 'vaccine awp')
    """
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def columns(layout: Layout, cells: tuple[str, ...]) -> dict[str, int] | None:
    """Where a layout's columns stand, if a record is its header; None if it is not."""
    found = matched(layout.required, cells)
    if len(found) < len(layout.required):
        return None
    return {**matched(layout.optional, cells), **found}


def matched(patterns: Mapping[str, str], cells: tuple[str, ...]) -> dict[str, int]:
    """The first place of each pattern that matches a heading."""
    headings = [heading(cell) for cell in cells]
    places: dict[str, int] = {}
    for name, pattern in patterns.items():
        for place, text in enumerate(headings):
            if text and re.fullmatch(pattern, text):
                places[name] = place
                break
    return places


def _in_column(problem: Problem, column: str) -> Problem:
    return Problem(problem.code, problem.message, problem.hint, problem.candidates, column)
