"""76 stands on a line that continues no other.

What: More lines carry 76 than lines had to be added because of the limit of a line. That is the case where all units
    fit on one line, where the limit counts the whole day, and where the first line of a split carries 76 too.
    Expected and found are numbers of lines with 76.
Why: On a drug line 76 marks the further lines of units that had to be split, and of a CAR-T dose. Elsewhere it says
    that the service was repeated. The payer then looks for a second dose and denies the line, or an auditor takes it
    for units hidden from a limit.
Example: J1745-76, 35 units on one line. 350 mg were given once, and 35 units need no second line: J1745-JZ, 35 units
    if nothing billable was left.
Instead: Bill units that fit on one line there, without 76. Of split units the first line carries none, and neither
    does the first JW line. If the drug really was given twice that day, keep both administrations in the record with
    their times and ask the payer how it wants them.
Exceptions: A record with several administrations that day; the fractions of cells for CAR-T treatment.
Source: RULES 7.4, 4.3, 1.12.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.modifiers.splits import lines_after_first
from unitcalc.checks.modifiers.words import in_lines
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """76 on more lines than a split explains, and no second administration in the record."""
    once = no(f.administrations > 1) & (f.fraction_lines == 0)
    return f.known & once & (f.repeat_lines > lines_after_first(f))


def expected(f: AccountFacts) -> Number:
    """Lines that a split explains."""
    return lines_after_first(f)


def observed(f: AccountFacts) -> Number:
    """Lines with 76."""
    return f.repeat_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} carries 76, which on a drug marks the further lines of split units, where there is no such line"


CHECK = Check(
    "M06",
    "repeat-without-split",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    measure=in_lines,
)
