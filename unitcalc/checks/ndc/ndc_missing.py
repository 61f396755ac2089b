"""The payer wants an NDC, and the line has none.

What: The payer's profile says that drug lines carry an NDC, and this line carries none.
Why: The payer denies the line, or sends the claim back, until the NDC stands on it. It is the easiest denial to
    avoid: the number is on the vial.
Example: Regence wants the NDC on every drug line. J1745, 35 units and J1745-JW, 5 units of Remicade both carry
    N457894003001.
Instead: Take the NDC from the record of what was opened, or from the vial, and put it on each line of the drug, the
    JW line too, with its quantity and unit of measure.
Exceptions: Medicare does not ask for it on every line, so nothing is said for Medicare.
Source: RULES 5.2, 5.5, 8.1.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """The payer wants one, and there is none."""
    return f.ndc_wanted & no(f.has_ndc)


def expected(f: LineFacts) -> Word:
    """What the line carries."""
    return "an NDC"


def observed(f: LineFacts) -> Word:
    """What it carries now."""
    return "none"


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The payer wants an NDC on the line of {f.code}"


CHECK = Check(
    "N03",
    "ndc-missing",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
