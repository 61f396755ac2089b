"""Containers were dispensed, and nothing is recorded of them.

What: Pharmacy sent out containers for an encounter. They were not brought back, no dose was charted from them that
    day, and nothing was billed.
Why: One of two things is lost. If the drug was given, neither the chart nor the claim knows of it: the dose is not
    paid, and the patient's record is wrong. If it was not, containers are missing from the shelf, and whoever counts
    the stock asks you where they are.
Example: Four vials of 100 mg of infliximab left the pharmacy; no dose, no discard, no return, no charge. That is
    400 mg, or 40 units of J1745: $1,221.00 at $30.525 a unit, not billed or not there.
Instead: Ask who took the containers. If they were given, have the dose charted, then bill it. If they came back,
    enter the return (event returned). If they went to another patient, correct the encounter, or enter the transfer.
    If they were mixed and nobody got them, chart that: status not-given, and the amount discarded.
Exceptions: Containers that all came back or were handed on, and drug dispensed for use at home. Where lines are
    billed, billed-not-administered speaks instead. Without a table of what was given, nothing is missed.
Source: RULES 9, 2.6.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Something is still out, and neither a dose nor a line speaks of it."""
    silent = f.has_administered & (f.administered_rows == 0) & (f.lines == 0)
    return f.three_tables & f.has_dispensed & f.dispensed_open & silent & no(f.at_home)


def expected(f: AccountFacts) -> Word:
    """What must be recorded."""
    return "a dose, a discard or a return"


def observed(f: AccountFacts) -> Word:
    """What is."""
    return "nothing"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Containers of {f.code} were dispensed, and no record says what became of them"


CHECK = Check(
    "B02",
    "dispensed-without-trace",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.TABLES,),
)
