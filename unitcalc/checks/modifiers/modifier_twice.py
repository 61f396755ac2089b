"""A modifier stands on the line more than once.

What: The line repeats a modifier. Expected and found tell how often it stands there.
Why: It says nothing more the second time, and it takes a place that another one may need. Often another one was
    meant, and that is missing now.
Example: J1745-JW-JW, 5 units. JW once says all: J1745-JW, 5 units.
Instead: Leave it there once. See whether the second was a slip for another one, such as TB or 76.
Exceptions: None known.
Source: RULES 7.1.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import ModifierFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.lines import each_once


def broken(f: ModifierFacts) -> Truth:
    """It stands there more than once."""
    return f.times > 1


def expected(f: ModifierFacts) -> Number:
    """Once."""
    return f.times * 0 + 1


def observed(f: ModifierFacts) -> Number:
    """How often."""
    return f.times


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    return f"{f.modifier} is repeated on one line of {f.code}"


def corrected(f: ModifierFacts, line: BilledLine) -> BilledLine | None:
    """The line with it once."""
    return each_once(line, f.modifier)


CHECK = Check(
    "M12",
    "modifier-twice",
    ERROR,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    corrected=corrected,
)
