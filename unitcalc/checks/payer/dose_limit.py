"""The dose is above what the payer covers.

What: More was given than the payer's profile covers in one dose for this patient. Expected is the most, found the
    given dose, both in the code's own unit of measure; several doses of a day are held together against as many
    limits.
Why: The payer denies the line, or the part above its limit. Published code pages name a dose above the limit for
    weight or severity among the reasons for denial.
Example: A made-up payer covers 10 mg/kg of infliximab (J1745). At 70 kg that is 700 mg; 800 mg were given, and the 80
    units are denied although they are what the dose makes.
Instead: First see whether weight and given amount are charted right: a weight in pounds read as kilograms, or one
    from last year, looks the same. If the dose is meant, ask the payer for an exception with the prescriber's reason;
    bill what was given.
Exceptions: A limit by weight says nothing where the record has no weight.
Source: RULES 8.1, 1.10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def covered(f: AccountFacts) -> Number:
    """The most that is covered of all doses of the day."""
    return f.payer_dose_most * f.administrations


def broken(f: AccountFacts) -> Truth:
    """There is a limit for the patient, and more was given."""
    return (f.payer_dose_most > 0) & (f.given > covered(f))


def expected(f: AccountFacts) -> Number:
    """The most that is covered."""
    return covered(f)


def observed(f: AccountFacts) -> Number:
    """The given dose."""
    return f.given


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"More {f.code} was given in one dose than the payer covers for this patient"


def measure(f: AccountFacts) -> str:
    """mg, IU."""
    return str(f.measure)


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
    measure=measure,
    stake=Stake.ADMINISTERED,
    needs=(Needs.RECORD, Needs.PAYER),
)
