"""The numbers in what was typed: amounts, concentrations, counts, and those that stand without a unit.

Each is read as one token, with the grammar of amounts, before the text is split into words: 1,500 is never 1 and 500.

>>> taken = take("advate 1,500")
>>> taken.rest, [str(number.value) for number in taken.numbers]
('advate 1,500', ['1500'])
>>> [(str(n.value), str(n.volume)) for n in take("leqembi 500/5").numbers]
[('500', '5 mL')]
"""

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, read_amount
from unitcalc.quantity.grammar import SYMBOLS
from unitcalc.quantity.number import NUMBER, read_number
from unitcalc.reference.names import plain_name

_LARGEST = 10**7
"""A bare number from here on is a telephone number or a day rather than a size."""
# How many: 3 x 10 g, 4 x remicade, 2 vials, vial x4.
_COUNTS = re.compile(
    r"\b(?:qty|quantity)[\s:]*\d{1,4}\b|"
    r"(?<![\w.,])\d{1,4}\s*(?:[x×](?=\s*\d|\s+[a-z])|(?:vial|syringe|bag|bottle|box|pack|kit|container)(?:e?s)?\b)|"
    r"(?<=[^\W\d_])\s+[x×]\s?\d{1,4}(?![\w.,^⁰¹²³⁴⁵⁶⁷⁸⁹]|\s*\^)",
    re.IGNORECASE,
)
# 1000 x 4: whether four of a thousand or the other way round can't be told. (x 10^13 is a power.)
_EITHER = re.compile(
    r"(?<![\w.,])(\d[\d.,]*)\s*[x×]\s*(\d[\d.,]*)(?!\s*(?:[\^%⁰¹²³⁴⁵⁶⁷⁸⁹]|[^\W\d_]|[\d.,]))", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w.,/])\.?\d[\d.,/]*(?:\s*(?:thousand|million|billion|trillion)\b)?(?![\w.,/]|\s*%)", re.IGNORECASE
)
_PER_ML = re.compile(r"\s*(?:/|\bper\b)\s*(?:ml|cc)\b", re.IGNORECASE)
_ML = Unit("mL")
# Units in which a container's size is stated.
_SIZES = frozenset(
    ("g", "mg", "mcg", "ng", "mL", "L", "IU", "unit", "mEq", "mCi", "mcCi", "MBq", "GBq", "vg", "cells", "PFU", "cm2")
)


class Number(NamedTuple):
    """A number without a unit."""

    text: str
    parts: tuple[str, ...]
    """The plain words that it falls into: a brand may be called so (Humulin 70/30)."""
    value: Fraction | None
    """None where it is not written as numbers of amounts are (2,5)."""
    volume: Amount | None = None
    """How much it is in, where two numbers are written 500/5."""


class Taken(NamedTuple):
    """A text without its amounts and counts, and what was taken out."""

    rest: str
    amount: Amount | None = None
    volume: Amount | None = None
    concentration: Amount | None = None
    """The amount in one mL."""
    numbers: tuple[Number, ...] = ()
    remarks: tuple[str, ...] = ()
    """What is not used, in sentences."""


def take(text: str) -> Taken:
    """Take the numbers out of a text; the bare ones stay in it, for they may belong to a name."""
    if not any(sign.isdigit() for sign in text):
        return Taken(text)
    remarks = []
    either = _EITHER.search(text)
    if either and _value(either[1]) > _value(either[2]):
        remarks.append(f"'{either[0]}' can be read in two ways, so no size is looked for: write the unit.")
        text = _EITHER.sub(" ", text)
    counts = [" ".join(found[0].split()) for found in _COUNTS.finditer(text)]
    if counts:
        remarks.append(f"A look-up is of one container; the count is not used: {', '.join(counts)[:40]}.")
        text = _COUNTS.sub(" ", text)
    taken = _amounts(text)
    numbers = tuple(_number(found[0]) for found in _BARE.finditer(taken.rest))
    return taken._replace(numbers=numbers, remarks=(*remarks, *taken.remarks))


def _number(text: str) -> Number:
    text = text.rstrip(".,/")
    parts = tuple(plain_name(text).split())
    first, slash, second = text.partition("/")
    value = _value(first)
    volume = Amount(_value(second), _ML) if slash and _value(second) else None
    known = 0 < value < _LARGEST and bool(volume) == bool(slash)
    return Number(text, parts, value if known else None, volume)


def _value(text: str) -> Fraction:
    try:
        return read_number(text.rstrip(".,"))
    except ValueError:
        return Fraction(0)


def _amounts(text: str) -> Taken:
    """The first amount that is no volume, the first volume and the first concentration, and the text without any."""
    amount: Amount | None = None
    volume: Amount | None = None
    concentration: Amount | None = None
    taken: Amount | None
    rest: list[str] = []
    unused: list[str] = []
    end = 0
    for found in _with_units().finditer(text):
        try:
            read = read_amount(found[0])
        except Refused:
            continue
        rest.append(text[end : found.start()])
        end = found.end()
        per = _PER_ML.match(text, end)
        if per:
            end = per.end()
            taken, concentration = concentration, concentration or read
        elif read.unit.symbol in ("mL", "L"):
            taken, volume = volume, volume or read
        else:
            taken, amount = amount, amount or read
        if taken and taken != read:
            unused.append(found[0])
    remarks = (f"Only {(amount or volume)} is looked for; left out: {', '.join(unused)[:40]}.",) if unused else ()
    return Taken(" ".join([*rest, text[end:]]), amount, volume, concentration, remarks=remarks)


@cache
def _with_units() -> re.Pattern[str]:
    # Made at first use: most look-ups have no number in them.
    spellings = sorted((re.escape(each) for each, symbol in SYMBOLS.items() if symbol in _SIZES), key=len, reverse=True)
    return re.compile(rf"(?<![\w.,]){NUMBER}[\s-]*(?:{'|'.join(spellings)})(?![^\W\d_]|\d)", re.IGNORECASE)
