"""The ordered dose was billed, not the one that was given.

What: The administered units are those of the dose that was ordered or calculated; the chart says that another
    amount was given.
Why: Paid is what was given to the patient, as charted. Where a dose was held, reduced or stopped, billing the
    order charges for drug that nobody received, which auditors count as billed and not administered.
Example: 5 mg/kg for 70 kg is 350 mg, 35 units of J1745. Only 320 mg were given: 32 units. 35 were billed, 3 too
    many.
Instead: Bill the units of the charted amount. What was prepared and not given is billed with JW if it was
    discarded and charted; for an infusion that was stopped, let a person decide first what becomes of the rest.
Exceptions: None known. A difference that rounding to whole units takes away (348 mg ordered, 350 mg given) is
    not reported.
Source: RULES 1.10, 10.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_ordered_dose


def broken(f: AccountFacts) -> Truth:
    """The units of the order stand as administered ones."""
    return is_ordered_dose(f)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The ordered dose of {f.code} was billed, and the chart says that another amount was given"


CHECK = Check(
    "U17",
    "charted-dose-not-billed",
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
