"""A dose was given, and no line of it is on the claim.

What: The record came with claim lines, it shows a dose that was purchased and given, and none of the lines is of
    its code.
Why: What is not billed is not paid, and the drug is the dearest thing on the claim; filing limits run out. If
    another code stands in its place, the claim is wrong as well.
Example: 350 mg of infliximab were given, and the claim holds the infusion procedure only: 35 units of J1745 and 5
    units with JW are missing.
Instead: Add the lines that the record gives, or send a replacement claim with them. If a line of another code
    stands for this drug, correct its code.
Exceptions: A record without any claim lines is not yet billed, and nothing is said; nor of drug that was supplied
    free or by the payer.
Source: RULES 1.10, R1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """The record expects units, the claim has no line of the code."""
    return f.compared & f.claimed & (f.lines == 0) & (f.expected_administered > 0)


def expected(f: AccountFacts) -> Number:
    """Units that the record gives, with those discarded."""
    return f.expected_administered + f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """Units billed: none."""
    return f.administered + f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was given, and the claim has no line of it"


CHECK = Check(
    "U18",
    "given-not-billed",
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
