"""How similar codes differ: in the unit, in what it measures, in the suffix, in the brands."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import read_descriptor
from unitcalc.catalogue.drugs import Drug, unit_of
from unitcalc.catalogue.lookup.ranking import BESIDE, is_short_name
from unitcalc.catalogue.substances import substance_words
from unitcalc.codes import is_code
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CodeRow

_SUFFIX = re.compile(r"(?<=[a-z])-([a-z]{4})\b")
_NO_SUFFIXES = ("beta", "alfa", "only", "free", "esrd")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_BRANDS = 3
_MOST_WORDS = 6


class Similar(NamedTuple):
    """A similar code, and how it differs from the one looked up."""

    code: str
    short: str
    difference: str
    unit: Amount | None
    brands: tuple[str, ...]


def similar(catalogue: Catalogue, drug: Drug, day: date) -> tuple[Similar, ...]:
    """The codes of the same substance in force on a day, the nearest first."""
    return tuple(differing(catalogue, drug.row, row) for row in catalogue.drugs.similar(drug, day=day))


def differing(catalogue: Catalogue, row: CodeRow, other: CodeRow, with_brands: bool = True) -> Similar:
    """How one code differs from another, in a few words."""
    own, theirs = read_descriptor(row.long), read_descriptor(other.long)
    unit, brands = unit_of(theirs), brand_names(catalogue.product_names(other.code))
    said = [
        _brands(brands) if with_brands else "",
        _units(unit_of(own), unit),
        _suffixes(row.long, other.long),
        _use(row.long, other.long),
        _more_words(row, other, brands),
    ]
    if other.terminated:
        said.append(f"ended on {other.terminated}")
    return Similar(other.code, other.short, "; ".join(filter(None, said)), unit, brands)


def brand_names(products: Iterable[str]) -> tuple[str, ...]:
    """Products of one code by their brand, each once, without what only tells packages of it apart.

    >>> brand_names(["FULPHILA (pegfilgrastim-jmdb)", "Fulphila", "OCTAGAM 10%", "Octagam", "Gamunex-C"])
    ('Fulphila', 'Octagam', 'Gamunex-C')
    """
    found: dict[str, str] = {}
    for product in products:
        name = product.partition("(")[0].strip(" ®™") or product
        known = found.setdefault(name.lower(), name)
        if known.isupper() and not name.isupper():
            found[name.lower()] = name
    return tuple(name for key, name in found.items() if not any(key.startswith(f"{other} ") for other in found))


def _units(own: Amount | None, theirs: Amount | None) -> str:
    if own == theirs:
        return "same unit"
    if theirs is None:
        return "no unit of amount"
    if own is None:
        return f"unit {theirs}"
    if own.unit.is_activity and theirs.unit.is_activity and own.unit.of != theirs.unit.of:
        return f"unit {theirs}, not of {own.unit.of or 'an unnamed activity'}"
    return f"unit {theirs.short}, not {own.short}"


def _suffixes(own: str, theirs: str) -> str:
    mine, other = _suffix(own), _suffix(theirs)
    if mine == other:
        return ""
    if other:
        return f"suffix -{other}" + (f", not -{mine}" if mine else "")
    return f"no suffix, not -{mine}"


def _suffix(text: str) -> str:
    found = [suffix for suffix in _SUFFIX.findall(text.lower()) if suffix not in _NO_SUFFIXES]
    return found[0] if found else ""


def _use(own: str, theirs: str) -> str:
    """For whom it is, where only that tells two codes apart."""
    mine, other = _for_whom(own), _for_whom(theirs)
    if mine == other:
        return ""
    return f"for {other}" if other else f"not only for {mine}"


def _for_whom(text: str) -> str:
    plain = f" {plain_name(text)} "
    if " non esrd " in plain:
        return "non-ESRD use"
    return "ESRD use" if " esrd " in plain else ""


def _more_words(row: CodeRow, other: CodeRow, brands: Sequence[str]) -> str:
    """Words of one descriptor that the other has not: hyaluronidase, pegylated, protein-bound, HD, a firm's name."""
    mine, theirs = (set(plain_name(each.long).split()) for each in (row, other))
    # The first word of a brand stands beside it already; what else a brand says may be the difference itself.
    named = {first for first, *_ in (plain_name(brand).split() for brand in brands if brand)}
    more = _telling(other.long, {*mine, *named, _suffix(other.long)})
    # A brand of its own in parentheses is nothing that the other lacks.
    less = _telling(_IN_PARENTHESES.sub(" ", row.long), {*theirs, _suffix(row.long)})
    said = [f"also says {' '.join(more)}" if more else "", f"without {' '.join(less)}" if less else ""]
    return "; ".join(filter(None, said))


def _telling(text: str, known: set[str]) -> list[str]:
    """The words of a descriptor that tell of its substance, but for those that are known."""
    naming = substance_words(text) - BESIDE
    found = []
    for word in _WORD.findall(text.lower()):
        parts = [part for part in word.split("-") if part not in known and not is_code(part)]
        parts = [part for part in parts if part in naming or (len(part) == 2 and is_short_name(part))]
        if parts:
            found.append("-".join(parts))
    return [word.upper() if len(word) == 2 else word for word in dict.fromkeys(found)][:_MOST_WORDS]


def _brands(brands: tuple[str, ...]) -> str:
    listed = ", ".join(brands[:_MOST_BRANDS])
    return f"{listed} and {len(brands) - _MOST_BRANDS} more" if len(brands) > _MOST_BRANDS else listed
