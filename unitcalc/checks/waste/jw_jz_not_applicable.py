"""JW or JZ is billed where neither applies.

What: A line carries JW or JZ, and the drug is not subject to them in this setting on this day: it is packaged into
    another payment, given to an inpatient or in a rural health clinic, a vaccine, or a skin substitute from 2026.
Why: JW and JZ belong to drugs that Medicare Part B pays separately. A JW line elsewhere asks for money that is in
    another payment already; it is denied, or paid and taken back.
Example: Daptomycin (J0878) is packaged in the hospital's outpatient department (OPPS status N). 400 of 500 mg are
    given: the 400 units are reported without JZ, and the 100 discarded mg are on no JW line.
Instead: Take the JW line away and JZ off the other lines. Chart the discarded amount all the same. If the setting
    is wrong (an office visit sent as a hospital's), correct that first: then the modifiers may be right.
Exceptions: Where contractors disagree whether they apply, a note says so instead. Multi-dose containers have checks
    of their own. A dialysis facility reports discarded amounts from 2025-01-01 although the drug is in the bundle.
Source: RULES 3, R3.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import is_not_subject, nothing_given, without_jw, without_jz
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JW or JZ on a drug that is surely not subject to them."""
    modified = f.jw_lines + f.jz_lines + f.both_lines > 0
    return is_not_subject(f) & modified & no(f.multi_dose) & no(nothing_given(f))


def expected(f: AccountFacts) -> Word:
    """Which modifier."""
    return "neither JW nor JZ"


def observed(f: AccountFacts) -> Word:
    """Which modifier."""
    return "JW or JZ"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"JW and JZ do not apply to {f.code} here ({f.subject_reason})"


def corrected(f: AccountFacts, line: BilledLine) -> BilledLine | None:
    """The line without JZ; a JW line falls away."""
    return without_jw(line) and without_jz(line)


CHECK = Check(
    "W15",
    "jw-jz-not-applicable",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    corrected=corrected,
)
