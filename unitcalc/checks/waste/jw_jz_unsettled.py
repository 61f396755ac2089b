"""Whether JW and JZ apply is not settled.

What: Contractors disagree whether JW and JZ apply to this drug in this setting: contrast and radiopharmaceuticals,
    drugs of OPPS status K1, and unclassified codes.
Why: What one contractor asks for another may return. Nothing in the claim is wrong by itself, so no check can
    settle it; only your contractor can.
Example: A contrast agent (Q9967) is billed with JZ because one contractor asks for it. Another contractor's page
    says that JW and JZ do not apply to contrast.
Instead: Look it up in your contractor's article on JW and JZ, or ask, and write the answer with its date into your
    payer file. Then bill all claims of the drug alike.
Exceptions: Multi-dose containers take neither everywhere, so nothing is said of them.
Source: RULES 3, 4b.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Lines of a drug of which contractors disagree."""
    return f.known & f.unsettled & (f.lines > 0) & no(f.multi_dose)


def expected(f: AccountFacts) -> Word:
    """Who decides."""
    return "what your contractor asks for"


def observed(f: AccountFacts) -> Word:
    """What is known."""
    return "unsettled"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Contractors disagree whether JW and JZ apply to {f.code} ({f.subject_reason})"


CHECK = Check(
    "W16",
    "jw-jz-unsettled",
    INFO,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
)
