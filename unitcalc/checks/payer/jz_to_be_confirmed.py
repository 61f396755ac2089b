"""Whether this payer wants JZ is to be confirmed.

What: The drug comes from single-dose containers and no units are billed as discarded. Medicare wants JZ then; what
    this payer wants is not known here.
Why: Payers differ. BCBS NC wants JZ from 2024-11-01, UHC Community Plan MD on professional claims from 2025-05-01,
    BCBS ND does not. A line sent the wrong way comes back, and nothing on the claim shows it beforehand.
Example: 400 mg of infliximab from four vials of 100 mg are billed to a payer without a profile: J1745-JZ, 40 units.
    That is right for Medicare; one call to the payer settles it for all further claims.
Instead: Look in the payer's reimbursement policy for drug wastage, or ask its provider line. Write the answer with
    its source and date into a profile of your own, and this hint will not come again.
Exceptions: Nothing is said where a JW line is billed, for multi-dose containers, where JW and JZ do not apply, and
    for payers whose profile states it.
Source: RULES 8.1, 1.5.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Needs, Scope
from unitcalc.units import pick


def broken(f: AccountFacts) -> Truth:
    """The payer is not known, and it would matter."""
    without_discard = ((f.jz_lines > 0) | (f.bare_lines > 0)) & (f.jw_lines == 0)
    return f.subject & f.jz_unsure & f.single_dose & without_discard


def expected(f: AccountFacts) -> Word:
    """What the payer said."""
    return "the payer's own word on JZ"


def observed(f: AccountFacts) -> Word:
    """Which modifier was billed."""
    return pick(f.jz_lines > 0, "JZ", "no modifier")


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Confirm with the payer whether it wants JZ on {f.code}: this program does not know"


CHECK = Check(
    "P12",
    "jz-to-be-confirmed",
    INFO,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.PAYER,),
)
