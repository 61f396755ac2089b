"""The infusion stops before it starts.

What: The record states start and stop, and the stop is earlier in the day than the start.
Why: The times decide how many hours of infusion are billed, and an inspector reads them first. Reversed they prove
    nothing, and make the rest of the record doubtful.
Example: Start 10:45, stop 9:30. Perhaps 11:30 was meant.
Instead: Ask who gave it, and have the time amended. If it went past midnight, write the date beside the stop.
Exceptions: An infusion past midnight whose stop carries its own date.
Source: RULES 9.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """The stop is earlier."""
    return f.times_reversed


def expected(f: AccountFacts) -> Word:
    """After when."""
    return f.start


def observed(f: AccountFacts) -> Word:
    """The stop."""
    return f.stop


def message(f: AccountFacts) -> str:
    """In plain words."""
    return f"The record of {f.code} stops before it starts"


CHECK = Check(
    "D12",
    "times-reversed",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
    needs=(Needs.DOCUMENTS,),
)
