"""A line's date is not that of the record.

What: The lines came with a record of the same drug, and their date of service is another day than the record's.
Why: A payer that asks for the record finds no dose on the billed day, and takes the payment back as billed and not
    given; the real day stays unbilled. Price, code and limits are those of a wrong day, too.
Example: The record says that 350 mg of infliximab were given on 2025-03-01; the line of 35 units is dated 2025-03-02.
Instead: Take the day from the chart, and correct the line. If the infusion went past midnight, bill the day on which it
    began.
Exceptions: Several days of treatment each have a record of their own; put them into one file, one after the other.
Source: RULES 10, 9.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The record is of another day."""
    return no(f.recorded_on == "") & (f.lines > 0)


def expected(f: AccountFacts) -> Word:
    """The day of the record."""
    return f.recorded_on


def observed(f: AccountFacts) -> Word:
    """The day of the lines."""
    return f.day_text


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The date of service of {f.code} is not the day of the record"


CHECK = Check(
    "T09",
    "line-on-another-day",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
