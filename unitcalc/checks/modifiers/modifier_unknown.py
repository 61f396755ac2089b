"""The modifier is not known.

What: Neither CMS's file of modifiers nor our own rules have it. Mostly it is a slip: two letters exchanged (ZJ for
    JZ), or the key beside the right one (JX for JZ).
Why: A claim with a modifier that does not exist is returned. And while it stands there, the one that was meant is
    missing: ZJ does not say that nothing was discarded.
Example: J1745-ZJ, 40 units. JZ was meant: J1745-JZ, 40 units.
Instead: See what was meant and write that. If a payer gave you a modifier of its own, keep its letter with the claim.
Exceptions: A payer's own modifier. Modifiers of two digits belong to CPT, of which no list is here, so they count as
    known. A slip that makes another modifier that exists (J2 for JZ) is not found.
Source: RULES 7.1, HCPCS Level II.
"""

from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: ModifierFacts) -> Truth:
    """Neither the file nor a rule has it."""
    return no(f.known) & (f.role == "")


def expected(f: ModifierFacts) -> Word:
    """What may stand on the line."""
    return "a modifier of CMS's file"


def observed(f: ModifierFacts) -> Word:
    """The modifier."""
    return f.modifier


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    return f"A modifier on the line of {f.code} is not known"


CHECK = Check(
    "M08",
    "modifier-unknown",
    ERROR,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
