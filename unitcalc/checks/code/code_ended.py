"""The code had ended before the day of service.

What: A claim line bills a code that CMS terminated before the day on which the drug was given.
Why: Medicare pays only codes in force on the date of service, so the line is denied. It seldom ends with the code:
    its successor often counts in another unit, and a multiplier table that was not brought up to date bills that
    wrong as well.
Example: J2505 (pegfilgrastim, 6 mg) ended on 2021-12-31. On 2022-03-01 a 6 mg syringe is J2506, which is 0.5 mg a
    unit: 6 / 0.5 = 12 units, where J2505 was 1.
Instead: Bill the code in force on the day of service, and work out the units anew with its own billing unit. Then
    correct code and multiplier in the charge master, so that the next claim is right.
Exceptions: It is the day of service that counts, not the day of billing: a late claim for a day on which the code was
    in force still takes the old code.
Source: RULES 10.1, 10; HCPCS Level II.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import pick


def broken(f: LineFacts) -> Truth:
    """CMS's file ends the code before the day."""
    return f.code_known & f.code_ended


def expected(f: LineFacts) -> Word:
    """What took its place, where that is known."""
    return pick(f.successors == "", "a code in force that day", f.successors)


def observed(f: LineFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} ended on {f.code_last}, before the day of service; what takes its place may have another unit"


CHECK = Check(
    "C02",
    "code-ended",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
