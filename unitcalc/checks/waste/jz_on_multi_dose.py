"""JZ is billed on a drug of a multi-dose container.

What: A line carries JZ though the drug came from multi-dose containers. JZ says of a single-dose container that
    nothing billable was discarded; of a multi-dose container neither JW nor JZ is said.
Why: The units may be right, but the claim says of the container what its label does not. Who reads it later, a
    payer or an auditor, has to doubt which product was given, and a claim that contradicts its own NDC is easily
    returned.
Example: 210 mg of trastuzumab are given from a multi-dose vial of 420 mg Trazimera: Q5116, 21 units, without a
    modifier. Q5116-JZ says that the vial was single-dose.
Instead: Leave JZ away. If the label of the vial in hand says single-dose, correct the container type or the NDC in
    the record; then JZ, or a JW line, is right.
Exceptions: Silent where both types were opened or the type is not known.
Source: RULES R2, 2.10, 3.
"""

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import nothing_given, without_jz
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A JZ line, and no container that it could speak of."""
    return f.known & f.multi_dose & (f.jz_lines > 0) & no(nothing_given(f))


def expected(f: AccountFacts) -> Word:
    """Which modifier."""
    return "neither JW nor JZ"


def observed(f: AccountFacts) -> Word:
    """Which modifier."""
    return "JZ"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} comes from multi-dose containers, on which JZ says nothing"


def corrected(f: AccountFacts, line: BilledLine) -> BilledLine | None:
    """The line without JZ."""
    return without_jz(line)


CHECK = Check(
    "W21",
    "jz-on-multi-dose",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    corrected=corrected,
)
