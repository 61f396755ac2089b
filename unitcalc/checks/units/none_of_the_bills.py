"""The lines are none of the bills that the record allows.

What: Something in the record is open (a stopped infusion, a rest that nobody accounted for, a container whose
    type is not known), so that more than one bill is possible. The lines are none of them.
Why: Whatever the answer turns out to be, this claim won't agree with the chart, and an audit takes back what
    the chart does not show.
Example: 350 of 400 mg infliximab were given, 20 mg charted as discarded, 30 mg not accounted for. Possible are
    J1745 35 with JW 2, or with JW 5 if the 30 mg were discarded too. J1745 30 with JW 10 is neither.
Instead: Ask whoever gave the drug what became of the rest, and have it charted. Then bill the one that follows.
    unitcalc bill shows all of them, each with the answer that leads to it.
Exceptions: None known.
Source: RULES R4, 2.9, 2.10, 9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, is_above_label
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Several bills are possible, and none was sent; what is above the label has a check of its own."""
    none_fits = f.recorded & no(f.compared) & no(f.fits_an_alternative) & (f.lines > 0)
    return none_fits & no(is_above_label(f))


def expected(f: AccountFacts) -> Word:
    """Which units: they follow from an answer that is still missing."""
    return "one of the bills that the record allows"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The record of {f.code} leaves more than one bill open, and the lines are none of them"


CHECK = Check(
    "U15",
    "none-of-the-bills",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    billed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
