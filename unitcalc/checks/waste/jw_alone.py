"""JW is billed without an administered line.

What: The claim has a JW line of the drug and no line for the dose that was given. Something is discarded only
    beside a dose.
Why: A JW line alone is rejected (FCSO, BCBS NC). And if nothing was given at all, nothing is payable: then even a
    paid JW line would be taken back.
Example: J1745-JW with 40 units is all that was sent for a visit at which 350 of 400 mg infliximab were given. Right
    are J1745 with 35 units and J1745-JW with 5.
Instead: Add the administered line to the same claim, with the units that were given and without JZ, and see that
    the JW line holds only the discarded units. If nothing was given, send no line.
Exceptions: If the administered line stands on another claim of the visit, send both together: they are read side by
    side only where they share the encounter. A JW line that has no place at all (multi-dose, nothing given, JW does
    not apply) is named by its own check instead.
Source: RULES 1.8, 2.6.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JW lines, and no line without JW."""
    return (f.jw_lines > 0) & (f.administered_lines == 0) & (f.both_lines == 0) & f.jw_exists & no(has_no_place(f))


def expected(f: AccountFacts) -> Word:
    """Which lines."""
    return "an administered line beside JW"


def observed(f: AccountFacts) -> Word:
    """Which lines."""
    return "JW alone"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is billed with JW only: the line of what was given is missing"


CHECK = Check(
    "W03",
    "jw-alone",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
