"""An unclassified code is billed with more than one unit.

What: A code that stands for drugs without a code of their own (J3490, J3590, J7199, J7999, J9999, C9399) carries more
    than one unit.
Why: Such a code has no amount, so its units count nothing; the dose stands in the narrative. Medicare contractors
    reject a line with more than one.
Example: 75 mg of a new drug were billed as J3490, 75 units. It is 1 unit, with the dose in the narrative: name, 75
    mg, intravenous, NDC.
Instead: Bill 1 unit. Write name, dose, route and NDC into the narrative, and let the charge be that of the whole
    dose. Two drugs without codes are two lines of 1 unit.
Exceptions: Some payers other than Medicare want milligrams as units; their contract says so. Whether JW may stand on
    such a line is the contractor's choice.
Source: RULES 4b.
"""

from dataclasses import replace
from fractions import Fraction

from unitcalc.account import BilledLine
from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """No amount stands behind more than one unit."""
    return f.code_known & f.unclassified & (f.units > 1)


def expected(f: LineFacts) -> Number:
    """Units of a line."""
    return 1


def observed(f: LineFacts) -> Number:
    """Units billed."""
    return f.units


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} has no amount: a line is one unit, and the narrative says the dose"


def corrected(f: LineFacts, line: BilledLine) -> BilledLine:
    """One unit; the charge stays."""
    return replace(line, units=Fraction(1))


CHECK = Check(
    "C07",
    "unclassified-units",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    corrected=corrected,
)
