"""The code is not in CMS's file.

What: A claim line bills a code that is written like a HCPCS code, and CMS's HCPCS Level II file has no such code.
Why: The line is turned away before anybody looks at the drug. Nearly always two digits changed places, and the code
    that they make by chance may be another drug: then the line is paid, wrongly, and nobody notices.
Example: Infliximab is J1745. A line with J1754 bills nothing that exists; J1745 and J1744 are among the codes close
    to it.
Instead: Find the drug in the chart and look it up by its name, its NDC or the code (unitcalc lookup). Take the code
    whose descriptor names that drug, then check its billing unit before you copy the units over.
Exceptions: A code that CMS added after the release that is loaded is not known here yet: unitcalc data status shows
    the release. Codes of procedures (CPT) are left alone.
Source: RULES 10, 10.1; HCPCS Level II.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """No release has the code."""
    return no(f.code_known)


def expected(f: LineFacts) -> Word:
    """What a line bills."""
    return "a code that is in the file"


def observed(f: LineFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: LineFacts) -> str:
    """In a biller's words."""
    close = f" (close to it: {f.suggestions})" if f.suggestions else ""
    return f"CMS's HCPCS file has no such code{close}"


CHECK = Check(
    "C01",
    "code-unknown",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
