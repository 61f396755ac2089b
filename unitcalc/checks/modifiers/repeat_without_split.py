"""76 stands on a drug whose units fit on one line.

What: A line carries 76, but neither the administered nor the discarded units are more than one line may carry, or the
    drug's limit counts the whole day, so that lines are never split. Expected and found are numbers of lines with 76.
Why: On a drug line 76 has one use: it marks the further lines of units that had to be split. Elsewhere it says that
    the service was repeated. The payer then looks for a second dose and denies the line, or an auditor takes it for
    units hidden from a limit.
Example: J1745-76, 35 units on one line. 350 mg were given once, and 35 units need no second line: J1745-JZ, 35 units
    if nothing billable was left.
Instead: Bill the units on one line without 76. If the drug really was given twice that day, keep both administrations
    in the record with their times and ask the payer how it wants them.
Exceptions: A record with several administrations that day; the fractions of cells for CAR-T treatment.
Source: RULES 7.4, 4.3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.modifiers.splits import needs_split
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """76, units that need no split, and no second administration in the record."""
    once = no(f.administrations > 1) & (f.fraction_lines == 0)
    return f.known & (f.repeat_lines > 0) & no(needs_split(f)) & once


def expected(f: AccountFacts) -> Number:
    """Lines with 76 that the units need: none."""
    return f.repeat_lines * 0


def observed(f: AccountFacts) -> Number:
    """Lines with 76."""
    return f.repeat_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} carries 76, which on a drug marks split units, and its units need no split"


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
)
