"""The drug is billed, and nothing was given.

What: The record says that none of the drug was given, and the claim has lines for it.
Why: Where nothing was administered, nothing is billable: neither the drug nor its waste, though it was mixed and
    thrown away. Drugs billed and not administered are a finding of federal audits; all lines are taken back.
Example: A patient is sent home with a fever after 400 mg of infliximab were mixed. J1745-JW with 40 units is billed
    for the loss. Right is no line at all.
Instead: Take all lines of the drug off the claim. If the record is wrong and a part was given, let it be corrected,
    and bill that part.
Exceptions: A pharmacy that dispenses and does not give the drug bills what it dispensed. If an infusion was begun
    and stopped, what ran in was given, be it ever so little.
Source: RULES R7, 2.6, 10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import nothing_given


def broken(f: AccountFacts) -> Truth:
    """Lines, and a record of nothing."""
    return nothing_given(f) & (f.lines > 0)


def expected(f: AccountFacts) -> Number:
    """Units."""
    return 0


def observed(f: AccountFacts) -> Number:
    """Units billed."""
    return f.administered + f.discarded


def difference(f: AccountFacts) -> Number:
    """All units are too many."""
    return f.administered + f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Nothing of {f.code} was given, so neither the drug nor its waste can be billed"


CHECK = Check(
    "W17",
    "nothing-given",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    difference=difference,
    needs=(Needs.RECORD,),
)
