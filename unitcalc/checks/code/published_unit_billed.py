"""The units follow a published description that is wrong.

What: The units billed are exactly what comes out with the billing unit of a widely read article on the code, and
    CMS's descriptor has another unit.
Why: Articles on codes are copied into charge masters. The claim is judged by CMS's descriptor alone, so every line
    that was billed with the published unit is paid wrong, usually for months.
Example: An article says that J7212 is 250 IU a unit. CMS says factor VIIa (Sevenfact), 1 microgram. For 5,000 mcg
    somebody billed 5,000 / 250 = 20 units; 5,000 are right.
Instead: Take the unit from CMS's descriptor (unitcalc lookup shows it, and beside it what is published). Bill the
    units it gives, and look for other claims of the code that were billed the same way.
Exceptions: A payer's contract may set a unit of its own. Then bill by it and keep the contract's page with the claim.
Source: RULES 10, R0; HCPCS Level II.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """Exactly the units by the published unit were billed."""
    return is_wrong_bill(f, f.published_units)


def expected(f: AccountFacts) -> Number:
    """Units that the dose makes by CMS's descriptor."""
    return f.expected_administered


def observed(f: AccountFacts) -> Number:
    """Units billed."""
    return f.administered


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was billed by a unit of {f.published_unit}, which is widely published and not what CMS says"


CHECK = Check(
    "C10",
    "published-unit-billed",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
