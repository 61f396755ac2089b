"""More units than the payer's quantity limit.

What: The units of the code within the days of the payer's quantity limit, those of this day included, are more than
    the limit. Discarded units (JW) count. Expected is the limit, found what was billed in that time.
Why: The payer denies what goes beyond, or the whole line. Its system adds up over weeks; whoever bills sees one day.
Example: A made-up payer covers 105 units of J1745 within 56 days: three infusions of 35. On 2025-01-18, 2025-02-01
    and 2025-03-01 a claim of 35 units and JW 5 was sent: three times 40 are 120 within 43 days, 15 more than the
    limit.
Instead: Compare the dates and units of the last doses with the order. If the dose or the interval was changed on
    purpose, ask the payer to lift the limit, with the reason. If a dose was billed twice, void one of the claims.
Exceptions: The earlier doses have to be known: without a history only this day's units are held against the limit.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.quantity import plain


def broken(f: AccountFacts) -> Truth:
    """There is a limit, and it is passed."""
    return is_used(f) & (f.quantity_limit > 0) & (f.units_in_days > f.quantity_limit)


def expected(f: AccountFacts) -> Number:
    """The limit."""
    return f.quantity_limit


def observed(f: AccountFacts) -> Number:
    """Units in that time."""
    return f.units_in_days


def message(f: AccountFacts) -> str:
    """With the days over which the payer counts."""
    return f"Within {plain(f.quantity_days)} days more units of {f.code} were billed than the payer covers"


CHECK = Check(
    "P10",
    "quantity-limit",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.PAYER,),
)
