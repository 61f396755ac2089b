"""The code had not begun on the day of service.

What: A claim line bills a code that CMS put in force only after the day on which the drug was given.
Why: A code is valid from its first day on, never back in time. The line is denied, even if it is billed at a time
    when the code exists.
Example: J9312 (rituximab, 10 mg) began on 2019-01-01. 500 mg given on 2018-12-20 are J9310, which is 100 mg a unit:
    500 / 100 = 5 units, not 50 of J9312.
Instead: Bill the code that was in force on the day of service, with its own unit. Where the drug had no code of its
    own yet, bill an unclassified code with one unit and a narrative.
Exceptions: None known.
Source: RULES 10.1, 4b; HCPCS Level II.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no, pick


def broken(f: LineFacts) -> Truth:
    """CMS's file begins the code after the day."""
    return f.code_known & no(f.code_begun)


def expected(f: LineFacts) -> Word:
    """What came before it, where that is known."""
    return pick(f.successors == "", "a code in force that day", f.successors)


def observed(f: LineFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} began only on {f.code_first}, after the day of service"


CHECK = Check(
    "C03",
    "code-not-begun",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
