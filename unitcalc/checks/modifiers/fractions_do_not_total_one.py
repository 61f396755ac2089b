"""The fractions of a CAR-T dose do not total one.

What: A dose of cells for CAR-T treatment is billed in fractions with LU on a professional claim, and the fractions of
    the day do not add up to one dose.
Why: One infusion is one unit, however many lines it takes. Less than one loses a part of a payment of several hundred
    thousand dollars; more than one claims a second dose that was not given.
Example: Kymriah (Q2042), one dose: ten lines of 0.1 with KX and LU make 1. With nine lines the total is 0.9, and a
    tenth of the payment is missing.
Instead: Count the lines and add what is missing, or take off what is too much. Medicare's way, as the trade press
    quotes MM12928, is ten lines of 0.1, all with KX and LU, and with 76 from the second on: this is the one use of 76
    on a drug besides units split above a limit. If the lines stand on two claims, check both together.
Exceptions: Hospital claims, which bill one unit on one line and need no fractions.
Source: RULES 1.12, 7.4.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Fractions are billed of a code that is divided, and they are not one dose."""
    return (f.car_t_parts > 1) & (f.fraction_lines > 0) & no(f.administered == 1)


def expected(f: AccountFacts) -> Number:
    """One dose."""
    return f.administered * 0 + 1


def observed(f: AccountFacts) -> Number:
    """What the fractions add up to."""
    return f.administered


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The fractions of {f.code} billed with LU do not add up to one dose"


CHECK = Check(
    "M16",
    "fractions-do-not-total-one",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
)
