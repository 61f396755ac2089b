"""IU were divided by 100.

What: The administered units of a drug billed by the IU are its IU divided by 100 and rounded to nearest.
Why: An old rule for clotting factors said so. It is long out of force and still in circulation. Whoever follows
    it is paid one hundredth of what is due.
Example: 3,138 IU of Kovaltry were given. J7211 is 1 IU a unit: 3,138 units. 3,138 / 100 is 31.38, and 31 were
    billed, 3,107 too few.
Instead: Bill every IU as one unit. If the number does not fit on one line of the form, split it over several
    lines.
Exceptions: None known. A code whose own unit is 100 units (J0587) is divided by 100 rightly, and nothing is
    said.
Source: RULES 4.9, 1.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """A hundredth of the IU stands as administered units."""
    return is_wrong_bill(f, f.hundredth)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The IU of {f.code} were divided by 100 before they were billed"


CHECK = Check(
    "U10",
    "iu-divided-by-100",
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
