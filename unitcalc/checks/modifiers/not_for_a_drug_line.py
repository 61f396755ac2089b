"""A modifier does not belong on a drug line.

What: The line carries a modifier that was made for a visit, a procedure or a laboratory test, such as 25, 50 or 91.
    It says nothing that is true of a drug. The message tells what it is for.
Why: A wrong modifier is one of the usual reasons for a denial. Payer and auditor read it as it is defined: 91 says
    that a laboratory test was run again, so the drug is denied as something that it is not.
Example: J7211-91, 2,000 units. Some published pages name 91 for this code, but no laboratory test was repeated: 2,000
    IU of Kovaltry were given. The line reads J7211-JZ, 2,000 units.
Instead: Take the modifier off the drug line. If it was meant for the injection, the visit or the test of that day,
    put it on that line. Then see whether JW or JZ is still missing.
Exceptions: None known. RT and LT are not found here: some payers ask for them, and they have a check of their own.
Source: RULES 7.1, HCPCS Level II.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.lines import without


def broken(f: ModifierFacts) -> Truth:
    """It was made for something else than a drug."""
    return f.role == "no"


def expected(f: ModifierFacts) -> Word:
    """What a drug line may carry."""
    return "a drug line without it"


def observed(f: ModifierFacts) -> Word:
    """The modifier."""
    return f.modifier


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    reason = f.reason.rstrip(".")
    return f"{f.modifier} does not belong on the line of {f.code}" + (f": {reason}" if reason else "")


def corrected(f: ModifierFacts, line: BilledLine) -> BilledLine | None:
    """The line without it."""
    return without(line, f.modifier)


CHECK = Check(
    "M01",
    "not-for-a-drug-line",
    ERROR,
    Scope.MODIFIER,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    corrected=corrected,
)
