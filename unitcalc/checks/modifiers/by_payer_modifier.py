"""The modifier is right only where the payer asks for it.

What: RT, LT or another modifier that some payers want on a drug line stands there, and your payer's profile does not
    ask for it.
Why: RT and LT belong to the procedure: they say which side was treated. On the drug line most payers read them as a
    slip and deny it; a few need them there and deny the line without.
Example: J0178-RT-JZ, 2 units of Eylea for the right eye. The side belongs on the line of the injection; the drug
    reads J0178-JZ, 2 units, unless the payer has asked for RT.
Instead: Look into the payer's instructions for this drug. If it wants the modifier, enter that in its profile with
    the page where it says so. If not, take it off the drug line and leave it on the procedure.
Exceptions: Payers that ask for the side on drugs for the eye or the knee. JA, JB, 59 and the X modifiers are not
    found here: they say how and when the drug was given, and checks of their own compare that.
Source: RULES 7.1.
"""

from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.modifiers.words import BY_WHAT_HAPPENED, is_one_of
from unitcalc.units import no


def broken(f: ModifierFacts) -> Truth:
    """Some payers want it, and this one is not known to; route and separate service are compared elsewhere."""
    return (f.role == "by-payer") & no(f.payer_wants) & no(is_one_of(f.modifier, BY_WHAT_HAPPENED))


def expected(f: ModifierFacts) -> Word:
    """What makes it right."""
    return "a payer that asks for it"


def observed(f: ModifierFacts) -> Word:
    """What is known."""
    return "none known"


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    return f"{f.modifier} stands on the line of {f.code}, where only some payers want it"


CHECK = Check(
    "M18",
    "by-payer-modifier",
    WARNING,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
