"""An NDC quantity stands on the line without an NDC.

What: The line has a quantity for an NDC, and no NDC that it could be a quantity of.
Why: On an electronic claim the quantity follows the NDC; alone it makes the claim invalid. Mostly the NDC was lost on
    the way, or a number slipped into the wrong column.
Example: J1745, 35 units, with quantity 3.5 UN and an empty field for the NDC. The vials were 57894-0030-01: it is
    added.
Instead: Put the NDC of the opened container on the line. If the payer asks for none, leave both fields empty.
Exceptions: None known.
Source: RULES 5.2.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """A quantity and no NDC."""
    return f.has_quantity & no(f.has_ndc)


def expected(f: LineFacts) -> Word:
    """What belongs to a quantity."""
    return "an NDC"


def observed(f: LineFacts) -> Word:
    """What stands there."""
    return "none"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The line of {f.code} has a quantity for an NDC, and no NDC"


CHECK = Check(
    "N11",
    "quantity-without-ndc",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
