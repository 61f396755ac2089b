"""The record leaves open how it is billed.

What: Something in the record, or between the record and the label, has to be cleared up before anybody can say which
    lines are right: from which of two containers the dose or the discard came, which containers were opened, whether
    an amount was one dose or several. The message says what.
Why: unitcalc never chooses between bills silently. As long as the answer is missing, a claim that looks right can be
    wrong, and most checks of units and waste have nothing to compare it with.
Example: 500 mg of trastuzumab (J9355, 10 mg a unit) are given from a multi-dose vial of 420 mg and a single-dose vial
    of 150 mg, and 70 mg are discarded. If 420 mg came from the multi-dose vial, 80 mg came from the other: 50 units
    and JW 7. If the single-dose vial was used up first, the 70 mg are of the multi-dose vial and nothing is billed
    with JW.
Instead: Ask whoever prepared or gave the drug, and write the answer into the record; unitcalc bill shows each bill
    with the answer that leads to it. Then check again.
Exceptions: Questions that have a check of their own are told there: a stopped infusion, the type of a container, a
    rest that nobody accounts for, nominal sizes in place of assayed ones.
Source: RULES R2, R4, 9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units import nominal_charted
from unitcalc.checks.waste import amount_unexplained, container_type_open, stopped_undecided
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A question that no other check asks; where one asks, that comes first."""
    asked = stopped_undecided.broken(f) | amount_unexplained.broken(f) | container_type_open.broken(f)
    # Of three tables the containers have one of their own, and a check that misses them.
    not_dispensed = f.three_tables & (f.dispensed_rows == 0)
    return f.recorded & no(f.open_question == "") & no(asked | nominal_charted.broken(f)) & no(not_dispensed)


def expected(f: AccountFacts) -> Word:
    """What the record must hold."""
    return "a record that leaves one bill"


def observed(f: AccountFacts) -> Word:
    """What it does."""
    return "an open question"


def message(f: AccountFacts) -> str:
    """In the bill's words."""
    return f"The record of {f.code} leaves its bill open ({f.open_question.removesuffix('.')})"


CHECK = Check(
    "W27",
    "record-open",
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
