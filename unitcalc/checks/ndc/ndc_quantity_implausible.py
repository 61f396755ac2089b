"""The number of vials can't hold the units, or would hold far more.

What: The NDC is a powder whose potency is printed on each lot, counted in vials (UN). By the nominal size of a vial,
    the units on the line are more than twice, or less than half of what so many vials hold. Expected and found are
    units of the code.
Why: The exact content is not in any table, so the quantity can't be compared to the unit. But a vial of nominally
    1,000 IU never holds 1 IU, nor 2,500. Mostly the units themselves, the vials of a carton or a wrong decimal stand
    in the field, and the payer prices or denies by it.
Example: Three vials of Kovaltry, nominally 1,000 IU, hold 3,138 IU: J7211, 3,138 units, 3 UN. With 3,138 UN the line
    says that 3,138 vials were given.
Instead: Count the vials: one UN each. What was given of a vial that was begun is a part of it, or the whole vial where
    the payer wants whole ones. See that the NDC is the one of the size that was opened.
Exceptions: One vial more than the units need is allowed for, since payers differ on vials that were begun.
Source: RULES 4.2, 5.3, 5.4.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Scope, Stake

TIMES = 2
"""By how much a lot may differ from its nominal size before the number of vials is doubted: far more than any does."""


def broken(f: LineFacts) -> Truth:
    """More than the vials can hold, or less than all but one of them do."""
    known = f.has_quantity & (f.nominal_per_quantity > 0) & (f.units > 0)
    above = f.units > TIMES * f.quantity * f.nominal_per_quantity
    below = TIMES * f.units < (f.quantity - 1) * f.nominal_per_quantity
    return known & (above | below)


def expected(f: LineFacts) -> Number:
    """Units of the line."""
    return f.units


def observed(f: LineFacts) -> Number:
    """What so many vials hold by their nominal size."""
    return f.quantity * f.nominal_per_quantity


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"By their nominal size, so many vials as stand with the NDC do not hold the units of {f.code} on the line"


CHECK = Check(
    "N13",
    "ndc-quantity-implausible",
    WARNING,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
