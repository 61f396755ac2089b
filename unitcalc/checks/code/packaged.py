"""The drug is packaged and not paid for itself.

What: The line was billed in a setting that pays by OPPS status, and the status of the code there is N: its payment is
    part of the payment for the procedure.
Why: The line brings no money of its own, so nobody should wait for it, appeal it, or count it as income. Where a
    payer did pay it apart, that is an overpayment; the Office of Inspector General looks for exactly this.
Example: 3.5 mg of bortezomib are 35 units of J9041. Medicare pays them in an office. In a hospital outpatient
    department J9041 has status N: the line pays $0.
Instead: In a hospital leave the line on the claim with its charge, since hospitals are asked to report packaged drugs
    too, and take JW and JZ off: they do not apply. Expect no payment. If it was paid by itself, give the money back.
Exceptions: A payer that does not follow OPPS may pay the drug: its contract decides. Status changes every quarter;
    unitcalc data status says which one is loaded.
Source: RULES 3, 10; OPPS Addendum B.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """Its status packages it where it was given."""
    return f.code_known & f.packaged


def expected(f: LineFacts) -> Word:
    """What the line brings."""
    return "no payment of its own"


def observed(f: LineFacts) -> Word:
    """What the status means."""
    return f.status_meaning


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is packaged in the setting where it was given: the line is not paid for itself"


CHECK = Check(
    "C05",
    "packaged",
    INFO,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
