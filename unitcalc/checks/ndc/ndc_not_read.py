"""The NDC can't be read.

What: What stands in the NDC's field is no NDC: it has too few or too many digits, other signs than digits and
    hyphens, or ten digits without hyphens, which can mean three different products.
Why: A claim carries 11 digits in the layout 5-4-2. With a digit missing or the zero in the wrong place it names no
    product, or another one, and the payer denies the line.
Example: 5789403001 has ten digits and no hyphens. It can be 05789-4030-01, 57894-0030-01 or 57894-0300-01; only the
    vial or the box tells which.
Instead: Copy the NDC with its hyphens from the vial or the box. 4-4-2 takes a zero in front of the first part, 5-3-2
    in front of the second, 5-4-1 in front of the third.
Exceptions: From 2033-03-07 NDCs have 12 digits (6-4-2).
Source: RULES 5.1.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """It is stated and can't be read."""
    return f.has_ndc & no(f.ndc_readable)


def expected(f: LineFacts) -> Word:
    """How an NDC is written."""
    return "11 digits, 5-4-2"


def observed(f: LineFacts) -> Word:
    """What stands there."""
    return f.ndc


def message(f: LineFacts) -> str:
    """In a biller's words."""
    problem = f.ndc_problem.rstrip(".")
    return f"The NDC on the line of {f.code} can't be read" + (f": {problem}" if problem else "")


CHECK = Check(
    "N02",
    "ndc-not-read",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
