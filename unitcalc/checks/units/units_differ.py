"""The administered units are not what the dose gives.

What: The record says what was given, and the lines without JW add up to another number of units; no common slip
    explains it.
Why: The chart is what an audit compares the claim with. Audits of drug lines found 38 to 85 % of those they
    selected wrong; what is above the chart is taken back, what is below it was never paid.
Example: 350 mg of infliximab were charted. J1745 is 10 mg a unit: 35 units. 45 were billed, 10 too many.
Instead: Read the chart again: the amount given, the day, the patient. If it is right, correct the claim to the
    units expected. If the chart is wrong, have it amended by whoever gave the drug, with the reason, and keep
    the claim.
Exceptions: A payer may round once a day instead of once for each dose; where two doses of one day differ by
    just that, a check of its own says so.
Source: RULES R1, 1.1, 1.9, 1.10.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, differ, due, has_named_cause, is_above_label
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The units differ, and no check of its own says why."""
    return differ(f) & no(has_named_cause(f)) & no(is_above_label(f))


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The administered units of {f.code} are not what the charted dose gives"


CHECK = Check(
    "U02",
    "units-differ",
    ERROR,
    Scope.ACCOUNT,
    broken,
    due,
    billed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
