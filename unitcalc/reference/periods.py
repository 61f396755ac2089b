"""Periods that files cover, and where a file says which one it is.

>>> find_day("     Effective January 1, 2026 through March 31, 2026")
datetime.date(2026, 1, 1)
>>> period_of(find_day("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"), "quarter")
Period(label='2026Q3', first_day=datetime.date(2026, 7, 1), last_day=datetime.date(2026, 9, 30))
"""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from unitcalc.reference.records import Quarter

Kind = Literal["quarter", "month", "day"]
"""How often a list is issued: each quarter, each month, or on some day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(?P<year>20[0-9]{2})"
_EDGE = r"(?<![0-9a-z])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_EDGE}{_NAME}[ _-]+(?P<day>[0-9]{{1,2}}),?[ _-]+{_YEAR}(?![0-9])",  # January 1, 2026
        rf"{_EDGE}{_YEAR}[-_.](?P<month>[01][0-9])[-_.](?P<day>[0-3][0-9])(?![0-9])",  # 2025-06-20
        rf"{_EDGE}(?P<month>[01]?[0-9])[-/_.](?P<day>[0-3]?[0-9])[-/_.]{_YEAR}(?![0-9])",  # 07-01-2026, 7/1/2026
        rf"{_EDGE}{_NAME}[ _-]*{_YEAR}(?![0-9])",  # January 2026
        rf"(?<![0-9]){_YEAR}[ _-]*{_NAME}(?![a-z])",  # 2025_October, HCPC2026_JAN
        rf"(?<![0-9]){_YEAR}[ _-]?q(?P<quarter>[1-4])(?![0-9])",  # 2026q3
        rf"{_EDGE}q(?P<quarter>[1-4])[ _-]?{_YEAR}(?![0-9])",  # Q3 2026
        rf"{_EDGE}{_YEAR}[-_.](?P<month>[01][0-9])(?![0-9])",  # 2026-01
    )
)


class Period(NamedTuple):
    """A period by the name that people use, with its first and last day."""

    label: str
    first_day: date
    last_day: date


def find_day(text: str) -> date | None:
    """The first day that a title or a file name speaks of; None if it names none."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _day(match)
            if found:  # else digits that are no date: look further
                return found
    return None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts.get("quarter"):
        return Quarter(int(parts["year"]), int(parts["quarter"])).first_day
    month = _MONTHS.index(parts["name"].lower()) + 1 if parts.get("name") else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts.get("day") or 1))
    except ValueError:
        return None


def find_stated_day(preamble: list[str]) -> date | None:
    """The day that the lines above a table's header state: 'Effective ...' before any other mention."""
    effective = [line[at:] for line in preamble if (at := line.lower().find("effective")) >= 0]
    for line in [*effective, *preamble]:
        found = find_day(line)
        if found:
            return found
    return None


def wrongly_stated(preamble: list[str]) -> str:
    """What is wrong with the range of days that an 'Effective ...' line states; empty if nothing is.

    >>> wrongly_stated(["Effective June 30, 2026 through April 1, 2026"])
    'the period ends on 2026-04-01, before it begins on 2026-06-30'
    """
    for line in preamble:
        at = line.lower().find("effective")
        stated = [match for pattern in _PATTERNS[:3] for match in pattern.finditer(line[at:])] if at >= 0 else []
        days: list[date] = []
        for match in sorted(stated, key=lambda match: match.start())[:2]:
            day = _day(match)
            if day is None:
                return f"'{match.group()}' is not a date"
            days.append(day)
        if days and days[-1] < days[0]:
            return f"the period ends on {days[-1]}, before it begins on {days[0]}"
    return ""


def period_of(day: date, kind: Kind) -> Period:
    """The period of a kind that a day lies in. A list of some day covers the rest of that day's quarter."""
    match kind:
        case "quarter":
            quarter = Quarter.of(day)
            return Period(str(quarter), quarter.first_day, quarter.last_day)
        case "month":
            following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            return Period(f"{day:%Y-%m}", day.replace(day=1), following - timedelta(days=1))
        case "day":
            return Period(day.isoformat(), day, Quarter.of(day).last_day)
