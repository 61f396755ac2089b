"""The payer does not cover the drug where it was given.

What: The payer's profile names the sites of care at which it covers the code, and the drug was given at another.
Why: Some payers cover an infusion only where it costs them less, at the office or at home, and deny the hospital's
    line even if everything else on it is right.
Example: A made-up payer covers J1745 in the office and at home. The infusion was billed by a hospital outpatient
    department: 35 units and JW 5 are denied.
Instead: See whether the setting on the claim is right; a place of service typed wrong looks the same. If the hospital
    was needed (first doses, earlier reactions, no home care in reach), ask the payer for an exception with that
    reason. If not, arrange the next dose at a covered site.
Exceptions: A payer may exempt first infusions and patients with severe reactions; its letter belongs in the record.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Sites are named, and this is none of them."""
    return is_used(f) & no(f.sites_allowed == "") & no(f.site_allowed)


def expected(f: AccountFacts) -> Word:
    """Where it is covered."""
    return f.sites_allowed


def observed(f: AccountFacts) -> Word:
    """Where it was given."""
    return f.setting


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer does not cover {f.code} at this site of care"


CHECK = Check(
    "P08",
    "site-not-allowed",
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
