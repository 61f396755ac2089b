"""The chart shows the nominal sizes, and it is not said whether whole vials were given.

What: The amount given is just the sum of the nominal sizes (3 x 1,000 IU), while the vials held what is printed on
    them (3 x 1,046 IU). Either the vials were given whole and the size by which they are ordered was charted, or
    exactly so much was given and the rest discarded.
Why: A clotting factor is billed by the potency printed on each vial. If the vials were pushed whole, 3,138 units are
    due; if not, 3,000 units and JW 138. Guessing makes either a false JW line or units that the chart does not show.
Example: 3,000 IU of Kovaltry (J7211, 1 IU a unit) are charted from three vials of 1,046 IU. Whole vials: J7211-JZ with
    3,138 units. Exactly 3,000 IU: J7211 with 3,000 units and J7211-JW with 138.
Instead: Ask the nurse whether the vials were given whole. If so, chart the potency that is printed on them, added up;
    if not, chart the discarded rest. Then bill what follows.
Exceptions: Vials that hold less than their nominal size: nobody can have given the nominal sum of them, so the label
    is billed.
Source: RULES 4.2.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The nominal sum is charted, and the bill depends on what was meant."""
    return f.recorded & no(f.nominal_question == "") & no(f.compared)


def expected(f: AccountFacts) -> Word:
    """What the record must hold."""
    return "the potency given, as printed on the vials"


def observed(f: AccountFacts) -> Number:
    """Units billed."""
    return billed(f)


def message(f: AccountFacts) -> str:
    """In the bill's words."""
    return f"The chart of {f.code} shows nominal sizes ({f.nominal_question})"


CHECK = Check(
    "U20",
    "nominal-charted",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
