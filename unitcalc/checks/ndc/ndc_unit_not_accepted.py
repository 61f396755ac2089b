"""The payer does not take this unit of measure for an NDC.

What: The NDC's unit of measure on the line is none that the payer accepts. A claim knows UN, ML, GR, ME and F2.
Why: An electronic claim with another unit is refused before the payer sees it; a unit that only this payer does not
    take is denied later.
Example: 350 mg of Remicade with MG 350. There is no such unit on a claim, and the vial is a powder: UN 3.5.
Instead: Use UN for a powder in vials, ML for a liquid, GR for an ointment. F2 (units of a clotting factor) and ME
    (milligrams) only where the payer wants them. Convert the quantity with the unit.
Exceptions: Payers differ on F2 and ME; each profile lists what the payer takes.
Source: RULES 5.2, 5.3.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """A unit that the payer does not take."""
    return f.has_quantity_unit & no(f.unit_accepted)


def expected(f: LineFacts) -> Word:
    """What the payer takes."""
    return "a unit that the payer takes"


def observed(f: LineFacts) -> Word:
    """The unit on the line."""
    return f.quantity_unit


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The unit of the NDC quantity on the line of {f.code} is not one that the payer takes"


CHECK = Check(
    "N09",
    "ndc-unit-not-accepted",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
