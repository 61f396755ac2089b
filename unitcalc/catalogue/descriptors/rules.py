"""The rules that read a descriptor (RULES R0), in the order in which they are tried.

The first rule that reads a text decides. A text that none reads is `other`: nothing is guessed.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from unitcalc.catalogue.descriptors.mentions import Bound, Mention, find_cells
from unitcalc.catalogue.descriptors.model import Descriptor, Kind, Part
from unitcalc.catalogue.descriptors.substances import substances
from unitcalc.quantity import Amount, Unit

_DURATION = r"(?:greater than ([0-9]+) days and )?(?:less than or equal to|up to) ([0-9]+) days\b|\b([0-9]+)-day supply"
_DOSE = r"\bper (?:(?:study|therapeutic|treatment|vaccine) )?(?:dose|study|treatment|infusion|instillation)\b"
_CONTAINER = (
    r"\bper (?:[\d.]+ mg )?(?:single[- ](?:use|dose) )?(?:vial|implant|patch|bottle|applicator)\b"
    r"|\bsingle unit (?:dose applicator|dosage form)\b"
    r"|\b(?:per|each|split) unit\b"
    r"|(?:, |\b1 )(?:each|ea)$"
)
_NAMED_CONTAINER = r"\bimplant system\b|, implant$|\bsuppository\b|^intrauterine\b"
_UNCLASSIFIED = r"\bunclassified\b|\bunspecified\b|\bnot otherwise (?:classified|specified)\b|\bno[cs]\b"
_BY_DIMENSION = {"mL": Kind.VOLUME, "cm2": Kind.AREA, "mCi": Kind.RADIOACTIVITY, "mcCi": Kind.RADIOACTIVITY}


class Reading(NamedTuple):
    """A text and the amounts it mentions; strengths apart, since they are no unit beside another amount."""

    text: str
    lower: str
    mentions: tuple[Mention, ...]
    strengths: tuple[Mention, ...]

    def with_bound(self, *bounds: Bound) -> tuple[Amount, ...]:
        """The amounts that stand after one of these words."""
        return tuple(mention.amount for mention in self.mentions if mention.bound in bounds)

    def found(self, pattern: str) -> re.Match[str] | None:
        """Where a pattern occurs in the lower-case text."""
        return _compiled(pattern).search(self.lower)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def cells(reading: Reading) -> Descriptor | None:
    """`up to 460 million ... t cells`: one unit a dose."""
    most = find_cells(reading.lower)
    return Descriptor(reading.text, Kind.CELLS, at_most=most) if most else None


def duration(reading: Reading) -> Descriptor | None:
    """`less than or equal to 7 days of therapy`, `30-day supply`: one unit a dose."""
    match = reading.found(_DURATION) if "day" in reading.lower else None
    if match is None:
        return None
    above, most, supply = (_days(match[group]) for group in (1, 2, 3))
    return Descriptor(reading.text, Kind.DURATION, also=(supply,) if supply else (), at_most=most, above=above)


def dose(reading: Reading) -> Descriptor | None:
    """`per study dose, up to 30 millicuries`, `per treatment`, `per infusion`: one unit a dose."""
    if reading.found(_DOSE) is None:
        return None
    most = next(iter(reading.with_bound(Bound.UP_TO)), None)
    return Descriptor(reading.text, Kind.DOSE, also=reading.with_bound(Bound.NONE), at_most=most)


def threshold(reading: Reading) -> Descriptor | None:
    """`greater than 100 mg`, `over 10 cc`, `less than or equal to 3 mg`: the amount selects the code."""
    above = next(iter(reading.with_bound(Bound.ABOVE)), None)
    most = next(iter(reading.with_bound(Bound.AT_MOST)), None)
    if above is None and most is None:
        return None
    return Descriptor(reading.text, Kind.THRESHOLD, at_most=most, above=above)


def container(reading: Reading) -> Descriptor | None:
    """`per vial`, `single unit dose applicator (3.2 mg)`, `5000 iu vial`, `ring, each`: one unit a container.

    What it holds is read only in brackets or right beside its name: in `150 mg, per bottle of 60` it is one tablet.
    """
    in_vial = [mention for mention in reading.mentions if reading.lower.startswith((" vial", " single"), mention.end)]
    if not in_vial and reading.found(_CONTAINER) is None:
        return None
    held = in_vial or [mention for mention in reading.mentions if mention.inside]
    return Descriptor(reading.text, Kind.CONTAINER, also=tuple(mention.amount for mention in held))


def combination(reading: Reading) -> Descriptor | None:
    """`3 mg and 3 mg`, `2mg/3mg`, `75 mg (50 mg cft/25 mg taz)`: the total; the first part where nothing adds up.

    A volume after the parts is the unit (`5 mg/20 mg enteral suspension, 100 ml`); a volume before a single amount
    restates it (`1 cc, 200 mg`).
    """
    outside = [mention for mention in reading.mentions if not mention.inside]
    if len({mention.bound for mention in outside}) > 1:
        return None  # `per 100 microcuries, up to 999 microcuries`: a unit and its limit
    within = [mention for mention in reading.mentions if mention.inside]
    if len(outside) == 1 and len(within) > 1:
        parts = _parts(reading, within)
        return Descriptor(reading.text, Kind.COMBINATION, outside[0].amount, parts=parts)
    if len(outside) < 2:
        return None
    *first, last = outside
    if last.is_volume:
        return Descriptor(reading.text, Kind.VOLUME, last.amount, parts=_parts(reading, first))
    if first[0].is_volume:
        return Descriptor(reading.text, Kind.AMOUNT, last.amount, also=(first[0].amount,))
    parts = _parts(reading, outside)
    return Descriptor(reading.text, Kind.COMBINATION, _total(parts), parts=parts)


def counted(reading: Reading) -> Descriptor | None:
    """One amount: `10 mg`, `per ml`, `up to 80 mg`, `1 millicurie`, `per square centimeter`.

    Another dimension beside it restates the unit: `300 mcg (1500 iu)`, `per ml, containing nominal ...`.
    """
    plain = [mention for mention in reading.mentions if mention.bound is Bound.NONE]
    limits = [mention for mention in reading.mentions if mention.bound is Bound.UP_TO]
    if not plain and not limits:
        return None
    unit = min(plain or limits, key=lambda mention: mention.inside)
    also = tuple(
        mention.amount
        for mention in reading.mentions
        if mention.bound in (Bound.NONE, Bound.NOMINAL) and not mention.amount.fits(unit.amount.unit)
    )
    kind = _BY_DIMENSION.get(unit.amount.unit.symbol, Kind.AMOUNT) if plain else Kind.UP_TO
    most = limits[0].amount if plain and limits else None
    return Descriptor(reading.text, kind, unit.amount, also=also, at_most=most)


def strength(reading: Reading) -> Descriptor | None:
    """`10 mg/ml`, `0.36 mg per 0.25 cc`, and no other amount: a unit is what that volume holds."""
    if len(reading.strengths) != 1:
        return None
    only = reading.strengths[0]
    return Descriptor(reading.text, Kind.AMOUNT, only.amount, also=(only.per,) if only.per else ())


def unclassified(reading: Reading) -> Descriptor | None:
    """`Unclassified drugs`, `not otherwise specified`, and no amount: one unit with a narrative (RULES 4b)."""
    return Descriptor(reading.text, Kind.UNCLASSIFIED) if reading.found(_UNCLASSIFIED) else None


def vaccine(reading: Reading) -> Descriptor | None:
    """A vaccine without an amount: one unit a dose."""
    return Descriptor(reading.text, Kind.DOSE) if reading.found(r"\bvaccine\b") else None


def named_container(reading: Reading) -> Descriptor | None:
    """An implant, suppository or intrauterine contraceptive without an amount: one unit a piece."""
    return Descriptor(reading.text, Kind.CONTAINER) if reading.found(_NAMED_CONTAINER) else None


RULES: tuple[Callable[[Reading], Descriptor | None], ...] = (
    cells,
    duration,
    dose,
    threshold,
    container,
    combination,
    counted,
    strength,
    unclassified,
    vaccine,
    named_container,
)


def _days(text: str | None) -> Amount | None:
    return Amount(Fraction(text), Unit("day")) if text else None


def _parts(reading: Reading, mentions: list[Mention]) -> tuple[Part, ...]:
    names = substances(reading.lower, mentions)
    return tuple(Part(mention.amount, name) for mention, name in zip(mentions, names, strict=True))


def _total(parts: tuple[Part, ...]) -> Amount:
    first = parts[0].amount
    if any(part.amount.unit != first.unit for part in parts):
        return first
    return Amount(sum((part.amount.value for part in parts), Fraction(0)), first.unit)
