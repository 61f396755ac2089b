"""More was accounted for than was opened.

What: Given, discarded and explained amounts together are more than the labels of the containers opened, with a
    stated overfill.
Why: The record can't be true, and everything billed from it is open to doubt. Often the residue in the tubing was
    charted twice: as discarded and as explained. Then the JW units are too many.
Example: Four vials of 100 mg, 350 mg given, 50 mg discarded, 20 mg explained as tubing: 420 mg of 400 mg. If the
    tubing is a part of the 50 mg, only 30 mg are waste: JW 3 units of J1745, not 5.
Instead: Ask who gave and who prepared the drug which of the amounts is wrong, and have it amended. If a container
    more was opened, chart it.
Exceptions: Overfill that the record states counts with the label.
Source: RULES 9, 2.1, 2.8, 2.12.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Their sum is above the label and the overfill."""
    return f.recorded & (f.label > 0) & no(f.dispensed) & (f.given + f.left + f.explained > f.held)


def expected(f: AccountFacts) -> Number:
    """What the containers held."""
    return f.held


def observed(f: AccountFacts) -> Number:
    """What is accounted for."""
    return f.given + f.left + f.explained


def message(f: AccountFacts) -> str:
    """In plain words."""
    return f"Given, discarded and explained amounts of {f.code} are more than was opened"


def measure(f: AccountFacts) -> str:
    """mg, IU."""
    return str(f.measure)


CHECK = Check(
    "D10",
    "record-above-label",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    measure=measure,
    stake=Stake.DISCARDED,
    needs=(Needs.RECORD,),
)
