"""The claim was sent before the service was over.

What: The day on which the claim was sent lies before the day of service, or before the last day of a span.
Why: At that time nobody could know what would be given and what discarded. Payers deny it, and auditors read it as
    billing from the schedule and not from the chart.
Example: A claim was sent on 2025-03-03 for a dose on 2025-03-30. The dose was given on 2025-03-03: 03 became 30.
Instead: Find out which of the two dates is wrong. If the day of service is right, take the claim back and send it
    again from the chart once the dose was given.
Exceptions: None known.
Source: RULES 2.6, 1.10.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """It was sent before the first or the last day of service."""
    return f.has_submitted & ((f.submitted < f.day) | (f.has_end & (f.submitted < f.end)))


def expected(f: LineFacts) -> Word:
    """When a claim is sent."""
    return "sent on or after the last day of service"


def observed(f: LineFacts) -> Word:
    """When it was sent."""
    return "sent before it"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was sent on {f.submitted}, before the service was over"


CHECK = Check(
    "T07",
    "submitted-before-service",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
