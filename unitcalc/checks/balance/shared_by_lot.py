"""A container was shared, and only its lot says which one.

What: The rest of a container was handed on to another patient, and the rows state a lot, but no container number.
Why: A lot is many containers. unitcalc takes the rows of that lot on that day for one container, which is a guess: if
    there were two, the waste and the units are laid to the wrong patient.
Example: Of one vial of 100 mg of infliximab of lot AB12, E1 is given 40 mg and hands on 60; E2 receives 60 mg of lot
    AB12 and is given 50. By the lot that is one vial: 4 units for E1, 5 units and JW 1 for E2. If E2's rest came from
    another vial of the lot, that is wrong.
Instead: Give each shared container a number (container_id) when it is opened, and write it into every row that
    draws from it: a running number on the label is enough. For this account, see in the notes of the preparation that
    it was one container.
Exceptions: Containers that nobody shares need no number.
Source: RULES 2.7, 9.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Needs, Scope
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Linked by the lot."""
    return f.three_tables & no(f.shared_by_lot == "")


def expected(f: AccountFacts) -> Word:
    """What tells which container it was."""
    return "a container number"


def observed(f: AccountFacts) -> Word:
    """What is stated."""
    return "the lot alone"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"A container of {f.code} was shared, and its rows are linked by lot {f.shared_by_lot}"


CHECK = Check(
    "B08",
    "shared-by-lot",
    INFO,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.TABLES,),
)
