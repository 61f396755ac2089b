"""The dose is above what the payer covers.

What: More was given in one dose than the payer's profile covers for this patient. Expected is the most, found the
    given dose, both in the code's own unit of measure.
Why: The payer denies the line, or the part above its limit. Published code pages name a dose above the limit for
    weight or severity among the reasons for denial.
Example: EXAMPLE
Instead: First see whether weight and given amount are charted right: a weight in pounds read as kilograms, or one
    from last year, looks the same. If the dose is meant, ask the payer for an exception with the prescriber's reason;
    bill what was given.
Exceptions: A limit by weight says nothing where the record has no weight.
Source: RULES 8.1, 1.10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """There is a limit for the patient, and more was given."""
    return f.recorded & (f.payer_dose_most > 0) & (f.given > f.payer_dose_most)


def expected(f: AccountFacts) -> Number:
    """The most that is covered."""
    return f.payer_dose_most


def observed(f: AccountFacts) -> Number:
    """The given dose."""
    return f.given


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"More {f.code} was given in one dose than the payer covers for this patient"


CHECK = Check(
    "P11",
    "dose-limit",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    needs=(Needs.RECORD, Needs.PAYER),
)
