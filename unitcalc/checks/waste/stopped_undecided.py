"""An infusion was stopped, and nobody has decided how its rest is billed.

What: The infusion was stopped before its end, and the record does not say whether the rest is billed as discarded
    or was a part of the prescribed dose.
Why: Sources contradict each other. Some bill what ran in, and the rest with JW; others say that the rest belonged
    to the prescribed dose and is no waste. unitcalc never chooses between them silently, because the wrong one is
    either money given away or JW units that are taken back.
Example: 400 mg of infliximab were prepared; after 200 mg the infusion was stopped for a reaction. Either J1745 with
    20 units and JW with 20, or J1745-JZ with 20 units alone.
Instead: Ask your contractor, or decide by your written policy; then write decision and reason into the record
    (bill-rest-as-discarded, or rest-was-dose). Chart when and why it was stopped, and what became of the rest.
Exceptions: Where both readings give the same bill, there is nothing to decide: a multi-dose container, or a rest of
    less than a unit.
Source: RULES 2.9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The choice is open, and the bill depends on it."""
    return f.recorded & f.stopped_open & no(f.compared)


def expected(f: AccountFacts) -> Word:
    """What the record must hold."""
    return "a decision, with its reason"


def observed(f: AccountFacts) -> Word:
    """What it says."""
    return "undecided"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The infusion of {f.code} was stopped: whether its rest is billed with JW waits for a decision"


CHECK = Check(
    "W18",
    "stopped-undecided",
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
