"""The payer wants an authorization before the drug is given, and none is stated.

What: The payer's profile asks for a prior authorization of this code, and neither the record nor the lines state one.
Why: Without the number on the claim the payer denies the line, however right the units are. Many payers do not grant
    one afterwards.
Example: A made-up payer wants J1745 authorized. A claim of 35 units and JW 5 without a number is denied as a whole;
    with the number granted before the infusion it is paid.
Instead: Look for the approval in the payer's portal and in the letters of the pharmacy; often it was granted and not
    carried over. Put its number on the claim. If there is none, ask the payer at once whether it grants one
    afterwards (urgent treatment, change of insurance), and get one before the next dose.
Exceptions: Drug that the payer or the patient supplied and for which no line is billed. A profile states what is
    known of a payer; the patient's own plan may differ.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """One is asked for and none stated."""
    return is_used(f) & f.authorization_required & no(f.authorized)


def expected(f: AccountFacts) -> Word:
    """A number."""
    return "an authorization"


def observed(f: AccountFacts) -> Word:
    """That there is none."""
    return "none"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer wants {f.code} authorized before it is given, and no authorization is stated"


CHECK = Check(
    "P01",
    "authorization-missing",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.PAYER,),
)
