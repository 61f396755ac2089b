"""Containers were combined that must not make up one dose.

What: The record shows one dose from containers of which the label says that they are not to be combined: another
    concentration, another route, or each a dose of its own.
Why: It can harm the patient, and it makes the claim doubtful: the bill counts the waste of containers that could not
    have been used together. Mostly one of them was charted by mistake, or two injections were written as one.
Example: 135 mg of emicizumab (J7170, 0.5 mg a unit) are charted from a vial of 105 mg and one of 30 mg, and J7170-JZ
    with 270 units is billed. The first is 150 mg/mL, the second 30 mg/mL, and they must not be combined in one
    injection. One vial of 150 mg would give 270 units and JW 30.
Instead: Ask whoever prepared it which containers were opened, and for which injection. Correct the record; if two
    injections were given, chart each with its own container. If they were truly combined, tell the prescriber and the
    pharmacy.
Exceptions: Only what a label or another opened source says is found. Where no source says whether containers may be
    combined, nothing is said.
Source: RULES 2.4.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A source says that the containers opened are not combined."""
    return f.recorded & no(f.not_combined == "")


def expected(f: AccountFacts) -> Word:
    """What one dose is made of."""
    return "containers that may be combined"


def observed(f: AccountFacts) -> Word:
    """What the record shows."""
    return "others"


def message(f: AccountFacts) -> str:
    """In the bill's words."""
    return f"Containers of {f.code} were combined in one dose ({f.not_combined.removesuffix('.')})"


CHECK = Check(
    "W26",
    "containers-not-combined",
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
