"""JW is billed on a drug of a multi-dose container.

What: A JW line stands on a drug that came from multi-dose containers. What is left in such a container is kept for
    the next patient, so it is no discarded amount that Medicare pays.
Why: Waste of a multi-dose container is never payable, and the JW line is taken back. Auditors know where to look:
    when the OIG audited Herceptin of a multi-dose vial, 77 % of the claims were wrong nationally, because the whole
    vial was billed.
Example: 210 mg of trastuzumab are given from a multi-dose vial of 420 mg Trazimera (Q5116, 10 mg a unit). The bill
    is 21 units without JW and without JZ. JW with 21 units more bills the next patient's drug as waste.
Instead: Take the JW line away and bill what was given. If the vial was thrown away all the same, chart it; it is
    the clinic's loss. If the vial in hand says single-dose, correct the container type or the NDC in the record,
    then JW is right.
Exceptions: Single- or multi-dose is a matter of the label, and one code can have both: Trazimera 150 mg is
    single-dose, 420 mg is not. Where both were opened for one dose, or the type is not known, this check is silent.
Source: RULES R2, 2.10, 10.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import nothing_given, without_jw
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A JW line, and no container that it could come from."""
    return f.known & f.multi_dose & (f.jw_lines > 0) & no(nothing_given(f))


def expected(f: AccountFacts) -> Number:
    """How many units of JW are right."""
    return 0


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def difference(f: AccountFacts) -> Number:
    """All JW units are too many."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} comes from multi-dose containers, and what is left in them is no waste that is paid"


def corrected(f: AccountFacts, line: BilledLine) -> BilledLine | None:
    """The JW line falls away."""
    return without_jw(line)


CHECK = Check(
    "W01",
    "jw-on-multi-dose",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    difference=difference,
    corrected=corrected,
)
