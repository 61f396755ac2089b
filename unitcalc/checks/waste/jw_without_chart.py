"""JW is billed, and no discarded amount is charted.

What: The claim has a JW line, and the record of the visit does not say how much was discarded.
Why: CMS asks for the discarded amount in the patient's record. Waste that was paid without such a record is a
    finding of federal audits (OIG A-01-12-00518), and the JW units are taken back however right they are.
Example: 350 mg of infliximab are given from four vials of 100 mg, and J1745-JW bills 5 units. The rest of 50 mg
    fits, but nobody wrote it down: it may have been discarded, left in the tubing or given.
Instead: Ask who prepared or gave the drug how much was discarded. If they can say so, let them add a late entry,
    dated and signed, with amount, time and reason; if not, take the JW line back. It takes a nurse about 76 seconds
    to chart a waste.
Exceptions: A note that says '0 mg discarded' is a charted amount; then the JW units are compared with it. Where all
    that was opened was given, there is nothing to chart, and the JW line is named as above the label.
Source: RULES 9, R4, 10.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place, is_above_label
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A JW line that has a place, and no charted discard."""
    nothing_left = is_above_label(f) & (f.given + f.explained >= f.label)
    uncharted = f.recorded & (f.jw_lines > 0) & no(f.discard_charted)
    return uncharted & f.jw_exists & no(has_no_place(f)) & no(nothing_left)


def expected(f: AccountFacts) -> Word:
    """What the record must hold."""
    return "the discarded amount"


def observed(f: AccountFacts) -> Word:
    """What it says."""
    return "not charted"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"JW of {f.code} bills discarded units, and the record does not say what was discarded"


CHECK = Check(
    "W10",
    "jw-without-chart",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    needs=(Needs.RECORD,),
)
