"""The units are those of whole multi-dose vials.

What: No record is at hand, and the administered units are a multiple of what a multi-dose container of the drug
    holds, and not what single-dose containers of it would give.
Why: Doses go by weight or body surface and seldom fill a vial to the last milligram. Auditors search for
    exactly these numbers: where the units equalled whole Herceptin vials, 46 to 85 % of the lines were wrong,
    by region.
Example: Bendeka comes in a multi-dose vial of 100 mg, and J9034 is 1 mg a unit. J9034 with 200 units is two
    whole vials; a dose of 100 mg/m2 for 1.9 m2 is 190 mg, 190 units.
Instead: Read the amount given in the chart. If it is less, bill that; if the dose did fill the vials, keep the
    claim and have the chart ready.
Exceptions: A dose can really be a whole vial, or have been rounded to one under the institution's policy: that is
    why this is a warning. Where more than one dose in ten would be such a multiple by chance, nothing is said; nor
    where a JW line or the NDC speaks of single-dose containers. A size that was withdrawn counts on days before the
    tables begin: the 440 mg vial of Herceptin, 44 units of J9355, in 2015.
Source: RULES 10, R2.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.units.causes import billed
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Whole multi-dose containers, no record that could tell, and no JW, which would say that it was another one."""
    return f.multi_dose_multiple & no(f.recorded) & (f.jw_lines == 0) & (f.both_lines == 0)


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
