"""The drug that was given has another code.

What: The record names a product or an NDC that was given, and CMS lists it under another code than the one that was
    billed.
Why: Names sound alike: a reference drug and its biosimilars, two clotting factors of one kind, a generic and a
    version approved apart (505(b)(2)). Each has its own code and price, so the payer has paid for a drug that nobody
    received; auditors compare NDC and code and take the whole line back.
Example: 2,000 IU of Jivi were given and J7207 was billed, because a widely read article calls J7207 Jivi. J7207 is
    Adynovate. Jivi is J7208: 2,000 units of that.
Instead: Read the name and the NDC on the vial. Bill the code whose descriptor names that product, with its own unit.
    If the code was right and the record wrong, have the record corrected by the person who gave the drug.
Exceptions: Some NDCs are listed under several codes. Nothing is said where the billed code is one of them.
Source: RULES 10, 1.10; ASP NDC-HCPCS crosswalk.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """What was given belongs to another code; of another drug's code the record is not read any further."""
    return no(f.given_code == "")


def expected(f: AccountFacts) -> Word:
    """The code of what was given."""
    return f.given_code


def observed(f: AccountFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    given = f.given_name or "What was given"
    return f"{given} is not what {f.code} stands for"


CHECK = Check(
    "C04",
    "look-alike",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
