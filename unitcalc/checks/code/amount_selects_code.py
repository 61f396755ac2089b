"""The amount given selects another code.

What: The drug has one code up to an amount and another above it, and the code that was billed is not the one for the
    amount in the record.
Why: With such codes the amount is told by the code itself and not by units. The wrong one bills a dose that was not
    given: it is denied, or paid and taken back when the chart is read.
Example: Sublocade is Q9991 up to 100 mg and Q9992 above it. A dose of 300 mg billed as Q9991 must be Q9992, 1 unit;
    three units of Q9991 are wrong as well.
Instead: Read the amount given in the chart, take the code whose descriptor holds that amount, and bill one unit for
    each dose.
Exceptions: None known.
Source: RULES R0, 1.10; HCPCS Level II.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The amount in the record belongs to another code."""
    return f.recorded & no(f.amount_code == "")


def expected(f: AccountFacts) -> Word:
    """The code for the amount."""
    return f.amount_code


def observed(f: AccountFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} does not stand for the amount that was given"


CHECK = Check(
    "C09",
    "amount-selects-code",
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
