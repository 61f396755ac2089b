"""The record cannot be billed.

What: Every field of the record can be read, and together they make no bill: an amount that the code is not billed in,
    containers of another drug, a weight that is needed and missing.
Why: The claim cannot be compared with the record. Every check that needs expected units is silent, so that no finding
    does not mean that all is well.
Example: 2,000 IU are charted for J1745. Infliximab is billed by the milligram, and IU can't become milligrams: either
    the code or the amount is that of another drug.
Instead: Do what the message says. Then check again: only now are the units, JW and JZ compared.
Exceptions: None known.
Source: RULES R0, 9.
"""

from unitcalc.checks.facts import CellFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope
from unitcalc.units import no


def broken(f: CellFacts) -> Truth:
    """Its fields can be read, and it can't be computed."""
    return no(f.billable)


def expected(f: CellFacts) -> Word:
    """What the record is."""
    return "a record that can be billed"


def observed(f: CellFacts) -> Word:
    """What it was."""
    return "one that can't be"


def message(f: CellFacts) -> str:
    """In a biller's words."""
    return str(f.problem).removesuffix(".")


CHECK = Check(
    "R04",
    "record-not-billable",
    ERROR,
    Scope.CELL,
    broken,
    expected,
    observed,
    message,
    __doc__,
)
