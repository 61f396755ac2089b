"""What was given is not what was ordered.

What: The amount given is above or below the dose that the order comes to, by more than may pass without a word.
    Expected is the ordered, found the given dose, both in the code's own unit of measure.
Why: What was given is billed, so the units may be right. But a reviewer compares order, record and claim: a dose
    without an order behind it counts as not ordered, and billed against prescribed is a reason for denial that
    published code pages name. Often it is a slip in one of the three, found while it can still be mended.
Example: Infliximab, 5 mg/kg at 70 kg, is 350 mg. 420 mg were charted as given and billed as 42 units of J1745: 70 mg,
    a fifth of the dose, more than ordered. Either the dose was raised, then the new order belongs in the record; or
    420 is a slip, then 35 units are due.
Instead: Ask the nurse what was given and the prescriber what was meant. If the dose was changed on purpose, let the
    order or a note say so with the reason; if a number was mistyped, correct it with a dated entry. Never bill the
    ordered dose in place of the given one.
Exceptions: A dose rounded to whole vials within the limit of the institution, and clotting factor within what is
    accepted between prescribed and dispensed, are not found. An infusion that was stopped early is found: its reason
    belongs in the record.
Source: RULES 1.10, 4.7, 8.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """There are an order and a given dose, further apart than the tolerance."""
    most_apart = f.ordered * f.order_tolerance
    apart = (f.given - f.ordered > most_apart) | (f.ordered - f.given > most_apart)
    return (f.ordered > 0) & (f.given > 0) & apart


def expected(f: AccountFacts) -> Number:
    """The ordered dose."""
    return f.ordered


def observed(f: AccountFacts) -> Number:
    """The given dose."""
    return f.given


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Another dose of {f.code} was given than was ordered, and the record has to say why"


def measure(f: AccountFacts) -> str:
    """mg, IU."""
    return str(f.measure)


CHECK = Check(
    "D07",
    "given-differs-from-order",
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
