"""A line of an ESA does not carry exactly one of EA, EB and EC.

What: The drug is an erythropoiesis-stimulating agent (ESA) for patients who are not on dialysis, and a line has none
    of EA, EB and EC, or more than one. Expected and found are numbers of lines.
Why: They tell why the drug was given: EA for anemia by chemotherapy, EB by radiotherapy, EC for any other anemia.
    Medicare returns the claim where none stands on it, or more than one.
Example: 100 mcg of darbepoetin alfa were given for the anemia of kidney disease, without dialysis. J0881, 100 units,
    comes back; J0881-EC-JZ, 100 units, is right.
Instead: See in the chart what the anemia comes from, and put the one modifier that says it on every line of the drug,
    a JW line too. The diagnosis on the claim has to say the same.
Exceptions: The codes for patients on dialysis (J0882, Q4081, Q5105, for instance) take none of the three.
Source: RULES 7.2, HCPCS Level II.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.words import in_lines


def broken(f: AccountFacts) -> Truth:
    """An ESA, and a line without exactly one of the three."""
    return f.esa & (f.esa_lines < f.lines)


def expected(f: AccountFacts) -> Number:
    """Lines with exactly one: all."""
    return f.lines


def observed(f: AccountFacts) -> Number:
    """Lines with exactly one."""
    return f.esa_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is an ESA, and not every line of it carries exactly one of EA, EB and EC"


CHECK = Check(
    "M10",
    "esa-modifier",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    measure=in_lines,
)
