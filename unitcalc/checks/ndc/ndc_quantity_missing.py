"""The NDC stands there without its quantity.

What: The payer wants the quantity of an NDC, and the line names an NDC without a quantity, or with one that has no
    unit of measure.
Why: An NDC alone says which product it was, not how much of it. Payers that price by NDC can't pay the line, and deny
    it.
Example: Regence wants quantities. J1745, 35 units with N457894003001 and nothing behind it is denied; N457894003001
    UN3.5 is right: 350 mg of vials of 100 mg.
Instead: Add the quantity of this line: what was given divided by the content of a vial (UN), or by the concentration
    (ML). The JW line carries its own.
Exceptions: Payers that do not ask for quantities; Medicare is one.
Source: RULES 5.2, 5.4, 5.5.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no, pick


def broken(f: LineFacts) -> Truth:
    """The payer wants one, there is an NDC, and quantity or unit is missing."""
    return f.quantity_wanted & f.has_ndc & no(f.has_quantity & f.has_quantity_unit)


def expected(f: LineFacts) -> Word:
    """What stands behind the NDC."""
    return "a quantity and its unit"


def observed(f: LineFacts) -> Word:
    """What stands there now."""
    return pick(f.has_quantity, "a quantity without unit", "no quantity")


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The payer wants to know how much of the NDC on the line of {f.code} was used"


CHECK = Check(
    "N10",
    "ndc-quantity-missing",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
