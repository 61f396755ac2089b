"""JZ is billed before it could be.

What: The line carries JZ on a day on which JZ did not exist: before 2023-01-01, or before 2024-01-01 for a supplier
    that dispenses the drug and does not give it.
Why: A modifier that is not valid on the date of service makes the line unprocessable: it comes back unpaid.
Example: J1745-JZ with 40 units for 2022-12-15. Until the end of 2022 a dose without waste was billed without a
    modifier.
Instead: Take JZ off the line and send it again. See that the date of service is right first.
Exceptions: From 2023-01-01 to 2023-06-30 JZ may be used and need not: nothing is said with or without it.
Source: RULES 1, R8.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place, without_jz
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A JZ line on a day that has no JZ."""
    return (f.jz_lines > 0) & no(f.jz_exists) & no(has_no_place(f))


def expected(f: AccountFacts) -> Word:
    """Which modifier."""
    return "no JZ on that day"


def observed(f: AccountFacts) -> Word:
    """Which modifier."""
    return "JZ"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"JZ could not yet be billed on {f.code} on that day"


def corrected(f: AccountFacts, line: BilledLine) -> BilledLine | None:
    """The line without JZ."""
    return without_jz(line)


CHECK = Check(
    "W14",
    "jz-too-early",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    corrected=corrected,
)
