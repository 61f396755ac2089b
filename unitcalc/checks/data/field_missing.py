"""A field that must be there is empty.

What: A claim line needs a day of service, a code and units; a record needs its day. One of them is not stated.
Why: Nothing can be said about such a line: it is left out of every other check, and a payer returns it.
Example: In row 14 of a file the units of J1745 are empty. Row 14 is named, its other fields are still read, and all
    other rows are checked as usual.
Instead: Fill in the field from the chart or the claim. If it is empty in all rows, the column was lost on the way out
    of your billing program: export it again.
Exceptions: When every line is of one day, the day can be stated once for the whole file.
Source: RULES 9, 9.1; claims table.
"""

from unitcalc.checks.facts import CellFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope
from unitcalc.units import no


def broken(f: CellFacts) -> Truth:
    """It is required and not stated."""
    return f.required & no(f.stated)


def expected(f: CellFacts) -> Word:
    """The field."""
    return f.column


def observed(f: CellFacts) -> Word:
    """What it holds."""
    return "nothing"


def message(f: CellFacts) -> str:
    """In a biller's words."""
    return f"A field that must be there is empty: {f.problem}"


CHECK = Check(
    "R01",
    "field-missing",
    ERROR,
    Scope.CELL,
    broken,
    expected,
    observed,
    message,
    __doc__,
)
