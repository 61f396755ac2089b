"""The payer pays nothing for the code in this setting.

What: The code's OPPS status, or its coverage letter in CMS's file, says that Medicare does not pay it where it was
    given, for another reason than packaging.
Why: The line is denied. What the letter says decides whose loss it is: the drug may need another code, another
    contractor, or be the patient's to pay if a notice was signed before it was given.
Example: Amifostine is J0207, 500 mg a unit. Its OPPS status is E1. Two units billed by a hospital outpatient
    department are not paid.
Instead: Read the meaning of the status. If another code or another contractor is meant, bill there. If Medicare never
    pays it, tell the patient before the dose, and bill it with GY only if the denial is needed in writing.
Exceptions: Other payers pay by their own lists. A line that was sent for a denial on purpose is right as it is.
    Unclassified codes are not judged here: what their narrative names decides.
Source: RULES 3, 7.3; OPPS Addendum B, HCPCS Level II.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """Nothing is paid, and no narrative decides."""
    return f.code_known & f.unpaid & no(f.unclassified)


def expected(f: LineFacts) -> Word:
    """What a line bills."""
    return "a code that is paid here"


def observed(f: LineFacts) -> Word:
    """What the status means."""
    return f.status_meaning


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is not paid in the setting where it was given"


CHECK = Check(
    "C06",
    "not-paid-here",
    WARNING,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
