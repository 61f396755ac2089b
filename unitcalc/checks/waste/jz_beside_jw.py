"""JZ stands beside a JW line.

What: The administered line of a single-dose drug carries JZ, and a JW line stands beside it. The one says that
    nothing billable was discarded, the other how much was.
Why: The two lines contradict each other. Contractors say that the administered line beside a JW line carries
    neither (Noridian); the claim is returned, or the JW units are denied because JZ says that there were none.
Example: J1745-JZ with 35 units and J1745-JW with 5. The 35 units stand without a modifier when 5 were discarded.
Instead: Look into the chart. If a unit or more was discarded, take JZ off the administered line. If not, keep JZ
    and take the JW line away.
Exceptions: Several doses on one day, one with waste and one without, each with its own record: JZ may stand on the
    dose without waste. Where the record shows that no unit may be billed as discarded, JZ is right and the JW line
    is named instead.
Source: RULES 1.7, R5.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JZ and JW on different lines, and the record does not speak against JW."""
    of_jw = f.compared & (f.expected_discarded == 0)
    beside = (f.jw_lines > 0) & (f.jz_lines > 0) & f.single_dose & (f.administrations < 2)
    return beside & f.jw_exists & f.jz_exists & no(has_no_place(f)) & no(of_jw)


def expected(f: AccountFacts) -> Word:
    """Which modifier the administered line carries."""
    return "neither JW nor JZ beside a JW line"


def observed(f: AccountFacts) -> Word:
    """Which one it carries."""
    return "JZ"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code}: JZ says that nothing was discarded, and the JW line beside it that something was"


CHECK = Check(
    "W06",
    "jz-beside-jw",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
)
