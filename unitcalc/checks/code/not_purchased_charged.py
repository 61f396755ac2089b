"""A drug that was not bought is charged.

What: The record says that the drug was supplied by somebody else (white-bagged by a pharmacy that bills it, free from
    the maker, or from a study), and the lines charge more than a nominal amount for it.
Why: Only who bought a drug may charge for it. The pharmacy, the maker or the study has paid or been paid already, so
    a charge asks for the money a second time, and what it brings is taken back.
Example: A specialty pharmacy sent two vials for a named patient and billed the insurer. The clinic's line J1745, 20
    units, with a charge of $1,400.00 asks for the money again; $0.00 or $0.01 is allowed.
Instead: Take the charge off: leave the line away, or bill it with $0.00 or $0.01 where the payer wants to see the
    drug. Bill giving it (the infusion) as always. If the practice did buy it, correct the record.
Exceptions: 340B drug was bought, at a lower price, and is charged; it carries TB.
Source: RULES 2.11.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """It was not purchased, and the lines together charge more than is nominal."""
    return f.recorded & no(f.purchased) & f.has_charge & (f.charge > f.nominal_charge * f.lines)


def expected(f: AccountFacts) -> Number:
    """Dollars that the lines may charge at most."""
    return f.nominal_charge * f.lines


def observed(f: AccountFacts) -> Number:
    """Dollars charged."""
    return f.charge


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was not bought by who bills it, and the lines charge for it, in dollars"


CHECK = Check(
    "C11",
    "not-purchased-charged",
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
