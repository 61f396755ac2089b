"""A modifier ended before the day of service.

What: CMS's file of modifiers has the modifier, with an end before the day of service.
Why: A modifier has to be valid on the day, as the code has to be. A claim with one that has ended is returned, and
    nothing on that line is paid until it is sent again.
Example: Q5101-ZA, 300 units of Zarxio on 2025-03-01. ZA named the maker of a biosimilar and ended on 2018-03-31;
    since then the code alone says which product it is. The line reads Q5101-JZ, 300 units.
Instead: Take the modifier off, or put in its place what CMS or the payer asks for now. If the day on the line is
    wrong, correct the day. Then look where the old modifier comes from, so that it does not return next month.
Exceptions: None known. JG has a check of its own, since TB surely takes its place.
Source: RULES 7, HCPCS Level II.
"""

from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: ModifierFacts) -> Truth:
    """It ended before the day, by CMS's file or by the payer's rule; JG is another check's."""
    return (f.ended | f.rule_ended) & (f.modifier != "JG")


def expected(f: ModifierFacts) -> Word:
    """What may stand on the line."""
    return "a modifier in force on the day"


def observed(f: ModifierFacts) -> Word:
    """The modifier."""
    return f.modifier


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    ended = f" on {f.last}" if f.last else ""
    return f"A modifier on the line of {f.code} ended{ended}, before the day of service"


CHECK = Check(
    "M07",
    "modifier-ended",
    ERROR,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
