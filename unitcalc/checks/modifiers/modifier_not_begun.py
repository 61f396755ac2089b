"""A modifier did not exist yet on the day of service.

What: CMS's file of modifiers has the modifier, with a beginning after the day of service.
Why: A modifier has to be valid on the day of service, not on the day of billing. A claim that carries a later one is
    returned.
Example: J1745-XE, 35 units for 2014-11-03. The X modifiers began on 2015-01-01; on that day only 59 could say that
    the service was a separate one.
Instead: See whether the day on the line is right. If it is, take the modifier off or use the one that was in force
    then.
Exceptions: None known. JZ before 2023 is found by a check of JW and JZ, which says what to bill then.
Source: RULES 7, HCPCS Level II.
"""

from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: ModifierFacts) -> Truth:
    """It is known and begins later; JZ is another check's."""
    return f.known & no(f.begun) & (f.modifier != "JZ")


def expected(f: ModifierFacts) -> Word:
    """What may stand on the line."""
    return "a modifier in force on the day"


def observed(f: ModifierFacts) -> Word:
    """The modifier."""
    return f.modifier


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    began = f" until {f.first}" if f.first else ""
    return f"A modifier on the line of {f.code} did not exist{began}"


CHECK = Check(
    "M09",
    "modifier-not-begun",
    ERROR,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
