"""The charge does not fit on one line.

What: The charge of one claim line is above the largest amount that a line can carry: $99,999.99 at Medicare.
Why: A larger number does not fit into the field. The claim is rejected, or the first digit is lost and a
    fraction of the charge is paid.
Example: J7170 1,800 units charged at $110,000.00: one line takes $99,999.99. Split over two claims, 900 units
    and $55,000.00 each, it fits.
Instead: Split the units and the charge over a second claim, so that each line stays within the limit and the
    units still add up to the dose. Say in the narrative that both belong together, so that the second is not
    taken for a duplicate.
Exceptions: None known. The limit is the payer's setting; where its profile has none, nothing is said.
Source: RULES 4.4.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """More dollars than a line takes."""
    return f.has_charge & (f.charge_limit > 0) & (f.charge > f.charge_limit)


def expected(f: LineFacts) -> Number:
    """Dollars of a line at most."""
    return f.charge_limit


def observed(f: LineFacts) -> Number:
    """Dollars of the line."""
    return f.charge


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The charge of a line of {f.code} is larger than a line can carry"


CHECK = Check(
    "L04",
    "charge-too-large",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
