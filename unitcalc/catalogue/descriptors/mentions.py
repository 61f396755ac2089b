"""The amounts that a text mentions, each with the words that decide what it means."""

import re
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from unitcalc.quantity import Amount, Unit, read_number, read_unit
from unitcalc.quantity.number import NUMBER

_UNIT = (
    r"(?:mg|milligrams?|mcg|micrograms?|gm|grams?|g|ml|cc|iu|i\.u\.|(?:usp )?units?|kiu|meq|mci|millicuries?"
    r"|microcuries?|vector genomes?|plaque forming units|pfu|square ce[a-z]+meters?|sq cm)(?![a-z0-9])"
)
_UNIT_AFTER_PER = r"(?:mg|milligram|gm|gram|ml|cc|iu|i\.u\.|millicurie|microcurie|square ce[a-z]+meter)(?![a-z0-9])"
_BEFORE = r"up to|less than or equal to|greater than|over|minimum(?: of)?|containing nominal|provided in"
_VOLUME = r"(?:ml|cc)(?![a-z0-9])"
_RATE = r"(?:24 hours|kg|m2)(?![a-z0-9])"
# `5/20 mg` and `150-200 mg` are two numbers with one unit: neither is read.
_WHOLE = r"(?![0-9.,]+[/-][0-9])"
_ALONE = rf"(?<![\w.])(?<![0-9][/-]){_WHOLE}"
_CELLS = rf"up to {_ALONE}(?P<number>{NUMBER}) [^,]*?\bcells\b"


class Bound(StrEnum):
    """The words before an amount."""

    NONE = ""
    UP_TO = "up to"
    AT_MOST = "less than or equal to"
    ABOVE = "greater than"
    NOMINAL = "containing nominal"


_BOUNDS = {bound.value: bound for bound in Bound} | {"over": Bound.ABOVE}


class Mention(NamedTuple):
    """One amount in a text."""

    amount: Amount
    bound: Bound
    inside: bool
    """Whether it stands in brackets, where a text restates, explains or limits."""
    per: Amount | None
    """The volume that holds the amount, where it is a strength: `10 mg/ml`, `0.36 mg per 0.25 cc`."""
    start: int
    end: int

    @property
    def is_volume(self) -> bool:
        """Whether it is an amount of liquid."""
        return self.amount.unit.symbol == "mL"


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?P<before>{_BEFORE}) |(?P<equals>=) ?)?{_ALONE}(?P<number>{NUMBER})[ -]?(?P<unit>{_UNIT})"
        rf"(?: ?(?:/|\bper\b) ?(?:{_WHOLE}(?P<per_number>{NUMBER}) ?)?(?:(?P<per>{_VOLUME})|(?P<rate>{_RATE})))?"
        rf"|\bper (?:factor viii )?(?P<one>{_UNIT_AFTER_PER})(?!/)"
    )


@cache
def _cells() -> re.Pattern[str]:
    return re.compile(_CELLS)


@cache
def _unit(spelling: str) -> Unit:
    if spelling.startswith("square"):
        return Unit("cm2")  # CMS also writes `cenitmeter`
    return Unit("unit") if spelling == "kiu" else read_unit(spelling)


def find(text: str, activity: Callable[[str], str | None]) -> tuple[Mention, ...]:
    """Every amount in a lower-case text; `activity` names what its units measure.

    Left out: what a vial is `provided in`, the `1 unit` of `500 ml = 1 unit`, a minimum, and an amount
    per 24 hours or per kg.
    """
    found = []
    for match in _mention().finditer(text):
        before = match["before"] or ""
        if match["equals"] or match["rate"] or before.startswith(("provided", "minimum")):
            continue
        value = _number(match["number"])
        if not value:
            continue  # nothing is counted in nothings
        unit = _unit(match["unit"] or match["one"])
        if unit.is_activity:
            unit = Unit(unit.symbol, activity(text))
        volume = Amount(_number(match["per_number"]), _unit(match["per"])) if match["per"] else None
        inside = text.count("(", 0, match.start()) > text.count(")", 0, match.start())
        found.append(Mention(Amount(value, unit), _BOUNDS[before], inside, volume, match.start(), match.end()))
    return tuple(found)


def find_cells(text: str) -> Amount | None:
    """The largest count of cells that a lower-case text allows: `up to 460 million autologous ... cells`."""
    match = _cells().search(text) if "cells" in text else None
    return Amount(_number(match["number"]), Unit("cells")) if match else None


def _number(text: str | None) -> Fraction:
    """`per ml` is per 1 ml."""
    return read_number(text) if text else Fraction(1)
