"""59 or an X modifier stands where nothing separate happened.

What: 59, XE, XS, XP or XU stands on a line, though the units were only split because of a line's limit and the payer
    wants 76 for that, or though the record has one administration. Expected and found are numbers of such lines.
Why: These modifiers say that another encounter, another part of the body or another practitioner was concerned.
    Auditors read the chart for it. If it shows one infusion, the line is taken back. One Medicare contractor
    (Noridian) lists 59 for several injections of the same drug as a mistake.
Example: 22,000 mcg of NovoSeven RT in one administration, billed as J7189 9,999, J7189-59 9,999 and J7189-59 2,002.
    The split is marked with 76 instead: J7189-76, twice.
Instead: If the lines are one dose that did not fit on a line, use 76. If it did fit, bill one line. If there really
    were two encounters, sites or practitioners, chart each with its time, so that the record carries the modifier.
Exceptions: Contractors contradict each other here. Where your payer wants 59 on split lines, set it in its profile,
    and this finding goes away.
Source: RULES 7.4, 4.3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.modifiers.splits import needs_split
from unitcalc.checks.modifiers.words import in_lines
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A separate service is marked where units were split, or where one administration stands on several lines."""
    split = (f.split_modifier == "76") & needs_split(f)
    one_dose = f.recorded & (f.administrations == 1) & (f.administered_lines > 1) & no(f.split_modifier == "59")
    return f.known & (f.separate_lines > 0) & (split | one_dose)


def expected(f: AccountFacts) -> Number:
    """Lines of separate services: none."""
    return f.separate_lines * 0


def observed(f: AccountFacts) -> Number:
    """Lines marked so."""
    return f.separate_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} carries 59 or an X modifier, and nothing shows a separate encounter, site or practitioner"


CHECK = Check(
    "M15",
    "separate-on-split",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    measure=in_lines,
)
