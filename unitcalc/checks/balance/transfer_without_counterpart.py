"""A transfer of a container's rest has no counterpart.

What: The rest of a container was handed on and no other patient received it, or it was received and no other patient
    handed it on.
Why: The last patient who draws from a shared container is billed its waste. If one end of a transfer is missing, the
    rest is in nobody's account, or in two: drug goes unaccounted for, or waste is billed that does not exist.
Example: E1 opens a vial of 100 mg of infliximab, is given 40 mg and hands on 60. No account has received them, so
    60 mg, or 6 units of J1745, are nowhere.
Instead: Ask where the rest went. If another patient got it, enter transferred_in there, with the container's number.
    If nobody did, it is no transfer: take the row out and chart the rest as discarded. If it was received, enter at
    the first patient that it was opened and handed on.
Exceptions: Both ends have to name the same container, or the same lot where there is no number, within the tables
    that were handed over. A rest that goes to a visit outside of them (another site, another month) is reported here
    although it is right.
Source: RULES 2.7, 9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """One end of a transfer is missing."""
    return f.three_tables & no(f.lone_transfer == "")


def expected(f: AccountFacts) -> Word:
    """What belongs to a transfer."""
    return "both ends"


def observed(f: AccountFacts) -> Word:
    """What is there."""
    return "one"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The rest of a container of {f.code} has one end only: {f.lone_transfer}"


CHECK = Check(
    "B11",
    "transfer-without-counterpart",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    needs=(Needs.TABLES,),
)
