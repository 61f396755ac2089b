"""The amount opened was billed as units.

What: The administered units are the number of milligrams (or IU) in all containers that were opened, neither
    divided by the code's billing unit nor reduced to the dose.
Why: Two mistakes in one: the wrong unit, and waste billed as if it had been given. For a code of 10 mg the
    claim asks for more than ten times what is due. Recovery audits look for exactly this figure.
Example: 350 mg of infliximab were given from four vials of 100 mg. Due are J1745 35 units and J1745-JW 5 units.
    400 were billed, 365 too many.
Instead: Bill the units of the amount that was given: the amount divided by the billing unit, rounded up. What
    was discarded goes on a line of its own with JW, if the container is single-dose.
Exceptions: None known. A whole container may have been given: then the number is the amount given as well, and
    both causes are named.
Source: RULES 10, 1.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The number of the opened amount stands as administered units."""
    return is_wrong_bill(f, f.opened_number)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The amount opened was billed as units of {f.code}"


CHECK = Check(
    "U04",
    "amount-opened-billed",
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
