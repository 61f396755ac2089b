"""The service ends before it begins.

What: The line states a last day of service that lies before its first day.
Why: No payer can read such a span; the line is returned. And while it stands, nobody knows which of the two days
    decides code, price and limits.
Example: From 2025-03-12 to 2025-03-02. The drug was given on 12 March only: both dates are 2025-03-12.
Instead: Read both days in the chart. A dose on one day has the same date twice, or no end at all.
Exceptions: None known.
Source: RULES 9.1; claims table.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """It has an end, and that lies before the day."""
    return f.has_end & (f.end < f.day)


def expected(f: LineFacts) -> Word:
    """How a span is stated."""
    return "an end on or after the first day"


def observed(f: LineFacts) -> Word:
    """How it was stated."""
    return "an end before it"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is billed from {f.day} to {f.end}"


CHECK = Check(
    "T06",
    "end-before-start",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
