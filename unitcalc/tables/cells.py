"""Fields as they were written, each read by itself: what can't be used is a fact of its cell, never an exception."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeVar

from unitcalc.account import Place
from unitcalc.checks.facts import CellFacts
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_number

Value = TypeVar("Value")


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
