"""JW is billed before it could be.

What: The JW line is dated before JW existed for whoever bills it: a supplier that dispenses the drug and does not
    give it may use JW from 2025-01-01 on.
Why: Before that day a supplier's discarded drug is not paid separately, and the line is denied.
Example: A pharmacy dispenses clotting factor on 2024-11-05 and bills a JW line for what its own preparation left.
    From 2025-01-01 the line would be right.
Instead: Take the JW line away. See that the date of service is right first: a year typed wrong in January looks
    just like this.
Exceptions: For those who give the drug, JW is national from 2017-01-01; before, each contractor decided, and
    nothing is said.
Source: RULES 1, R8.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place, without_jw
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A JW line on a day that has no JW."""
    return (f.jw_lines > 0) & no(f.jw_exists) & no(has_no_place(f))


def expected(f: AccountFacts) -> Word:
    """Which modifier."""
    return "no JW on that day"


def observed(f: AccountFacts) -> Word:
    """Which modifier."""
    return "JW"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"JW could not yet be billed on {f.code} on that day"


def corrected(f: AccountFacts, line: BilledLine) -> BilledLine | None:
    """The JW line falls away."""
    return without_jw(line)


CHECK = Check(
    "W13",
    "jw-too-early",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    corrected=corrected,
)
