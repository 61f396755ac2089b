"""Patients who shared a container come to more units than its label holds.

What: The units of all patients who were given from one container are added up, and they are more than the units in
    its label amount.
Why: Payment for a container ends at its label, however many patients it served. Every dose is rounded up by itself,
    so several small doses can come to more units than the vial holds. Or the rest was billed with JW for one
    patient, though another one got it. Both are billed twice, and the surplus is an overpayment.
Example: Three patients get 31 mg each of one vial of 100 mg of infliximab (J1745, 10 mg a unit). Each dose is 4
    units, together 12; the vial holds 10. Two units are too many.
Instead: See first that nobody bills JW for a rest that another patient was given: waste falls to the last one only.
    If rounding alone is the cause, the claims together give up the surplus. No source says whose: settle it by a
    written rule, and ask your contractor. Keep a note of the sharing in each chart.
Exceptions: Patients are known to have shared by the container's number, or by the lot of a transfer; other sharing is
    not seen. Multi-dose containers are meant to be shared; their overfill is not billed either.
Source: RULES 2.7, 2.1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """More units than the label has; told of the last patient."""
    return f.three_tables & (f.shared_label_units > 0) & (f.shared_units > f.shared_label_units)


def expected(f: AccountFacts) -> Number:
    """Units in the container's label amount, at most."""
    return f.shared_label_units


def observed(f: AccountFacts) -> Number:
    """Units of all patients who shared it."""
    return f.shared_units


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The patients who shared a container of {f.code} come to more units than its label holds"


CHECK = Check(
    "B05",
    "shared-above-label",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.TABLES,),
)
