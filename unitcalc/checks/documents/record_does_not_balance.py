"""The record does not balance.

What: Given, discarded and explained amounts together are less than the labels of the single-dose containers opened,
    though the discard is charted. The claim does not depend on the rest.
Why: CMS asks that administered and discarded amounts stand in the record, and an inspector adds them up: drug that
    nobody can account for is a question of diversion, not only of money.
Example: A vial of 100 mg, 70 mg given, 20 mg charted as discarded: 10 mg are missing. At 100 mg a unit the claim is
    one unit with JZ either way; the record is still short by 10 mg.
Instead: Ask who prepared it. Chart the missing part as discarded, or explain it (tubing, spill), with a dated late
    entry.
Exceptions: Multi-dose containers, whose rest may serve others. Where the claim depends on the rest, W23 says so
    instead.
Source: RULES 9, 2.8.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.checks.waste import amount_unexplained
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Something is left of the label, and no other check of the rest speaks."""
    charted = f.recorded & f.single_dose & f.discard_charted & (f.given > 0) & no(f.dispensed)
    return charted & (f.given + f.left + f.explained < f.label) & no(amount_unexplained.broken(f))


def expected(f: AccountFacts) -> Number:
    """The label of what was opened."""
    return f.label


def observed(f: AccountFacts) -> Number:
    """What is accounted for."""
    return f.given + f.left + f.explained


def message(f: AccountFacts) -> str:
    """In a nurse's words."""
    return f"Given, discarded and explained amounts of {f.code} are not all that was opened"


def measure(f: AccountFacts) -> str:
    """mg, IU."""
    return str(f.measure)


CHECK = Check(
    "D09",
    "record-does-not-balance",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    measure=measure,
    stake=Stake.NOTHING,
    needs=(Needs.RECORD,),
)
