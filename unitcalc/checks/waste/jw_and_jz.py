"""JW and JZ stand on one line.

What: A claim line carries JW and JZ together.
Why: JW says that units were discarded, JZ that none were. The line contradicts itself and is returned.
Example: J1745-JW-JZ, 5 units. The 5 discarded units belong on a line with JW alone.
Instead: Leave JW on the line of the discarded units, JZ on the line of a dose of which nothing billable was left.
    Never both on one line, and no JZ beside a JW line.
Exceptions: None known.
Source: RULES 1.7.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """Both stand on the line."""
    return f.jw & f.jz


def expected(f: LineFacts) -> Word:
    """Which modifier."""
    return "JW or JZ"


def observed(f: LineFacts) -> Word:
    """Which modifiers."""
    return "JW and JZ"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} carries JW and JZ on one line, which contradict each other"


CHECK = Check(
    "W02",
    "jw-and-jz",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
