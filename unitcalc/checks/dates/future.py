"""The day of service has not come yet.

What: The line bills a day that lies after today.
Why: What has not been given cannot be billed. Medicare turns the line away; a claim that is paid for a visit that
    then does not take place is a claim for nothing given.
Example: A claim that was written on 2026-01-05 bills a dose on 2026-10-03. It was given on 2026-01-03: the month's
    digits changed places.
Instead: Correct the date from the chart. If the visit is still to come, hold the line back until the dose was given
    and charted.
Exceptions: None known.
Source: RULES 2.6, 9.1.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """The day lies after today."""
    return f.future


def expected(f: LineFacts) -> Word:
    """What day can be billed."""
    return "a day that has come"


def observed(f: LineFacts) -> Word:
    """What day was billed."""
    return "a day to come"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is billed for {f.day}, and that day has not come yet"


CHECK = Check(
    "T05",
    "future",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
