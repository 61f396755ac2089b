"""Containers were billed as units.

What: The administered units are the number of vials, syringes or bags that were opened.
Why: Most codes count milligrams or IU, not containers, so most of the payment is lost. No payer sends a line
    back because it asks for too little: the loss is seen only when somebody compares the claim with the chart.
Example: Four whole vials of 100 mg infliximab were given. J1745 is 10 mg a unit: 400 mg are 40 units. 4 were
    billed, 36 too few.
Instead: Bill the units of the amount that was given. If the line is still within the payer's filing limit, send
    a corrected claim. See whether the charge is set up per vial in the charge master, and give it the right
    multiplier.
Exceptions: Codes of one unit a dose or container ("per therapeutic dose") are billed by the container, and
    nothing is said where that is right.
Source: RULES 10, 1.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The number of containers stands as administered units."""
    return is_wrong_bill(f, f.containers)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The number of containers opened was billed as units of {f.code}"


CHECK = Check(
    "U05",
    "containers-billed",
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
