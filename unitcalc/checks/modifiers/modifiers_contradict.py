"""Two modifiers of the line contradict each other.

What: The line carries two modifiers of which only one can be true, such as GA and GZ, JA and JB, or EA and EC.
Why: The payer can't know which one is meant. It returns the line, or takes the wrong one, and what the patient then
    owes, or whether the drug is paid at all, follows from a slip.
Example: J1745-GA-GZ, 35 units. GA says that the patient signed a notice, GZ that there is none. The signed notice is
    in the chart: GA stays, GZ goes.
Instead: Find out which one is true and take the other off. For GA and GZ look for the signed notice, for JA and JB
    see in the chart how the drug was given, for EA, EB and EC what the anemia comes from.
Exceptions: None known. JW and JZ on one line have a check of their own.
Source: RULES 7.1, 7.2, 7.3, 7.5.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """Some pair is known to contradict."""
    return no(f.conflict == "")


def expected(f: LineFacts) -> Word:
    """One of them."""
    return "one of them"


def observed(f: LineFacts) -> Word:
    """The two."""
    return f.conflict


def message(f: LineFacts) -> str:
    """In a biller's words."""
    reason = f.conflict_reason.rstrip(".")
    return f"Two modifiers on the line of {f.code} can't both be true" + (f": {reason}" if reason else "")


CHECK = Check(
    "M13",
    "modifiers-contradict",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
