"""JG is billed after it ended.

What: The line marks a drug bought under 340B with JG, on a day after 2024-12-31.
Why: CMS ended JG with 2024, and TB stands on every 340B drug since 2025-01-01. A modifier that has ended is not valid
    on the day, so the claim comes back before anybody looks at the drug.
Example: On 2025-03-01, J1745-JG-JZ, 40 units. On 2024-12-31 the same line was right; now it reads J1745-TB-JZ, 40
    units.
Instead: Put TB in the place of JG, on every line of the drug, the JW line too. If JG still comes out of the charge
    master or the pharmacy system, change it there.
Exceptions: Days of service up to 2024-12-31, however late they are billed.
Source: RULES 7, HCPCS Level II.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import ModifierFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.lines import with_instead


def broken(f: ModifierFacts) -> Truth:
    """JG stands on a day after its end, by the payer's rule or by CMS's file."""
    return (f.modifier == "JG") & (f.rule_ended | f.ended)


def expected(f: ModifierFacts) -> Word:
    """The modifier of 340B drugs now."""
    return "TB"


def observed(f: ModifierFacts) -> Word:
    """The modifier of 340B drugs before."""
    return "JG"


def message(f: ModifierFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is marked as a 340B drug by a modifier that ended on {f.last or '2024-12-31'}"


def corrected(f: ModifierFacts, line: BilledLine) -> BilledLine | None:
    """The line with TB in its place."""
    return with_instead(line, "JG", "TB")


CHECK = Check(
    "M02",
    "jg-ended",
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
