"""JW is billed for less than one unit.

What: Something was discarded, but it does not make a billing unit of its own, and a JW line bills it all the same.
    The administered line has already been rounded up.
Why: JW is not permitted where the billing unit is as large as dose and discard together, and of less than a unit
    Medicare wants JZ (Noridian). Rounding up has paid the remainder already; the JW line would pay it twice and is
    taken back.
Example: 4,800 mg of Privigen (J1459, 500 mg a unit) are given from a vial of 5 g, 200 mg are discarded. 4,800 / 500
    = 9.6, so 10 units are billed, and 10 units are the whole vial. JW with 1 unit would be an eleventh.
Instead: Take the JW line away and put JZ on the administered line. The discarded amount stays in the chart: what
    went into the bin and what is billed are two numbers.
Exceptions: Exactly one unit discarded is JW with 1 unit. UHC Community Plan MD and Priority Health state the
    threshold otherwise (no JW where the dose is below the billing unit): 7 mg of a 100 mg vial at 10 mg a unit
    leave JW 9 by Medicare's rule, none by theirs. The payer's policy decides which is expected.
Source: RULES 1.4, 1.5, 1.6.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import is_below_one_unit


def broken(f: AccountFacts) -> Truth:
    """JW, and a discard that no unit can be made of."""
    return is_below_one_unit(f)


def expected(f: AccountFacts) -> Number:
    """JW units by the record."""
    return f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"What was discarded of {f.code} does not make one billing unit, so it takes JZ and no JW line"


CHECK = Check(
    "W09",
    "jw-below-one-unit",
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
