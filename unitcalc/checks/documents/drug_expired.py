"""The drug had expired on the day it was given.

What: The expiry date in the record lies before the day of service.
Why: A patient was given expired drug, or the chart is wrong. Either has to be known at once: it is a matter of
    safety first, and no payer pays for it.
Example: Given on 2026-03-10, expiry 2024-06-30. Read the vial again: perhaps 2028-06-30 is meant.
Instead: Read the date on the container or in the stock list of that lot. If it is a slip, correct the record. If it
    is true, tell the pharmacist and the prescriber, and follow your rules for medication errors before anything is
    billed.
Exceptions: A month without a day lasts to its last day. A field with several dates, or with other words, is not read.
Source: RULES 9.1, 2.8.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """It had expired."""
    return f.expired


def expected(f: AccountFacts) -> Word:
    """Until when at least."""
    return f.day_text


def observed(f: AccountFacts) -> Word:
    """The expiry."""
    return f.expiry


def message(f: AccountFacts) -> str:
    """In plain words."""
    return f"The container of {f.code} had expired when it was given"


CHECK = Check(
    "D11",
    "drug-expired",
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
