"""A field cannot be read.

What: A cell of a table, or a field of a record, holds something else than it should: letters where units stand, a day
    that does not exist, a diagnosis without its shape.
Why: Nothing is guessed where a wrong guess costs money. A line without readable day, code, modifiers and units is
    left out of every other check until it is mended; of other fields only the field itself is left out. A record
    whose day cannot be read is not judged at all: which rules hold depends on the day.
Example: The units of a line are 'abc', or its day is 2025-02-30. February has 28 days in 2025, so nobody can tell
    which day was meant.
Instead: Correct the field as the message says and check again. A row with negative units takes back another one:
    leave out both, or mark the claim that was voided with frequency 8 and its original_claim_id. If a whole column is
    unreadable, look at the first row: often two columns changed places, or a spreadsheet turned numbers into dates.
Exceptions: None known.
Source: RULES 9; claims table.
"""

from unitcalc.checks.facts import CellFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope
from unitcalc.units import no


def broken(f: CellFacts) -> Truth:
    """It holds something, and that is not what the field takes."""
    return f.stated & no(f.readable) & f.known


def expected(f: CellFacts) -> Word:
    """The field."""
    return f.column


def observed(f: CellFacts) -> Word:
    """What it holds."""
    return f.text


def message(f: CellFacts) -> str:
    """In a biller's words."""
    return str(f.problem).removesuffix(".")


CHECK = Check(
    "R02",
    "field-not-read",
    ERROR,
    Scope.CELL,
    broken,
    expected,
    observed,
    message,
    __doc__,
)
