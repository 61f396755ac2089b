"""Which presentations hold the size that was asked for, and what is said where none does."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unitcalc.catalogue.descriptors import Descriptor
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.lookup.ranking import substance_name
from unitcalc.catalogue.lookup.typed import Size, bare
from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.scale import in_unit, same
from unitcalc.quantity import Amount, Unit, grouped
from unitcalc.reference.names import plain_name

_ML = Unit("mL")
_MOST_NAMED = 3


class Chosen(NamedTuple):
    """The presentations in the order in which they answer, those that are what was asked for, and what is said."""

    presentations: tuple[Presentation, ...]
    chosen: tuple[Presentation, ...]
    note: str
    rank: int
    """0 where a container holds the size asked for, or none was asked for; 1 where only the billing unit is it; 2."""


def choose(drug: Drug, presentations: tuple[Presentation, ...], words: Sequence[str], size: Size | None) -> Chosen:
    """Those of the brand and firm that were named, and of the size that was asked for, first."""
    named = _named(drug, presentations, words)
    if size is None:
        chosen = named if len(named) < len(presentations) else ()
        return Chosen(_first(presentations, chosen), chosen, "", 0)
    holding = tuple(sorted((each for each in named if holds(each, size)), key=is_withdrawn))
    if holding:
        return Chosen(_first(presentations, (*holding, *named)), holding, _held(holding, size), 0)
    elsewhere = tuple(each for each in presentations if holds(each, size))
    unit = any(same(amount, each) for amount in bare(size, None) for each in _units(drug.descriptor))
    note = f"{size.name} is the billing unit. " if unit else ""
    if elsewhere:
        note += _held(elsewhere, size)
    else:
        note += _not_held(drug, named, size)
    return Chosen(
        _first(presentations, (*elsewhere, *named)), elsewhere, note.strip(), 0 if elsewhere else 1 if unit else 2
    )


def holds(each: Presentation, size: Size) -> bool:
    """Whether a container is of a size: the amount and the volume, as far as they were asked for and are known."""
    labels = [label for label in (each.label_amount, each.nominal_amount) if label is not None]
    if size.number is not None:
        volume = Amount(size.number, _ML)
        unit = labels[0].unit if labels else None
        wanted = bare(size, unit)
        return any(same(amount, label) for amount in wanted for label in labels) or _is(each.volume, volume)
    if size.amount is not None and not any(same(size.amount, label) for label in labels):
        return size.amount.unit == _ML and _is(each.volume, size.amount)
    if size.volume is not None:
        return _is(each.volume, size.volume) or (size.amount is not None and each.volume is None)
    return True


def is_withdrawn(each: Presentation) -> bool:
    """Whether only `vials.yaml` knows it, and says that it is no longer sold."""
    return each.first is None and not each.in_force


def sizes(presentations: Iterable[Presentation], like: Amount | None = None) -> tuple[str, ...]:
    """The sizes that presentations come in, smallest first, in the unit of `like` where they can be."""
    known: list[Amount] = []
    for each in presentations:
        own = (each.label_amount, each.nominal_amount)
        known += [amount for amount in own if amount is not None] or list(each.nominal_sizes)
    shown = [(in_unit(amount, like.unit) if like is not None else None) or amount for amount in known]
    ordered = sorted(dict.fromkeys(shown), key=lambda amount: (amount.unit.symbol, amount.value))
    return tuple(dict.fromkeys(amount.short for amount in ordered))


def _named(drug: Drug, presentations: tuple[Presentation, ...], words: Sequence[str]) -> tuple[Presentation, ...]:
    """Those whose brand or firm has the words that the substance has not; all where that tells none apart."""
    substance = substance_name(drug.row.long)
    telling = [word for word in words if word not in substance]
    own = [
        each
        for each in presentations
        if all(f" {word}" in f" {plain_name(each.product)} {plain_name(each.labeler)}" for word in telling)
    ]
    exact = [each for each in own if plain_name(each.product) == " ".join(words)]
    return tuple(exact or own or presentations)


def _first(presentations: tuple[Presentation, ...], first: Sequence[Presentation]) -> tuple[Presentation, ...]:
    keys = {id(each) for each in first}
    return (*dict.fromkeys(first), *(each for each in presentations if id(each) not in keys))


def _units(descriptor: Descriptor) -> tuple[Amount, ...]:
    return (*((descriptor.amount,) if descriptor.amount else ()), *descriptor.also)


def _is(volume: Amount | None, asked: Amount) -> bool:
    return volume is not None and same(asked, volume)


def _held(holding: Sequence[Presentation], size: Size) -> str:
    names = [_name(each) for each in holding]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    assayed = "" if any(each.label_amount is not None for each in holding) else " nominal"
    said = size.name
    if size.number is not None:
        label = holding[0].label_amount or holding[0].nominal_amount
        volume = holding[0].volume
        by_volume = volume is not None and volume.value == size.number and not (label and label.value == size.number)
        said = str(volume) if by_volume and volume else _as_asked(label, size)
    return f"{said}{assayed}: {', '.join(names[:_MOST_NAMED])}{more}."


def _name(each: Presentation) -> str:
    withdrawn = "(withdrawn)" if is_withdrawn(each) else ""
    return " ".join(filter(None, (each.product, each.ndc, withdrawn)))


def _as_asked(label: Amount | None, size: Size) -> str:
    """The label in the unit in which it is the number that was asked for: 10 g, not 10,000 mg."""
    if label is None or size.number is None:
        return size.name
    return next((amount.short for amount in bare(size, label.unit) if same(amount, label)), label.short)


def _not_held(drug: Drug, presentations: Sequence[Presentation], size: Size) -> str:
    names = list(dict.fromkeys(each.product for each in presentations))
    name = " and ".join(names) if 0 < len(names) <= 2 else drug.code
    comes = sizes(presentations, size.amount)
    if size.amount is None and size.volume is not None:
        volumes = sorted({each.volume.value for each in presentations if each.volume is not None})
        comes = tuple(f"{grouped(value)} mL" for value in volumes)
    if not comes:
        return f"Whether {name} comes in {size.name} is not known: CMS's file states no sizes of it."
    listed = comes[0] if len(comes) == 1 else f"{', '.join(comes[:-1])} and {comes[-1]}"
    return f"No {size.name} container; {name} comes in {listed}."
