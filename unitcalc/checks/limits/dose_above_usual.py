"""The dose is above what is usual for the weight.

What: The amount given is more than the largest usual dose of the product for this patient's weight, as its
    label or a reviewed source states it.
Why: Doses above the limit for the weight are a common reason for denial. Often it is not the dose but the
    weight that is wrong (pounds written as kilograms), or the amount as charted.
Example: 1,000 mg of infliximab are charted for 70 kg. The largest usual dose of Remicade is 10 mg/kg, 700 mg.
Instead: Check the weight, its unit and its date, then the amount. If both are right, have the prescriber write
    the reason into the chart before the claim goes out, and see whether the payer covers the dose.
Exceptions: A dose outside the label can be right. Where no usual dose is known, or none that goes by weight,
    nothing is said.
Source: RULES 9.2; the product's label.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """More was given than the largest usual dose, once for each administration."""
    return f.weight_known & (f.usual_most > 0) & (f.given > f.usual_most * f.administrations)


def expected(f: AccountFacts) -> Number:
    """The amount that is usual at most, in the code's unit of measure."""
    return f.usual_most * f.administrations


def observed(f: AccountFacts) -> Number:
    """The amount given."""
    return f.given


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"More {f.code} was given than is usual for the patient's weight"


def measure(f: AccountFacts) -> str:
    """mg, IU."""
    return str(f.measure)


CHECK = Check(
    "L06",
    "dose-above-usual",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    measure=measure,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
