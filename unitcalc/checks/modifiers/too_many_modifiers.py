"""The line has more modifiers than a claim takes.

What: More modifiers stand on the line than the form has room for.
Why: The paper form and the electronic claim have four places for modifiers on a line. What does not fit is cut off or
    the claim is refused, and it may be JW or TB that falls away.
Example: J1745-JZ-TB-PO-GA-76, 40 units, has five. The 40 units need no split, so 76 goes, and four are left.
Instead: Take away what does not belong on a drug line; other findings on the line name it. If all are needed, ask the
    payer which of them it wants first.
Exceptions: None known.
Source: RULES 7.1.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """More than there is room for."""
    return (f.most_modifiers > 0) & (f.modifiers > f.most_modifiers)


def expected(f: LineFacts) -> Number:
    """Places for modifiers."""
    return f.most_modifiers


def observed(f: LineFacts) -> Number:
    """Modifiers."""
    return f.modifiers


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The line of {f.code} has more modifiers than a claim line takes"


CHECK = Check(
    "M11",
    "too-many-modifiers",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
