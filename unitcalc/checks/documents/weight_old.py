"""The weight is too old to compute a dose from.

What: Between the day on which the patient was weighed and the day of the dose lie more days than are accepted for the
    patient's age. Expected and found are days.
Why: A dose by weight is as right as the weight. Children grow and ill people lose weight; an old one makes the dose
    wrong, and a reviewer who compares dose and weight finds a dose above the limit, which payers deny.
Example: Infliximab, 5 mg/kg, was given on 2025-03-01. The weight of 70 kg is of 2025-01-15: 45 days, where 30 are
    accepted for an adult. The dose of 350 mg may be right, but nobody can show it.
Instead: Weigh the patient before the next dose and chart weight and date. If there is a newer weight in the record,
    put that one down. Bill what was given all the same: the units follow the given dose, not the calculated one.
Exceptions: How many days are accepted is practice, not a rule of CMS, and stands in the data with its source; a
    clinic may have its own. A weight without a date is not found here: the date is an item of the record.
Source: RULES 9.2, 1.10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope


def broken(f: AccountFacts) -> Truth:
    """More days than are accepted."""
    return (f.weight_days_most > 0) & (f.weight_days > f.weight_days_most)


def expected(f: AccountFacts) -> Number:
    """Days that are accepted at most."""
    return f.weight_days_most


def observed(f: AccountFacts) -> Number:
    """Days from weighing to dose."""
    return f.weight_days


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The weight behind the dose of {f.code} is older, in days, than a dose should rest on"


CHECK = Check(
    "D06",
    "weight-old",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.RECORD,),
)
