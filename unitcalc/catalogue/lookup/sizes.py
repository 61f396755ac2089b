"""Which presentations hold the size that was asked for, and what is said where none does."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unitcalc.catalogue.descriptors import Descriptor
from unitcalc.catalogue.drugs import WHOLE_DOSE_KINDS, Drug
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
    if size.amount is None and size.volume is None and size.concentration is not None:
        return _by_concentration(presentations, named, size)
    holding, note = _held(named, size)
    if holding:
        return Chosen(_first(presentations, (*holding, *named)), holding, note, 0)
    elsewhere, note = _held(presentations, size)
    unit = any(same(amount, each) for amount in bare(size, None) for each in _units(drug.descriptor))
    said = f"{size.name} is the billing unit. " if unit else ""
    if not elsewhere:
        note = _not_held(drug, named, size)
    return Chosen(
        _first(presentations, (*elsewhere, *named)), elsewhere, said + note, 0 if elsewhere else 1 if unit else 2
    )


def holds(each: Presentation, size: Size) -> bool:
    """Whether a container is of a size: the amount and the volume, as far as they were asked for and are known."""
    if size.number is not None:
        return _label_meant(each, size) is not None and _fits_volume(each, size)
    labels = _labels(each)
    if size.amount is not None and not any(same(size.amount, label) for label in labels):
        return size.amount.unit == _ML and _is(each.volume, size.amount)
    return _fits_volume(each, size)


def label(each: Presentation) -> Amount | None:
    """What a container holds, in the unit in which its label is curated: 10 g rather than 10,000 mg."""
    known = each.label_amount or each.nominal_amount
    if known is not None and each.curated is not None and each.curated.amount.unit.symbol in ("g", "mcg"):
        return in_unit(known, each.curated.amount.unit) or known
    return known


def _fits_volume(each: Presentation, size: Size) -> bool:
    if size.volume is None:
        return True
    known = size.amount is not None or size.number is not None
    return _is(each.volume, size.volume) or (known and each.volume is None)


def _labels(each: Presentation) -> list[Amount]:
    return [label for label in (each.label_amount, each.nominal_amount) if label is not None]


def _label_meant(each: Presentation, size: Size) -> Amount | None:
    """What a bare number means of a container: its amount, in the unit in which it is that number."""
    labels = _labels(each)
    wanted = bare(size, labels[0].unit if labels else None)
    return next((amount for amount in wanted if any(same(amount, label) for label in labels)), None)


def _by_concentration(presentations: tuple[Presentation, ...], named: tuple[Presentation, ...], size: Size) -> Chosen:
    """A concentration is no size: those that have it are named, and marked where others have another."""
    having = tuple(each for each in named if _has_concentration(each, size))
    note = f"{size.name} is a concentration, not a size. "
    if not having:
        return Chosen(_first(presentations, named), (), f"{note}No container is known to have it.", 2)
    names = " and ".join(list(dict.fromkeys(each.product for each in having))[:_MOST_NAMED])
    comes = _and(sizes(having))
    note += f"{names} has it{f', in containers of {comes}' if comes else ''}."
    return Chosen(_first(presentations, (*having, *named)), having if len(having) < len(presentations) else (), note, 0)


def _has_concentration(each: Presentation, size: Size) -> bool:
    assert size.concentration is not None
    if each.volume is not None and any(
        same(Amount(label.value / each.volume.value, label.unit), size.concentration) for label in _labels(each)
    ):
        return True
    known = each.concentration
    if known is None or not known.unit.symbol.endswith("/mL"):
        return False
    return same(Amount(known.value, Unit(known.unit.symbol.removesuffix("/mL"))), size.concentration)


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


def _held(presentations: Sequence[Presentation], size: Size) -> tuple[tuple[Presentation, ...], str]:
    """Those of a size, and a sentence that names them; of a bare number by what it means, amounts before volumes."""
    holding = sorted((each for each in presentations if holds(each, size)), key=is_withdrawn)
    groups: dict[str, list[Presentation]] = {}
    for each in holding:
        meant = _label_meant(each, size)
        name = size.name if meant is None else " in ".join(filter(None, (meant.short, _volume_name(size))))
        groups.setdefault(name, []).append(each)
    by_volume = [each for each in presentations if each not in holding and _of_that_volume(each, size)]
    for each in sorted(by_volume, key=is_withdrawn):
        assert each.volume is not None
        known = label(each)
        groups.setdefault(f"{each.volume.short}{f' ({known.short})' if known else ''}", []).append(each)
    note = "; ".join(_group(name, alike) for name, alike in groups.items())
    return tuple(holding or by_volume), f"{note}.{_own_units(holding, size)}" if note else ""


def _own_units(holding: Sequence[Presentation], size: Size) -> str:
    """What is said where IU were asked for and the label counts units of its own, such as Botox's."""
    if size.amount is None or size.amount.unit.symbol != "IU":
        return ""
    units = {each.label_amount.unit for each in holding if each.label_amount is not None}
    if {unit.symbol for unit in units} != {"unit"}:
        return ""
    names = sorted(unit.of for unit in units if unit.of)
    return f" The label counts units{f' of {_and(names)}' if names else ''}, not IU."


def _volume_name(size: Size) -> str:
    return size.volume.short if size.volume is not None else ""


def _of_that_volume(each: Presentation, size: Size) -> bool:
    return size.number is not None and size.volume is None and _is(each.volume, Amount(size.number, _ML))


def _group(said: str, alike: Sequence[Presentation]) -> str:
    names = [_name(each) for each in alike]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    known = any(each.label_amount is not None for each in alike)
    nominal = " nominal" if not known and any(each.nominal_amount is not None for each in alike) else ""
    return f"{said}{nominal}: {', '.join(names[:_MOST_NAMED])}{more}"


def _name(each: Presentation) -> str:
    withdrawn = "(withdrawn)" if is_withdrawn(each) else ""
    return " ".join(filter(None, (each.product, each.ndc, withdrawn)))


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _not_held(drug: Drug, presentations: Sequence[Presentation], size: Size) -> str:
    names = list(dict.fromkeys(each.product for each in presentations))
    name = " and ".join(names) if 0 < len(names) <= 2 else drug.code
    comes = sizes(presentations, size.amount)
    if size.amount is None and size.volume is not None:
        volumes = sorted({each.volume.value for each in presentations if each.volume is not None})
        comes = tuple(f"{grouped(value)} mL" for value in volumes)
    if not comes and drug.kind in WHOLE_DOSE_KINDS:
        return (
            f"{drug.code} counts doses whatever they hold, so {size.name} is no size of its: "
            "the descriptor says for which doses it is."
        )
    if not comes:
        return f"Whether {name} comes in {size.name} is not known: CMS's file states no sizes of it."
    come = "come" if 1 < len(names) <= 2 else "comes"
    return f"No {size.name} container; {name} {come} in {_and(comes)}."
