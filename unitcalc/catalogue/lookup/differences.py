"""How similar codes differ: in the unit, in what it measures, in the suffix, in the brands."""

import re
from datetime import date
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Descriptor, Kind, read_descriptor
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE, WHOLE_DOSE_KINDS, Drug
from unitcalc.catalogue.lookup.ranking import substance_name
from unitcalc.quantity import Amount
from unitcalc.reference.records import CodeRow

_SUFFIX = re.compile(r"(?<=[a-z])-([a-z]{4})\b")
_BRAND = re.compile(r"\(([^()]*)\)")
_MOST_BRANDS = 3


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


def differing(catalogue: Catalogue, row: CodeRow, other: CodeRow) -> Similar:
    """How one code differs from another, in a few words."""
    own, theirs = read_descriptor(row.long), read_descriptor(other.long)
    unit, brands = counted(theirs), catalogue.product_names(other.code)
    said = [_units(counted(own), unit), _suffixes(row.long, other.long), _substances(row, other), _brands(brands)]
    if other.terminated:
        said.append(f"ended on {other.terminated}")
    return Similar(other.code, other.short, "; ".join(filter(None, said)), unit, brands)


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


def _substances(row: CodeRow, other: CodeRow) -> str:
    """Words of the other's substance that this one has not: hyaluronidase, pegylated."""
    mine, suffix = set(substance_name(row.long)), _suffix(other.long)
    brands = {word for text in _BRAND.findall(other.long.lower()) for word in text.split()}
    more = [word for word in substance_name(other.long) if word not in mine and word != suffix and word not in brands]
    return f"with {' '.join(more[:5])}" if more else ""


def _brands(brands: tuple[str, ...]) -> str:
    listed = ", ".join(brands[:_MOST_BRANDS])
    return f"{listed} and {len(brands) - _MOST_BRANDS} more" if len(brands) > _MOST_BRANDS else listed
