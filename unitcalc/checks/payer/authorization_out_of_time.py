"""The authorization is not in force on the day of service.

What: An authorization is stated, and the day of service lies before its first or after its last day.
Why: The payer reads an authorization that has ended, or not begun, as none and denies the line. Treatment that goes
    on for years is where it happens: the approval ends, the infusions do not.
Example: An authorization of J1745 runs from 2025-01-01 to 2025-02-28. The infusion of 2025-03-01 is one day late: the
    claim is denied, although units are left.
Instead: See whether a newer approval exists and put its number on the claim. If not, ask the payer to extend the old
    one from the day on which it ended, with the note of the visit. Write the last day where the next appointment is
    made.
Exceptions: An authorization without dates is taken to be in force. Some payers go by the day on which the claim
    arrives or accept a time of grace: their letter says so.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """One is stated, for another time."""
    return is_used(f) & f.authorized & no(f.authorization_in_time)


def expected(f: AccountFacts) -> Word:
    """When the drug was to be given."""
    return "a day of the authorization"


def observed(f: AccountFacts) -> Word:
    """When it was given."""
    return "a day outside it"


def message(f: AccountFacts) -> str:
    """With the dates that are known."""
    begins = f" from {f.authorization_first}" if f.authorization_first else ""
    ends = f" until {f.authorization_last}" if f.authorization_last else ""
    return f"The authorization holds{begins}{ends}, and {f.code} was given on {f.day}"


CHECK = Check(
    "P02",
    "authorization-out-of-time",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.DOCUMENTS,),
)
