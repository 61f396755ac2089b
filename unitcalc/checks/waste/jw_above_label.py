"""With the JW units, more is billed than the containers hold.

What: Administered and discarded units together are more than the whole units in what was opened, by the amounts on
    the labels, and the JW line is the one that is too high.
Why: Medicare pays what was given and what was discarded up to the amount on the label. Overfill, which makers put
    in so that a dose can be drawn, was not paid for and is never billable. The units above are taken back.
Example: A vial labelled 100 mg holds 101. 75 mg of pembrolizumab (J9271, 1 mg a unit) are given, and 26 mg are
    charted as discarded. Payable are 75 and JW 25: 100 in all, not 101.
Instead: Add the label amounts of what was opened, take off the units that were given, and bill with JW no more than
    is left, nor more than was charted as discarded. If milligrams were typed as JW units, divide them by the
    billing unit first.
Exceptions: None known. Where the JW units are too many for a reason of their own (less than a unit discarded,
    tubing, rounding up billed again), the check of that reason speaks instead; where the administered units are
    above the label by themselves, a check of the units does.
Source: RULES 2.1, 1.2, R6.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import is_above_label
from unitcalc.units import most, pick


def broken(f: AccountFacts) -> Truth:
    """JW units that bring the account above the label."""
    return is_above_label(f)


def expected(f: AccountFacts) -> Number:
    """JW units by the record, or at most."""
    return pick(f.compared, f.expected_discarded, most(f.label_units - f.administered, f.label_units * 0))


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code}: with the JW units more is billed than the opened containers hold by their labels"


CHECK = Check(
    "W07",
    "jw-above-label",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
