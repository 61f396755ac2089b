"""Fields as they were written, each read by itself: what can't be used is a fact of its cell, never an exception."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple, TypeVar

from unitcalc.account import Place
from unitcalc.catalogue.dates import read_date
from unitcalc.checks.facts import CellFacts
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_number

Value = TypeVar("Value")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""Dates of service that a bare number in a workbook may mean, as `read_date` takes them."""


class Cell(NamedTuple):
    """The facts of one field, and where it stands."""

    place: Place
    facts: CellFacts


@dataclass
class Reading:
    """Collects the fields of one row that can't be used."""

    place: Place
    found: list[Cell] = field(default_factory=list)

    def read(self, column: str, text: str, reader: Callable[[str], Value], default: Value) -> Value:
        """A field's value; its default where it is empty or can't be read."""
        if not text.strip():
            return default
        try:
            return reader(text.strip())
        except Refused as refused:
            for problem in refused.problems:
                self.add(column, text, problem)
            return default

    def require(self, column: str, text: str) -> bool:
        """Whether a field that must be there is."""
        if text.strip():
            return True
        problem = f"'{column}'"
        self.found.append(_cell(self.place, column, "", required=True, stated=False, problem=problem))
        return False

    def add(self, column: str, text: str, problem: Problem, *, known: bool = True, billable: bool = True) -> None:
        """Keep what is wrong with a field."""
        told = " ".join(filter(None, (problem.message, problem.hint)))
        readable = not known or not billable
        self.found.append(
            _cell(self.place, column, text, readable=readable, known=known, billable=billable, problem=told)
        )


def _cell(
    place: Place,
    column: str,
    text: str,
    *,
    required: bool = False,
    stated: bool = True,
    readable: bool = True,
    known: bool = True,
    billable: bool = True,
    problem: str,
) -> Cell:
    facts = CellFacts(
        column=column,
        text=text,
        required=required,
        stated=stated,
        readable=readable,
        known=known,
        billable=billable,
        problem=problem,
    )
    return Cell(place, facts)


def number(text: str) -> Fraction:
    """A number without a sign: units, a quantity. Refused for anything else.

    >>> number("1,046")
    Fraction(1046, 1)
    """
    try:
        return read_number(text)
    except ValueError:
        raise Refused(Problem("number-not-read", f"'{text[:30]}' is not a number.", "Write 35 or 0.5.")) from None


def units(text: str) -> Fraction:
    """The units of a claim line. Refused for anything but a number, and for a negative one, which is no line's.

    >>> units("40")
    Fraction(40, 1)
    """
    if re.fullmatch(r"[-\u2212\u2013]\s*\d.*|\(\s*\d[\d.,]*\s*\)", text):
        message = f"'{text[:30]}' takes units back: a row that reverses another is no claim line."
        hint = "Leave out both rows, or give the claim that was voided frequency 8 with its original_claim_id."
        raise Refused(Problem("units-negative", message, hint))
    return number(text)


def day_of(text: str, today: date, zero: date | None = None) -> date:
    """A date as people and programs write it; the time of day is left out. Refused for anything else.

    `zero` is the day that a workbook counts days from: there a bare number of five digits is a date too.

    >>> day_of("45717", date(2026, 1, 1), zero=date(1899, 12, 30))
    datetime.date(2025, 3, 1)
    """
    if zero is not None and (serial := re.fullmatch(r"([1-9][0-9]{4})(?:\.[0-9]+)?", text.strip())):
        day = zero + timedelta(days=int(serial[1]))
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    return read_date(text, today)


def dollars(text: str) -> Fraction:
    """An amount of money, with or without its sign.

    >>> dollars("$1,234.50")
    Fraction(2469, 2)
    """
    try:
        return read_number(text.strip().removeprefix("$").removesuffix("USD").strip())
    except ValueError:
        raise Refused(
            Problem("money-not-read", f"'{text[:30]}' is not an amount of money.", "Write 1234.50.")
        ) from None
