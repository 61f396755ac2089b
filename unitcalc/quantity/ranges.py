"""Ranges and conditions as labels state them: `3 to 10 mg/kg`, `>= 12 years, < 18 years`.

>>> str(read_range("3 to 10 mg/kg"))
'3 to 10 mg/kg'
>>> read_bounds(">= 60 kg, <= 100 kg").holds(read_amount("100 kg"))
True
"""

import re
from fractions import Fraction
from typing import NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.quantity.amount import Amount
from unitcalc.quantity.grammar import read_amount, read_positive
from unitcalc.quantity.number import grouped, read_number

_TO = re.compile(r"(?P<low>.+?)\s+to\s+(?P<high>.+)", re.IGNORECASE)
_BOUND = re.compile(r"(?P<sign>>=|>|<=|<)\s*(?P<amount>.+)")


class Range(NamedTuple):
    """From one amount to another of the same unit, both included; `low` is None where only the most is stated."""

    low: Amount | None
    high: Amount

    def __str__(self) -> str:
        if self.low is None:
            return f"up to {self.high.short}"
        return self.high.short if self.low == self.high else f"{grouped(self.low.value)} to {self.high.short}"


class Numbers(NamedTuple):
    """From one number to another, both included: an area under the curve, a level in IU/dL."""

    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        return grouped(self.high) if self.low == self.high else f"{grouped(self.low)} to {grouped(self.high)}"


class Bounds(NamedTuple):
    """What an age or a weight has to be; None where a side is open."""

    low: Amount | None
    above: bool
    """Whether the lower bound itself is outside."""
    high: Amount | None
    below: bool
    """Whether the upper bound itself is outside."""

    def holds(self, amount: Amount) -> bool:
        """Whether an amount lies within."""
        if self.low is not None and (amount < self.low or (self.above and amount <= self.low)):
            return False
        return self.high is None or not (amount > self.high or (self.below and amount >= self.high))

    def __str__(self) -> str:
        low = f"{'above' if self.above else 'from'} {self.low.short}" if self.low else ""
        high = f"{'below' if self.below else 'to'} {self.high.short}" if self.high else ""
        return f"{low} {high}".strip()


def read_range(text: str) -> Range:
    """`5 mg/kg`, `3 to 10 mg/kg`, `up to 4 mg/kg`; Refused for anything else."""
    if text.strip().lower().startswith("up to "):
        return Range(None, read_positive(text.strip()[6:]))
    match = _TO.fullmatch(text.strip())
    if match is None:
        single = read_positive(text)
        return Range(single, single)
    high = read_positive(match["high"])
    found = Range(Amount(_number(match["low"]), high.unit), high)
    if found.low is not None and found.low > found.high:
        raise _refused(text, "it ends before it begins", "3 to 10 mg/kg")
    return found


def read_numbers(text: str) -> Numbers:
    """`20 to 40`, `5`; Refused for anything else."""
    match = _TO.fullmatch(text.strip())
    low, high = (match["low"], match["high"]) if match else (text, text)
    found = Numbers(_number(low), _number(high))
    if found.low > found.high:
        raise _refused(text, "it ends before it begins", "20 to 40")
    return found


def read_bounds(text: str) -> Bounds:
    """`>= 12 years`, `>= 60 kg, <= 100 kg`; Refused for anything else, and where a side stands twice."""
    low: Amount | None = None
    high: Amount | None = None
    above = below = False
    for part in text.split(","):
        match = _BOUND.fullmatch(part.strip())
        if match is None:
            raise _refused(text, "it is no comparison", ">= 12 years, < 18 years")
        amount, strict = read_amount(match["amount"]), "=" not in match["sign"]
        if match["sign"].startswith(">"):
            if low is not None:
                raise _refused(text, "the lower bound stands twice", ">= 12 years, < 18 years")
            low, above = amount, strict
        else:
            if high is not None:
                raise _refused(text, "the upper bound stands twice", ">= 12 years, < 18 years")
            high, below = amount, strict
    if low is not None and high is not None and low > high:
        raise _refused(text, "nothing lies within it", ">= 12 years, < 18 years")
    return Bounds(low, above, high, below)


def _number(text: str) -> Fraction:
    try:
        return read_number(text)
    except ValueError:
        raise _refused(text, "it is no number", "20 to 40") from None


def _refused(text: str, why: str, example: str) -> Refused:
    return Refused(Problem("range-not-read", f"'{text.strip()[:60]}': {why}.", f"Write it as {example}."))
