"""A record has a field that does not exist.

What: A record, or a part of one, holds a key that is no field there: a misspelled word, or one that stands in the
    wrong place.
Why: What stands under that key is not read. If it is the discarded amount, the bill comes out without waste and looks
    complete, and the waste is never paid.
Example: discardd: 50 mg, for discarded: 50 mg. The record is billed as if nobody had charted a discard.
Instead: Write the field as the message suggests. A remark of your own has a place under documents.
Exceptions: Tables are different: a column that is not known is kept and ignored, since billing programs add columns
    of their own.
Source: RULES 9; fields of a record.
"""

from unitcalc.checks.facts import CellFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope
from unitcalc.units import no


def broken(f: CellFacts) -> Truth:
    """It is no field."""
    return no(f.known)


def expected(f: CellFacts) -> Word:
    """What stands in a record."""
    return "a field that exists"


def observed(f: CellFacts) -> Word:
    """What was written."""
    return f.column


def message(f: CellFacts) -> str:
    """In a biller's words."""
    return str(f.problem).removesuffix(".")


CHECK = Check(
    "R03",
    "field-unknown",
    ERROR,
    Scope.CELL,
    broken,
    expected,
    observed,
    message,
    __doc__,
)
