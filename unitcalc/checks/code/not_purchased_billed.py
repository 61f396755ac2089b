"""A drug that was not purchased stands on the claim.

What: The record says that the drug was supplied by the payer, free or for a study, the payer wants no line for such
    a drug, and there is one.
Why: Only what was bought can be billed. Even without a charge the line may be priced and paid by the fee schedule,
    and has to be repaid with an explanation.
Example: Infliximab sent by the payer's pharmacy (white-bagged): 35 units of J1745 do not belong on the claim, only
    the infusion does.
Instead: Take the drug lines off. If this payer wants a line with a nominal charge, say so in its profile.
Exceptions: Payers that want a line of $0.00 or $0.01; 340B drug, which was purchased.
Source: RULES 2.11, 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A line where none is wanted."""
    return f.recorded & no(f.purchased) & f.absent_line & (f.lines > 0)


def expected(f: AccountFacts) -> Number:
    """No line."""
    return f.lines * 0


def observed(f: AccountFacts) -> Number:
    """Lines billed."""
    return f.lines


def message(f: AccountFacts) -> str:
    """In plain words."""
    return f"{f.code} was not purchased, and stands on the claim; lines are counted"


CHECK = Check(
    "C13",
    "not-purchased-billed",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
