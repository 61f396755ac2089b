"""What rounding up has billed already is billed again with JW.

What: The discarded amount was divided by the billing unit by itself. But the administered line was rounded up, so
    it already holds a part of the discarded amount.
Why: The same milligrams are paid twice: on the administered line, and with JW. The unit too many is taken back.
Example: 345 mg of infliximab are given, 50 mg are discarded, 5 mg stay in the tubing. 345 mg are 35 units (34.5,
    rounded up). 345 + 50 = 395 mg hold 39 whole units, so 39 - 35 = 4 are left for JW. Dividing 50 by 10 gives 5,
    one too many.
Instead: Add given and discarded amount, divide by the unit, round down, and subtract the administered units. That
    number goes on the JW line.
Exceptions: None known. If what was opened comes to whole units and all of it was given or discarded, both ways give
    the same number.
Source: RULES 1.3, R4.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import is_round_up_again


def broken(f: AccountFacts) -> Truth:
    """JW units of the discarded amount alone, more than rounding up has left."""
    return is_round_up_again(f)


def expected(f: AccountFacts) -> Number:
    """JW units by the record."""
    return f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The administered line of {f.code} was rounded up, and JW bills that part again"


CHECK = Check(
    "W20",
    "round-up-billed-twice",
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
