"""The payer does not cover the drug for this diagnosis.

What: The payer's profile lists the diagnoses for which it covers the code, and no diagnosis of the record or the
    lines is among them.
Why: The payer denies the line as not covered or not medically necessary. Unlike a wrong number of units, this can't
    be mended by billing better: either another diagnosis is true as well, or the payer has to be asked.
Example: A made-up payer covers J1745 for K50, K51, M05 and M06.0 only. The line carries L73.2, hidradenitis
    suppurativa: infliximab is used for it off label, and the claim comes back.
Instead: See whether the patient also has a covered illness for which the drug was ordered, and put that on the line.
    If not, ask the payer for an exception with the prescriber's reason, and tell the patient beforehand what may be
    left to pay.
Exceptions: One covered diagnosis among several is enough. A payer without a list covers what its policy says in
    words: nothing is said here.
Source: RULES 8.1, 9.2.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """There is a diagnosis, and none is covered."""
    return is_used(f) & f.diagnosed & no(f.covered)


def expected(f: AccountFacts) -> Word:
    """What is covered."""
    return f.covered_diagnoses


def observed(f: AccountFacts) -> Word:
    """What was stated."""
    return f.diagnoses


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer does not cover {f.code} for the diagnosis"


CHECK = Check(
    "P07",
    "indication-not-covered",
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
