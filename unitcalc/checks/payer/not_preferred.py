"""The payer prefers another product.

What: The payer's profile names products that it prefers to the one that was billed, and no authorization for this one
    is stated.
Why: A product that the payer does not prefer may be denied, or need an approval of its own. Published code pages name
    it among the reasons for denial.
Example: A made-up payer prefers Q5103 (Inflectra) and Q5104 (Renflexis) to J1745. Remicade is billed with J1745, 35
    units, without an authorization: it will probably come back.
Instead: Before the next dose ask the prescriber whether the preferred product will do. If not, ask the payer for an
    authorization of this one, with the reason. The code on the claim stays that of the product that was given.
Exceptions: An authorization of this code that is in force on the day shows that the payer agreed; then nothing is
    said.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Others are preferred, and the payer has not agreed to this one."""
    agreed = f.authorized & f.authorization_fits & f.authorization_in_time
    return is_used(f) & no(f.preferred == "") & no(agreed)


def expected(f: AccountFacts) -> Word:
    """What the payer prefers."""
    return f.preferred


def observed(f: AccountFacts) -> Word:
    """What was billed."""
    return f.code


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer prefers another product to {f.code}"


CHECK = Check(
    "P06",
    "not-preferred",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.PAYER,),
)
