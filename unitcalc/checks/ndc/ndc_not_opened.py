"""The NDC billed is not the NDC opened.

What: The lines carry NDCs, the record names those that were opened, and none of the first is among the second.
Why: The claim says that another product, or another size, was given than the chart shows. A payer that asks for the
    records denies the drug, and in an audit the whole line is taken back. Often it comes from a charge master that
    knows one NDC a code.
Example: A pharmacy opened two vials of NovoSeven RT 1 mg, 00169-7201-01. The claim carries 00169-7205-01, the vial of
    5 mg. It has to carry 00169-7201-01, with 2 UN.
Instead: Put the NDC of the opened container on the line. If the record is wrong, correct it first. Bring the scan of
    the vial to the claim, so that nobody has to copy it.
Exceptions: If one of several billed NDCs was opened, nothing is said. Box and vial of one product, whose NDCs differ
    in the last part, count as the same: payers differ in which they want.
Source: RULES 5.5, 10.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """No NDC of the claim is one of the record."""
    return f.ndcs_differ


def expected(f: AccountFacts) -> Word:
    """What the lines carry."""
    return "an NDC that was opened"


def observed(f: AccountFacts) -> Word:
    """What they carry now."""
    return "another one"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"No NDC on the lines of {f.code} is among those that the record says were opened"


CHECK = Check(
    "N08",
    "ndc-not-opened",
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
