"""The authorization is for another code than was billed.

What: An authorization is stated that names a code, and the lines bill a different one.
Why: Payers compare the code on the claim with the code that they approved and deny what differs. It happens when a
    biosimilar was approved and the originator given, when a code ended and another took its place, or when a
    look-alike code was typed in the request.
Example: Inflectra, Q5103, was authorized; Remicade was given and billed with J1745, 35 units. Both are infliximab in
    units of 10 mg, and yet the claim is denied.
Instead: See on the vial's NDC which product was given. If the claim has the wrong code, correct the claim. If the
    authorization has, ask the payer to change it before you send the claim; and give the approved product next time.
Exceptions: An authorization without a code is taken to be for the code that was billed.
Source: RULES 8.1, 10.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """One is stated, and names another code."""
    return is_used(f) & f.authorized & no(f.authorization_fits)


def expected(f: AccountFacts) -> Word:
    """The code that was authorized."""
    return f.authorization_code


def observed(f: AccountFacts) -> Word:
    """The code that was billed."""
    return f.code


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The authorization is not for {f.code}"


CHECK = Check(
    "P03",
    "authorization-for-another-code",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.DOCUMENTS,),
)
