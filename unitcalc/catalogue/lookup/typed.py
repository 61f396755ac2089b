"""What a person typed, taken apart: the words that name a drug, and the size that was meant.

>>> asked = read("J-code for Keytruda 100mg/4mL vial?")
>>> asked.words, str(asked.size.amount), str(asked.size.volume)
(('keytruda',), '100 mg', '4 mL')
"""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.lookup.typed_numbers import Number, take
from unitcalc.quantity import Amount, Unit, grouped
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
_PERCENTS = re.compile(r"(?<![\w.,])(\d{1,3})\s*%")
_FILLERS = frozenset(_FILLING.split())


class Size(NamedTuple):
    """The size of a container as it was asked for; a bare number takes its unit from the code."""

    text: str
    amount: Amount | None = None
    volume: Amount | None = None
    number: Fraction | None = None
    concentration: Amount | None = None
    """The amount in one mL."""

    @property
    def name(self) -> str:
        """As it is said back: 100 mg in 4 mL."""
        if self.number is not None:
            return " in ".join(filter(None, (grouped(self.number), self.volume.short if self.volume else "")))
        if self.amount is None and self.concentration is not None:
            return f"{self.concentration.short}/mL"
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
    numbers: tuple[Number, ...] = ()
    """Those without a unit, whose parts are among the words, too."""
    remarks: tuple[str, ...] = ()
    """What is not used, in sentences."""


def clean(text: str) -> str:
    """A text in one line: control characters and runs of spaces turned into one space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def plain_signs(text: str) -> str:
    """Full-width letters and digits, raised numbers and the like as the plain ones."""
    return unicodedata.normalize("NFKC", text)


def read(text: str) -> Asked:
    """Take a text apart. A number without a unit is a word and, where the text has others, perhaps a size."""
    text = plain_signs(text)
    every = tuple(plain_name(text).split())
    percents = tuple(_PERCENTS.findall(text))
    rest, amount, volume, concentration, numbers, remarks = take(text)
    words = tuple(plain_name(rest).split())
    meant = tuple(word for word in words if word not in _FILLERS)
    size = None
    if amount or volume or concentration:
        said = " ".join(each.short for each in (amount, volume) if each)
        said = " ".join(filter(None, (said, f"{concentration.short}/mL" if concentration else "")))
        size = Size(said, amount, volume, concentration=concentration)
    every = every[: 2 * MOST_WORDS]
    return Asked(meant[:MOST_WORDS], size, words[:MOST_WORDS], every, percents, numbers, remarks)


def without_number(asked: Asked) -> Asked:
    """The same with its last bare number taken as a size; unchanged where there is none, or nothing else."""
    if asked.percents:
        words = tuple(word for word in asked.words if word not in asked.percents)
        asked = asked._replace(words=words or asked.words, percents=())
    if asked.size is not None:
        return asked
    for number in reversed(asked.numbers):
        length = len(number.parts)
        places = [at for at in range(len(asked.words)) if asked.words[at : at + length] == number.parts]
        if not places or length == len(asked.words):
            continue
        words = asked.words[: places[-1]] + asked.words[places[-1] + length :]
        if number.value is None:
            unread = f"'{number.text}' is no number as sizes are written (2,500 or 2.5); no size is looked for."
            return asked._replace(words=words, remarks=(*asked.remarks, unread))
        return asked._replace(words=words, size=Size(number.text, volume=number.volume, number=number.value))
    return asked


def bare(size: Size, unit: Unit | None) -> tuple[Amount, ...]:
    """What a size can mean: as written, or a bare number in the unit of a code and in those printed on vials."""
    if size.number is None:
        return tuple(each for each in (size.amount,) if each is not None)
    units = [unit] if unit is not None else []
    if unit is None or unit.dimension == "mass":
        units += [Unit("mg"), Unit("g"), Unit("mcg")]
    return tuple(Amount(size.number, each) for each in dict.fromkeys(units))
