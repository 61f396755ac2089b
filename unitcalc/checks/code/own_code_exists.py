"""An unclassified code is billed for a drug that has a code of its own.

What: The line has an unclassified code, and its NDC belongs to a code of its own on that day.
Why: Unclassified codes are for drugs without one. Payers deny the line, or price it by hand and ask for invoices; units
    and waste of the real code are lost.
Example: NDC 57894-0030-01 is Remicade, J1745. On a line of J3490 it does not belong there.
Instead: Bill the drug's own code with its own units: unitcalc lookup and the NDC tells both.
Exceptions: A drug between its approval and its first code; then the NDC belongs to none, and nothing is said.
Source: RULES 4b, 10; ASP NDC-HCPCS crosswalk.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """The NDC has another code."""
    return f.unclassified & f.ndc_known & no(f.ndc_of_code) & no(f.ndc_codes == "")


def expected(f: LineFacts) -> Word:
    """The codes of the NDC."""
    return f.ndc_codes


def observed(f: LineFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"NDC {f.ndc} has a code of its own"


CHECK = Check(
    "C12",
    "own-code-exists",
    WARNING,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
