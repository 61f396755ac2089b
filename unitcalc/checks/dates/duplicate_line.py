"""The line stands twice.

What: An earlier line of the same code, encounter and day has the same modifiers, units and NDC, and nothing on this
    line says that it repeats on purpose.
Why: A payer's computer takes the second line for the first one sent again and denies it, sometimes with the rest of
    the claim. If both are paid, one of them has to be given back.
Example: J1745-JZ, 40 units, stands twice on one visit. 400 mg were given once. One line is right, the other is a
    slip.
Instead: If the drug was given once, take one of the lines away. If it was given twice that day, add the units of both
    into one line unless the payer wants them apart; then mark the second line as the payer asks: XE, for example,
    where it was another encounter. 76 is for units that were split because of a limit, not for a second dose.
Exceptions: Lines that were split because of a limit carry 76 from the second on, and fractions of a CAR-T dose are
    alike on purpose; neither is counted. Claims that were voided or replaced do not count.
Source: RULES 10.2, 7.4, 1.12.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.words import in_lines
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """It is like an earlier line and not marked."""
    return (f.earlier_alike > 0) & no(f.repeat_marked) & no(f.fractions_allowed)


def expected(f: LineFacts) -> Number:
    """How often such a line stands on the day."""
    return 1


def observed(f: LineFacts) -> Number:
    """How often it stands there, this one included."""
    return f.earlier_alike + 1


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"A line of {f.code} with the same units, modifiers and NDC already stands on that day"


CHECK = Check(
    "T01",
    "duplicate-line",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    measure=in_lines,
)
