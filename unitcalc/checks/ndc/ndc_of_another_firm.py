"""The NDC is of a firm that sells nothing under the code.

What: No table knows the NDC, and its first segment, the labeler's number, is none of the firms whose containers are
    sold under the code.
Why: It is hardly a slip of a digit: more likely it is the NDC of another drug, from the line above or from an old list.
    Payers price and check the line by it, and deny what does not fit.
Example: J1745 with NDC 50242-0040-01. 50242 is Genentech, which makes no infliximab; Remicade is 57894-0030-01.
Instead: Take the NDC from the vial that was opened. See which drug it is with unitcalc lookup.
Exceptions: A firm that is new under the code, or one that repacks for others, can be missing in CMS's crosswalk.
Source: RULES 5.1, 10; ASP NDC-HCPCS crosswalk.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.ndc.firms import of_another_firm


def broken(f: LineFacts) -> Truth:
    """Neither the NDC nor its labeler is known under the code."""
    return of_another_firm(f)


def expected(f: LineFacts) -> Word:
    """What an NDC should be."""
    return "an NDC of a firm that sells it"


def observed(f: LineFacts) -> Word:
    """The NDC."""
    return f.ndc


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The NDC on the line of {f.code} is of a firm that sells nothing under that code"


CHECK = Check(
    "N12",
    "ndc-of-another-firm",
    WARNING,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
