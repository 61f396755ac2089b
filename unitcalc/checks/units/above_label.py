"""More was billed than the label holds.

What: The administered units are more than the label amount of all containers that were opened makes.
Why: Medicare pays up to the label. What a vial holds beyond it (overfill) costs nothing and is never billable,
    even if it was given. Without overfill a vial can't give more than it holds, so the claim or the record is
    wrong.
Example: Four vials of 100 mg infliximab hold a little more than their label, and 410 mg were drawn and given.
    J1745 is 10 mg a unit, and the label is 400 mg: 40 units. 41 were billed, 1 too many.
Instead: Bill the label's units at most, on one line. If another container was opened, have it charted and bill
    what was given. If none was, find out where the units come from.
Exceptions: None known.
Source: RULES R6, 2.1, 2.2, 2.12.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, is_above_label
from unitcalc.units import pick


def broken(f: AccountFacts) -> Truth:
    """Above the label, and no check of its own says why."""
    return is_above_label(f)


def expected(f: AccountFacts) -> Number:
    """Units of the dose; where the record leaves several bills open, what is possible at most."""
    return pick(f.compared, f.expected_administered, f.begun_label_units)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"More units of {f.code} were billed as given than the label of what was opened makes"


CHECK = Check(
    "U12",
    "above-label",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    billed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
