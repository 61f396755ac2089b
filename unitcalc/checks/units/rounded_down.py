"""The dose was rounded down.

What: The dose is not a multiple of the billing unit, and the begun unit was left out.
Why: Administered units are rounded up. Rounded down, a unit that was given is not paid; added to the JW line
    instead, it claims more waste than there was.
Example: 305 mg of infliximab were given from four vials of 100 mg. J1745 is 10 mg a unit: 305 / 10 is 30.5, so
    31 units, and J1745-JW 9 units of the rest. 30 were billed, 1 too few.
Instead: Round the administered units up, and bill as JW only the whole units that are left of the label: 40 -
    31 = 9.
Exceptions: None known. JW units are the ones that are rounded down.
Source: RULES 1.1, 1.2, 1.3.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_rounded_down


def broken(f: AccountFacts) -> Truth:
    """Whole units of the dose were billed, and one more was begun."""
    return is_rounded_down(f)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The administered units of {f.code} were rounded down, and a begun unit is missing"


CHECK = Check(
    "U14",
    "rounded-down",
    ERROR,
    Scope.ACCOUNT,
    broken,
    due,
    billed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
