"""The NDC quantity was billed as units.

What: The administered units are the quantity that belongs to the NDC (milliliters of a liquid, vials of a
    powder), not units of the code.
Why: A drug line carries two counts that look alike. The code's units decide the payment; the NDC quantity says
    how much of which package was used. Exchanged, one line is paid five times too high and the next far too
    low.
Example: 40 g of Privigen were given. J1459 is 500 mg a unit: 80 units. The NDC quantity is 400 ML, since
    Privigen holds 0.1 g in 1 mL. J1459 with 400 units is 320 too many.
Instead: Put the units of the code into the units field and keep the NDC quantity, with its own unit of measure,
    in the NDC fields. If the two were exchanged, correct both.
Exceptions: Where one unit of the code is just what 1 mL or one vial holds, both numbers are the same and
    nothing is said.
Source: RULES 10, 5.4, 1.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The NDC quantity, rounded up, stands as administered units."""
    return is_wrong_bill(f, f.ndc_number)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The NDC quantity was billed as units of {f.code}"


CHECK = Check(
    "U06",
    "ndc-quantity-billed",
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
