"""KX stands on the line, and no policy is known that asks for it.

What: KX, or another modifier that belongs on a drug only where a coverage policy or a program asks for it, stands on
    a drug of which the payer's profile knows nothing like that. The message tells what the modifier is for.
Why: With KX you declare that the requirements of a written policy are met and that the record proves it. Where there
    is no such policy the declaration is empty; where there is one, a reviewer asks for the papers behind it.
Example: J7207-KX-JZ, 3,000 units of Adynovate. Published pages name KX for clotting factors, yet it is right only if
    the payer's policy for this drug says so.
Instead: Look for the payer's policy on this code. If it asks for KX, keep the policy's number and the papers that it
    wants in the record, and enter it in your payer's profile. If there is none, take KX off.
Exceptions: Cells for CAR-T treatment on professional claims: their fractions carry KX and LU, and nothing is said.
Source: RULES 7.1, 1.12.
"""

from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.units import no


def broken(f: ModifierFacts) -> Truth:
    """Only a policy can ask for it, and none is known."""
    return (f.role == "by-policy") & no(f.payer_wants)


def expected(f: ModifierFacts) -> Word:
    """What makes it right."""
    return "a policy that asks for it"


def observed(f: ModifierFacts) -> Word:
    """What is known."""
    return "none known"


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    reason = f.reason.rstrip(".")
    return f"No policy is known that asks for {f.modifier} on {f.code}" + (f": {reason}" if reason else "")


CHECK = Check(
    "M04",
    "kx-without-policy",
    WARNING,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
)
