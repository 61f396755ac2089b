"""The dose came sooner after the last one than is usual.

What: The patient's record shows an earlier dose of the code, and fewer days lie between the two than the shortest
    usual interval of the drug.
Why: Payers compare dates too: a dose inside the interval is denied for frequency unless the record says why. Often it
    is a wrong date, or one dose that was billed on two days.
Example: Natalizumab (J2323) is given every 4 weeks. One dose on 2025-03-01, the next on 2025-03-15: 14 days, where 28
    are usual.
Instead: Check both dates against the chart. If they are right, have the reason for the shorter interval in the
    record, in the words of who ordered it, before the claim goes out. If one dose was billed twice, take the second
    line away.
Exceptions: The first doses of some drugs follow faster than later ones; the shortest interval that is known is used.
    Drugs given on demand, such as clotting factor in a bleed, have none.
Source: RULES 10.2, 8.1; usual doses in vials.yaml.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """Both the last dose and the usual interval are known, and the dose lies within it."""
    return f.has_history & (f.days_since > 0) & (f.interval > 0) & (f.days_since < f.interval)


def expected(f: AccountFacts) -> Number:
    """Days that usually lie between two doses, at least."""
    return f.interval


def observed(f: AccountFacts) -> Number:
    """Days since the last dose."""
    return f.days_since


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was given after fewer days than usually lie between two doses"


CHECK = Check(
    "T04",
    "too-soon",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.HISTORY,),
)
