"""The units are not a whole number above zero.

What: A claim line states units that are zero, below zero or have a fraction.
Why: Units are counted whole. A line with a fraction, with nothing or with less than nothing is no valid bill,
    and whoever repairs it downstream can only guess what was given.
Example: 345 mg of infliximab are 34.5 times the 10 mg of J1745. J1745 34.5 comes back; J1745 35 is right, since
    a begun unit counts.
Instead: Round the administered units up to the next whole one. Round the units on a JW line down, so that both
    together never exceed the label. If nothing was given, take the line away.
Exceptions: CAR-T on professional claims is billed in fractions that total 1, with KX and LU (commonly ten lines
    of 0.1): decimal units are right where LU stands.
Source: RULES 1.1, 1.2, 1.12.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """Nothing or less, or a fraction where none is allowed."""
    return (f.units <= 0) | (no(f.whole_units) & no(f.fractions_allowed))


def expected(f: LineFacts) -> Word:
    """Which number: the record alone could say it."""
    return "a whole number above 0"


def observed(f: LineFacts) -> Number:
    """Units of the line."""
    return f.units


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"The units of {f.code} are not a whole number above zero"


CHECK = Check(
    "U01",
    "units-not-whole",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
