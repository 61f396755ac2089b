"""The code has single-dose and multi-dose containers, and nothing says which was used.

What: Under the code both single-dose and multi-dose containers are sold, and neither an NDC nor a record tells from
    which the dose came. JW and JZ belong to a single-dose container only.
Why: From a single-dose container the line is returned without JW or JZ; from a multi-dose container either of them is
    wrong, and JW would bill waste that is never paid. From the claim alone nobody can tell, and an auditor who looks
    for waste of multi-dose vials asks first where both exist.
Example: Trazimera (Q5116, 10 mg a unit) is sold as 150 mg single-dose and 420 mg multi-dose. Q5116 with 21 units and
    JW with 21 would be a whole vial of 420 mg, of which the half is the next patient's: with its NDC, 00069-0305-01,
    JW is plainly wrong.
Instead: Put the NDC of the opened container on the line, or keep the record at hand. Multi-dose: one line without JW
    and JZ. Single-dose: JW for what was discarded, else JZ.
Exceptions: Silent where the NDC on the line, or a record, says which container it was.
Source: RULES 2.10, R2.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Lines on which JW and JZ stand or are wanted, of a code with both types, and nothing that tells the type."""
    told = f.recorded | f.single_dose | f.multi_dose
    matters = (f.jw_lines > 0) | (f.jz_lines > 0) | (f.both_lines > 0) | f.jz_required
    return f.both_types & no(told) & f.subject & no(f.unsettled) & (f.lines > 0) & matters


def expected(f: AccountFacts) -> Word:
    """What would tell."""
    return "the NDC of the container"


def observed(f: AccountFacts) -> Word:
    """What the lines say of it."""
    return "neither NDC nor record"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} has single-dose and multi-dose containers, and JW or JZ is right only for a single-dose one"


CHECK = Check(
    "W28",
    "type-decides",
    INFO,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
)
