"""The amount given was billed as units.

What: The administered units are the number of the amount in the chart (350 mg billed as 350), not the units of
    the code that this amount makes.
Why: It is the commonest finding of federal audits. A code of 10 mg is overpaid ten times, a code of 0.1 mg
    underpaid ten times; what was overpaid is taken back, and one such line invites a look at all others.
Example: 350 mg of infliximab were given. J1745 is 10 mg a unit: 35 units. 350 were billed, 315 too many.
Instead: Divide the amount by the code's billing unit and round up; bill that many units. If several lines show
    the same, correct the multiplier in the charge master too.
Exceptions: Where one unit of the code is 1 mg, 1 mcg or 1 IU, the number of the amount is right and nothing is
    said.
Source: RULES 10, 1.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The number of the charted amount stands as administered units."""
    return is_wrong_bill(f, f.given_number)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The amount given was billed as units of {f.code}"


CHECK = Check(
    "U03",
    "amount-given-billed",
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
