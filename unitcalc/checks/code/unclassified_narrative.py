"""An unclassified code is billed without a narrative.

What: A code that stands for drugs without a code of their own carries no text that says which drug it was.
Why: The code alone says nothing: the payer cannot tell the drug, the dose or the price. The line is rejected, or
    waits until somebody sends what is missing.
Example: J9999, 1 unit, no text: nobody can price it. With the narrative 'name, 120 mg, intravenous, NDC' the same
    line is priced and paid.
Instead: Write name, dose, route and NDC into the line's narrative. First see whether the drug has a code by now
    (unitcalc lookup, by name or NDC).
Exceptions: None known.
Source: RULES 4b.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """Nothing says which drug it was."""
    return f.code_known & f.unclassified & no(f.narrated)


def expected(f: LineFacts) -> Word:
    """What the narrative holds."""
    return "name, dose, route and NDC"


def observed(f: LineFacts) -> Word:
    """What it holds."""
    return "no narrative"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} stands for any drug without a code of its own, and the line does not say which"


CHECK = Check(
    "C08",
    "unclassified-narrative",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
