"""What a person typed, taken apart: the words that name a drug, and the size that was meant.

>>> asked = read("J-code for Keytruda 100mg/4mL vial?")
>>> asked.words, str(asked.size.amount), str(asked.size.volume)
(('keytruda',), '100 mg', '4 mL')
"""

import re
import unicodedata
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, grouped, read_amount
from unitcalc.quantity.grammar import SYMBOLS
from unitcalc.quantity.number import NUMBER
from unitcalc.reference.names import plain_name

MOST_WORDS = 12
# What people write around a name, and what says nothing of which drug it is.
_FILLING = """
    a an and are as at bill billable billed billing bottle bottles by can code codes container containers dose
    doses drug drugs each for from give given hcpc hcpcs how i im in inj injectable injection injections is it
    iv ivp ivpb j jcode jcodes mdv mcg me medication mg ml my ndc of on or pack package packs patient per pfs please
    prefilled price q qty quantity sc sdv show single size sq strength subcut subcutaneous subq syringe syringes
    the to unit units use used using vial vials what whats which with
"""
# How many: 3 x 10 g, 2 vials.
_COUNTS = re.compile(
    r"\b(?:qty|quantity)[\s:]*\d{1,4}\b|"
    r"(?<![\w.,])\d{1,4}\s*(?:[x×](?=\s*\d)|(?:vial|syringe|bag|bottle|box|pack|kit|container)(?:e?s)?\b)",
    re.IGNORECASE,
)
_PERCENTS = re.compile(r"(?<![\w.,])(\d{1,3})\s*%")
_FILLERS = frozenset(_FILLING.split())
# Units in which a container's size is stated.
_SIZES = frozenset(
    ("g", "mg", "mcg", "ng", "mL", "L", "IU", "unit", "mEq", "mCi", "mcCi", "MBq", "GBq", "vg", "cells", "PFU", "cm2")
)


class Size(NamedTuple):
    """The size of a container as it was asked for; a bare number takes its unit from the code."""

    text: str
    amount: Amount | None = None
    volume: Amount | None = None
    number: Fraction | None = None

    @property
    def name(self) -> str:
        """As it is said back: 100 mg in 4 mL."""
        if self.number is not None:
            return grouped(self.number)
        return " in ".join(each.short for each in (self.amount, self.volume) if each is not None)


class Asked(NamedTuple):
    """What was typed, taken apart."""

    words: tuple[str, ...]
    """Plain words that name a drug, without those that say nothing of which."""
    size: Size | None
    plain: tuple[str, ...]
    """All words but the size."""
    every: tuple[str, ...]
    """All words, the size included."""
    percents: tuple[str, ...] = ()
    """Numbers of per cent: no size, and a word only where a product is called so (Octagam 10%)."""


def clean(text: str) -> str:
    """A text in one line: control characters and runs of spaces turned into one space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def plain_signs(text: str) -> str:
    """Full-width letters and digits, raised numbers and the like as the plain ones."""
    return unicodedata.normalize("NFKC", text)


def read(text: str) -> Asked:
    """Take a text apart. A number without a unit is a word and, where the text has others, perhaps a size."""
    text = plain_signs(text)
    text = _COUNTS.sub(" ", text)
    every = tuple(plain_name(text).split())
    percents = tuple(_PERCENTS.findall(text))
    rest, amount, volume = _without_amounts(text)
    words = tuple(plain_name(rest).split())
    meant = tuple(word for word in words if word not in _FILLERS)
    size = None
    if amount or volume:
        size = Size(" ".join(each.short for each in (amount, volume) if each), amount, volume)
    return Asked(meant[:MOST_WORDS], size, words[:MOST_WORDS], every[: 2 * MOST_WORDS], percents)


def without_number(asked: Asked) -> Asked:
    """The same with its last bare number taken as a size; unchanged where there is none, or nothing else."""
    if asked.percents:
        words = tuple(word for word in asked.words if word not in asked.percents)
        asked = asked._replace(words=words or asked.words, percents=())
    if asked.size is not None or len(asked.words) < 2:
        return asked
    for word in reversed(asked.words):
        if word.isascii() and word.isdigit() and len(word) <= 6 and int(word):
            words = tuple(other for other in asked.words if other is not word)
            return asked._replace(words=words, size=Size(word, number=Fraction(word)))
    return asked


def _without_amounts(text: str) -> tuple[str, Amount | None, Amount | None]:
    """A text without the amounts in it; the first that is no volume, and the first volume."""
    amount = volume = None
    if not any(sign.isdigit() for sign in text):
        return text, None, None
    for found in list(_amounts().finditer(text)):
        try:
            read_ = read_amount(found[0])
        except Refused:
            continue
        if read_.unit.symbol in ("mL", "L"):
            volume = volume or read_
        else:
            amount = amount or read_
        text = text.replace(found[0], " ", 1)
    return text, amount, volume


@cache
def _amounts() -> re.Pattern[str]:
    # Made at first use: most look-ups have no number in them.
    spellings = sorted((re.escape(each) for each, symbol in SYMBOLS.items() if symbol in _SIZES), key=len, reverse=True)
    return re.compile(rf"(?<![\w.,]){NUMBER}[\s-]*(?:{'|'.join(spellings)})(?![^\W\d_]|\d)", re.IGNORECASE)


def bare(size: Size, unit: Unit | None) -> tuple[Amount, ...]:
    """What a size can mean: as written, or a bare number in the unit of a code and in those printed on vials."""
    if size.number is None:
        return tuple(each for each in (size.amount,) if each is not None)
    units = [unit] if unit is not None else []
    if unit is None or unit.dimension == "mass":
        units += [Unit("mg"), Unit("g"), Unit("mcg")]
    return tuple(Amount(size.number, each) for each in dict.fromkeys(units))
