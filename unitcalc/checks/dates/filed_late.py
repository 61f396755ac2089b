"""The claim was sent after the payer's limit.

What: More days lie between the day of service and the day on which the claim was sent than the payer allows.
Why: A claim that comes too late is denied, however right it is, and nothing on it can be mended to change that.
Example: A dose was given on 2024-03-01 and the claim sent on 2025-03-15: 379 days. Medicare takes claims for one
    calendar year after the service.
Instead: Look for proof that the claim was sent in time before (the acceptance report of the clearing house) and
    appeal with it. Without it, write the line off, and see why it waited.
Exceptions: Payers extend the limit when they were the second to pay, when cover was granted back in time, or when an
    error was theirs. Where the payer's limit is not known, nothing is said.
Source: RULES 8.2, 8.1.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """The payer's limit is known and was passed."""
    return (f.filing_limit > 0) & (f.filing_days > f.filing_limit)


def expected(f: LineFacts) -> Number:
    """Days that the payer allows."""
    return f.filing_limit


def observed(f: LineFacts) -> Number:
    """Days from service to sending."""
    return f.filing_days


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was sent more days after the service than the payer allows"


CHECK = Check(
    "T03",
    "filed-late",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
