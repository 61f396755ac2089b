"""How similar codes differ: in the unit, in what it measures, in the suffix, in the brands."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Descriptor, Kind, read_descriptor
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE, WHOLE_DOSE_KINDS, Drug
from unitcalc.catalogue.lookup.ranking import BESIDE
from unitcalc.catalogue.substances import substance_words
from unitcalc.codes import is_code
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CodeRow

_SUFFIX = re.compile(r"(?<=[a-z])-([a-z]{4})\b")
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
    unit, brands = counted(theirs), brand_names(catalogue.product_names(other.code))
    said = [
        _brands(brands) if with_brands else "",
        _units(counted(own), unit),
        _suffixes(row.long, other.long),
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


def counted(descriptor: Descriptor) -> Amount | None:
    """What one unit stands for."""
    if descriptor.kind in WHOLE_DOSE_KINDS:
        return A_DOSE
    return A_CONTAINER if descriptor.kind is Kind.CONTAINER else descriptor.amount


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
    found = _SUFFIX.findall(text.lower())
    return found[0] if found and found[0] not in ("beta", "alfa", "only", "free") else ""


def _more_words(row: CodeRow, other: CodeRow, brands: Sequence[str]) -> str:
    """Words of the other's descriptor that this one has not: hyaluronidase, pegylated, a firm's name."""
    mine = {*plain_name(row.long).split(), _suffix(other.long), *plain_name(" ".join(brands)).split()}
    telling = substance_words(other.long) - BESIDE
    told = (word for word in plain_name(other.long).split() if word in telling and word not in mine)
    words = [word for word in dict.fromkeys(told) if not is_code(word)]
    return f"also says {' '.join(words[:_MOST_WORDS])}" if words else ""


def _brands(brands: tuple[str, ...]) -> str:
    listed = ", ".join(brands[:_MOST_BRANDS])
    return f"{listed} and {len(brands) - _MOST_BRANDS} more" if len(brands) > _MOST_BRANDS else listed
