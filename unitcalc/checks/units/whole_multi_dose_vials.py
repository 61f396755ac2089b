"""The units are those of whole multi-dose vials.

What: No record is at hand, the drug comes in multi-dose containers of one size, and the administered units are
    a multiple of what one holds.
Why: Doses go by weight or body surface and seldom fill a vial to the last milligram. Auditors search for
    exactly these numbers: where the units equalled whole Herceptin vials, 46 to 85 % of the lines were wrong,
    by region.
Example: Bendeka comes in a multi-dose vial of 100 mg, and J9034 is 1 mg a unit. J9034 with 200 units is two
    whole vials; a dose of 100 mg/m2 for 1.9 m2 is 190 mg, 190 units.
Instead: Read the amount given in the chart. If it is less, bill that; if the dose did fill the vials, keep the
    claim and have the chart ready.
Exceptions: A dose can really be a whole vial, or have been rounded to one under the institution's policy. That
    is why this is a warning.
Source: RULES 10, R2.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.units.causes import billed
from unitcalc.units import most, no, whole


def broken(f: AccountFacts) -> Truth:
    """Whole containers of more than one unit, all multi-dose, and no record that could tell."""
    # One size of one unit or less says nothing; `most` keeps an unknown size, 0, from dividing.
    size = most(f.whole_containers, 1)
    vials = whole(f.administered, size) * size
    return f.multi_dose & no(f.recorded) & (f.whole_containers > 1) & (f.administered > 0) & (f.administered == vials)


def expected(f: AccountFacts) -> Word:
    """Which number: the record alone could say it."""
    return "the units of the dose"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The units of {f.code} are just what whole multi-dose containers hold"


CHECK = Check(
    "U09",
    "whole-multi-dose-vials",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    billed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
)
