"""A line is above the limit of units a line.

What: One claim line has more units than the medically unlikely edit (MUE) of the code allows a line. It speaks
    only of edits with indicator MAI 1, in the table of the setting: practitioner or outpatient hospital.
Why: The whole line is denied, though the dose itself may be right.
Example: 25,000 IU of Kovaltry were given at home. The MUE of J7211 is 22,000 units a line (2026Q3). J7211-JZ
    25000 is denied. As a form line takes 9,999, the claim is J7211-JZ 9999, J7211-JZ-76 9999 and J7211-JZ-76
    5002.
Instead: Split the units over several lines, each filled to the limit, with modifier 76 (or what your payer
    wants) from the second line on. Split JW lines alike; JZ stands on each line. Have the dose's reason in the
    chart.
Exceptions: Edits with MAI 2 and 3 count the whole day and are never split. A payer that does not follow
    Medicare may have other limits; where the table has no row, nothing is said, which does not mean that there
    is no limit.
Source: RULES 6, 4.3, 7.4; MUE tables.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.limits.split import split
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """More units than an MUE with MAI 1 allows."""
    return (f.line_limit > 0) & (f.units > f.line_limit)


def expected(f: LineFacts) -> Number:
    """Units of a line at most."""
    return f.line_limit


def observed(f: LineFacts) -> Number:
    """Units of the line."""
    return f.units


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"A line of {f.code} has more units than the MUE allows a line"


CHECK = Check(
    "L01",
    "above-line-limit",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    corrected=split,
)
