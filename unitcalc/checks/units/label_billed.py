"""The whole label was billed as given.

What: The administered line holds the units of all containers that were opened, waste included, while less was
    given.
Why: Medicare has asked since 2017-01-01 that discarded units stand on a line of their own with JW. In one sum
    nobody can see the waste: the line claims a dose that the chart does not show, and the audit takes the
    difference back.
Example: 9,000 of 10,000 units of Myobloc were given and 1,000 discarded. One unit of J0587 stands for 100 units
    of the toxin: due are J0587 90 units and J0587-JW 10 units. An old published advice bills 100 units on one
    line, 10 too many as given.
Instead: Bill the units of the dose on the administered line and the discarded ones on a second line with JW.
    The chart must show both amounts. Where the discard was not charted, ask for it before you bill it.
Exceptions: Before 2017 it was each contractor's choice to have dose and waste on one line, so nothing is said of
    those days. Some insurers still want it so: read the payer's policy before you correct.
Source: RULES 10, R1, R5, 1.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_label_bill
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The label's units stand as administered ones; multi-dose containers are U08's. Not where JW was a choice."""
    return is_label_bill(f) & no(f.multi_dose) & no(f.jw_by_contractor)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"All that was opened of {f.code} was billed as given, with what was discarded"


CHECK = Check(
    "U07",
    "label-billed",
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
