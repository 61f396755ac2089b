"""A whole multi-dose vial was billed.

What: The administered units are those of whole multi-dose vials, while the patient was given less.
Why: What stays in a multi-dose vial is for other patients, and its waste is never paid. Federal audits of
    Herceptin found this on 46 to 85 % of the lines by region, on 77 % nationally, and put the overpayment at
    $24 million.
Example: 300 mg of Herceptin were given from a multi-dose vial of 440 mg. J9355 is 10 mg a unit: 30 units. 44
    were billed, 14 too many.
Instead: Bill the units of the amount that was given, without JW and without JZ. Change the charge from the vial
    to the dose, and look for other patients of the same drug: this mistake seldom comes alone.
Exceptions: None known. Medicare pays no waste of a multi-dose container, not even of one that expired half
    full.
Source: RULES R2, 2.10, 10.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_label_bill


def broken(f: AccountFacts) -> Truth:
    """The label's units stand as administered ones, and all containers are multi-dose."""
    return is_label_bill(f) & f.multi_dose


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The whole multi-dose container of {f.code} was billed, not the dose"


CHECK = Check(
    "U08",
    "multi-dose-vial-billed",
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
