"""The containers as a page asks for them: what a drug comes in, and a row's count and choice as the core reads them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.presentations import Presentation
from unitcalc.codes import read_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.pages.drug_typed import DrugTyped
from unitcalc.quantity import Amount, read_amount

_COUNT = re.compile(r"[0-9]{1,6}")
_POTENCY = re.compile(r"(?:(?P<times>[0-9]{1,6})\s*[x×*]\s*)?(?P<number>[0-9][0-9.,]*)\s*(?P<unit>[A-Za-z][A-Za-z.]*)?")

_KINDS = r"\s+and\s+|[;+\n]|,\s+"
"""What people write between one kind of container and the next, and between potencies."""
_BETWEEN = re.compile(rf"{_KINDS}|(?<=\d)\s+(?=\d)")


class Size(NamedTuple):
    """A container that a drug comes in, to be chosen."""

    text: str
    """What the core reads after the count: an amount or an NDC; empty for a vial of which only the potency is known."""
    words: str
    asks: str
    """What must be read from each container: its potency, or its content; empty where the label amount is known."""
    unit: str


class Entries(NamedTuple):
    """A row's containers as the core reads them, or why they are not known yet."""

    texts: tuple[str, ...] = ()
    missing: str = ""
    problem: Problem | None = None
    all_alike: Amount | None = None
    """The one potency that was stated of several containers: whether all have it is a person's word."""


def sizes(catalogue: Catalogue, drug: Drug) -> tuple[Size, ...]:
    """What a drug comes in on its day: each size once, then each NDC; those on sale before those of other years."""
    found = catalogue.of_code(drug)
    sold = [each for each in found if each.in_force] or list(found)
    amounts = sorted({each.label_amount for each in sold if each.label_amount}, key=lambda amount: amount.value)
    unit = drug.billing_unit.unit.symbol if drug.billing_unit else "mg"
    chosen = [Size(amount.short, amount.short, "", unit) for amount in amounts]
    if any(each.potency is Potency.ASSAYED for each in sold):
        chosen.append(Size("", "any assayed vial, NDC not stated", "Potency", unit))
    by_size = sorted((each for each in sold if each.ndc), key=_order)
    return (*chosen, *(_of_ndc(each, unit) for each in by_size))


def chosen(found: Sequence[Size], words: str | None, drug_typed: DrugTyped, row: int) -> Size | None:
    """What is chosen in a row, in its words; in the first row before a person chooses, what stands chosen there."""
    for size in found:
        if size.words == words:
            return size
    place = first_choice(found, drug_typed, row)
    return found[place] if place is not None and row == 0 else None


def first_choice(found: Sequence[Size], drug_typed: DrugTyped, row: int) -> int | None:
    """Which one stands chosen in a row before a person chooses: in the first the one that the drug's field names."""
    if row == 0 and drug_typed.ndc:
        try:
            return of_ndc(found, str(read_ndc(drug_typed.ndc)))
        except Refused:
            return None
    return only(found)


def only(found: Sequence[Size]) -> int | None:
    """Which one is meant where nothing was chosen: the one size there is."""
    plain = [place for place, size in enumerate(found) if not _is_ndc(size.text)]
    return plain[0] if len(plain) == 1 else None


def of_ndc(found: Sequence[Size], ndc: str) -> int | None:
    """Which one has an NDC."""
    return next((place for place, size in enumerate(found) if size.text == ndc), None)


def counted(how_many: str) -> bool:
    """Whether a row's text is a count alone, of what is chosen beside it."""
    return _COUNT.fullmatch(how_many.strip()) is not None


def in_full(text: str) -> tuple[str, ...]:
    """Containers written out, each kind by itself.

    >>> in_full("3 x 100 mg + 1 x 500 mg"), in_full("2 x 1,000 mg and 1 x 500 mg")
    (('3 x 100 mg', '1 x 500 mg'), ('2 x 1,000 mg', '1 x 500 mg'))
    """
    return tuple(part.strip() for part in re.split(_KINDS, text) if part.strip())


def last_written(rows: Sequence[str]) -> str:
    """Of the containers written in rows the last kind, which is being written."""
    kinds = in_full(next(filter(None, reversed(rows)), ""))
    return kinds[-1] if kinds else ""


def entries(how_many: str, size: Size | None, potency: str) -> Entries:
    """A row's containers. A count needs a size; an assayed vial needs the potency printed on it."""
    text = how_many.strip()
    if not text:
        return Entries()
    if not counted(text):
        return Entries(in_full(text))
    if size is None:
        return Entries(missing=f"{text} of which size?")
    if not size.asks:
        return Entries((f"{text} x {size.text}",))
    return _with_potency(int(text), size, potency)


def _with_potency(count: int, size: Size, potency: str) -> Entries:
    """One entry for each potency that was read from the vials."""
    read = [part.strip() for part in _BETWEEN.split(potency) if part.strip()]
    if not read:
        return Entries(missing=f"{size.asks.lower()} printed on each")
    amounts: list[str] = []
    for part in read:
        match = _POTENCY.fullmatch(part)
        if match is None:
            message = f"'{part[:30]}' is no {size.asks.lower()}."
            return Entries(problem=Problem("potency-not-read", message, f"Write 1046 {size.unit}."))
        times = int(match["times"] or 1)
        if times > count:
            return Entries(problem=_too_many(times, count))
        amounts += [f"{match['number']} {match['unit'] or size.unit}"] * times
    if len(amounts) == 1 and not _differs(size):
        amounts *= count
    if len(amounts) < count:
        alike = _read(amounts[0]) if len(amounts) == 1 else None
        return Entries(missing=f"{len(amounts)} of {count} {_many(size)} stated", all_alike=alike)
    if len(amounts) > count:
        return Entries(problem=_too_many(len(amounts), count))
    at = f"{size.text} @ " if size.text else ""
    return Entries(tuple(f"{number} x {at}{each}" for each, number in Counter(amounts).items()))


def _too_many(stated: int, count: int) -> Problem:
    return Problem("potency-count", f"{stated} are stated for {count}.", "State one for each container.")


def _read(text: str) -> Amount | None:
    try:
        return read_amount(text)
    except Refused:
        return None


def _differs(size: Size) -> bool:
    """Whether each container has its own: an assayed potency. The content by the label is the same in all."""
    return size.asks == "Potency"


def _many(size: Size) -> str:
    return "potencies" if _differs(size) else "contents"


def _is_ndc(text: str) -> bool:
    return re.fullmatch(r"[0-9]{5,6}-[0-9]{4}-[0-9]{2}", text) is not None


def _order(each: Presentation) -> tuple[object, ...]:
    amount: Amount | None = each.label_amount or each.nominal_amount
    return (each.product.lower(), amount.value if amount else 0, each.ndc)


def _of_ndc(each: Presentation, unit: str) -> Size:
    named = f"{each.product.strip()} {each.ndc}"
    if each.label_amount is not None:
        return Size(each.ndc, f"{each.label_amount.short}, {named}", "", unit)
    if each.potency is Potency.ASSAYED:
        nominal = f"{each.nominal_amount.short} nominal" if each.nominal_amount else "assayed"
        return Size(each.ndc, f"{nominal}, {named}", "Potency", unit)
    return Size(each.ndc, f"content not known, {named}", "Content", unit)
