"""Rules R1 to R8 over one record, under every assumption that the record leaves open.

A record that says everything has one outcome. Where it does not (the container's type, an unexplained rest, a stopped
infusion), each reading has its own outcome; if they differ, a person chooses, and nothing is chosen silently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from unitcalc.billing.request import Stopped
from unitcalc.catalogue.container import ContainerType
from unitcalc.units import administered_units, discarded_units, least, most, unaccounted

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a record; `reasons` are the assumptions that make it this one, in a person's words."""

    types: tuple[ContainerType, ...]
    given: tuple[Fraction, ...]
    """What was given from each entry opened."""
    discarded: Fraction
    """From single-dose containers, together."""
    explained: Fraction
    rest: Fraction
    """What stays unaccounted for."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The containers of one type in one dose, and their units (RULES R2: each type by itself)."""

    single_dose: bool
    label: Fraction
    given: Fraction
    discarded: Fraction
    administered_units: int
    discarded_units: int
    withheld: int = 0
    """Discarded units that R4 leaves and the payer's own limit takes away."""


class Terms(NamedTuple):
    """What may be billed of a discard, by R3 and by the payer's own limits."""

    billable: bool
    most: int | None = None
    """The most discarded units; None for no limit but the label."""
    least_dose: Fraction | None = None
    """The dose below which no discarded unit is permitted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading bills."""

    reading: Reading
    groups: tuple[Group, ...]

    @property
    def administered_units(self) -> int:
        """All administered units."""
        return sum(group.administered_units for group in self.groups)

    @property
    def discarded_units(self) -> int:
        """All discarded units (JW)."""
        return sum(group.discarded_units for group in self.groups)


def group_of(
    single_dose: bool, label: Fraction, given: Fraction, discarded: Fraction, unit: Fraction, terms: Terms
) -> Group:
    """R1, R2 and R4 for the containers of one type, and the payer's limits on what R4 leaves."""
    units = administered_units(given, label, unit)
    left = discarded_units(given, discarded, label, unit) if single_dose and terms.billable and units else 0
    permitted = 0 if terms.least_dose is not None and given < terms.least_dose else terms.most
    billed = left if permitted is None else least(left, permitted)
    return Group(single_dose, label, given, discarded, units, billed, left - billed)


def outcome(reading: Reading, labels: Sequence[Fraction], unit: Fraction, terms: Terms) -> Outcome:
    """R1, R2 and R4 for a reading. All numbers in one unit of measure."""
    groups = []
    for single in (True, False):
        entries = [i for i, kind in enumerate(reading.types) if (kind is ContainerType.SINGLE_DOSE) is single]
        if not entries:
            continue
        label = sum((labels[i] for i in entries), ZERO)
        given = sum((reading.given[i] for i in entries), ZERO)
        discarded = reading.discarded if single else ZERO
        groups.append(group_of(single, label, given, discarded, unit, terms))
    return Outcome(reading, tuple(groups))


def readings(
    *,
    types: Sequence[ContainerType],
    labels: Sequence[Fraction],
    shares: Sequence[Fraction | None],
    givens: Sequence[tuple[Fraction, tuple[str, ...]]],
    discarded: Fraction | None,
    explained: Fraction,
    unit: Fraction,
    stopped: Stopped | None,
) -> Iterator[Reading]:
    """Every reading of a record: over container types, what was given, from which container, and over the rest.

    A supplier that dispenses and does not administer (R8) has given the label less its own discard: the same rules.
    """
    for certain_types, type_reasons in _types(types):
        for given, given_reasons in givens:
            for portions, share_reasons in _portions(certain_types, labels, shares, given):
                for rest in _rests(certain_types, labels, portions, discarded, explained, unit, stopped):
                    reasons = (*type_reasons, *given_reasons, *share_reasons, *rest.reasons)
                    yield Reading(certain_types, portions, rest.discarded, rest.explained, rest.left, reasons)


def _types(types: Sequence[ContainerType]) -> Iterator[tuple[tuple[ContainerType, ...], tuple[str, ...]]]:
    # A pharmacy bulk package is no single-dose container; a kit's vials can be of either type.
    if not any(kind in (ContainerType.UNKNOWN, ContainerType.KIT) for kind in types):
        yield tuple(types), ()
        return
    for assumed, words in (
        (ContainerType.SINGLE_DOSE, "the containers are single-dose"),
        (ContainerType.MULTI_DOSE, "the containers are multi-dose"),
    ):
        known = (ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK)
        yield tuple(kind if kind in known else assumed for kind in types), (words,)


def _portions(
    types: Sequence[ContainerType], labels: Sequence[Fraction], shares: Sequence[Fraction | None], given: Fraction
) -> Iterator[tuple[tuple[Fraction, ...], tuple[str, ...]]]:
    """What was given from each entry. The order matters only where both types were opened for one dose."""
    order = range(len(types))
    single_first = sorted(order, key=lambda i: types[i] is not ContainerType.SINGLE_DOSE)
    if all(share is not None for share in shares) and shares:
        yield tuple(share or ZERO for share in shares), ()
    elif len({kind is ContainerType.SINGLE_DOSE for kind in types}) < 2:
        yield _filled(order, labels, given), ()
    else:
        yield _filled(single_first, labels, given), ("the single-dose containers were used first",)
        multi_first = sorted(order, key=lambda i: types[i] is ContainerType.SINGLE_DOSE)
        yield _filled(multi_first, labels, given), ("the multi-dose containers were used first",)


def _filled(order: Sequence[int], labels: Sequence[Fraction], given: Fraction) -> tuple[Fraction, ...]:
    """The dose taken from the entries in order; what is above the label (overfill) stays with the last."""
    portions = [ZERO] * len(labels)
    left = given
    for position, i in enumerate(order):
        last = position == len(order) - 1
        portions[i] = left if last else min(left, labels[i])
        left -= portions[i]
    return tuple(portions)


class Rest(NamedTuple):
    """What became of what was not given: discarded, explained, or left open."""

    discarded: Fraction
    explained: Fraction
    left: Fraction
    reasons: tuple[str, ...] = ()


def _part_of_dose(charted: Fraction, explained: Fraction, rest: Fraction) -> Rest:
    """The rest of a stopped infusion as a part of the dose: never billed (RULES 2.9).

    Where nothing but the charted discard is left of the label, that is the rest, thrown away with the bag.
    """
    return Rest(charted, explained + rest, ZERO) if rest else Rest(ZERO, explained + charted, ZERO)


def _rests(
    types: Sequence[ContainerType],
    labels: Sequence[Fraction],
    portions: tuple[Fraction, ...],
    discarded: Fraction | None,
    explained: Fraction,
    unit: Fraction,
    stopped: Stopped | None,
) -> Iterator[Rest]:
    """What became of the rest in single-dose containers: R4's three cases, and the stopped infusion (RULES 2.9)."""
    single = [i for i, kind in enumerate(types) if kind is ContainerType.SINGLE_DOSE]
    label = sum((labels[i] for i in single), ZERO)
    given = sum((portions[i] for i in single), ZERO)
    charted = discarded or ZERO
    if single and len(single) < len(types) and charted:
        # Waste of a multi-dose container is never payable: the chart's discard is of one type or of the other. If it
        # is just what the single-dose containers had left, no other reading accounts for that.
        left = label - min(given, label) - explained
        if charted == left:
            yield Rest(charted, explained, ZERO)
            return
        for of_single, words in (
            (least(charted, most(left, ZERO)), "the discard was from the single-dose containers"),
            (ZERO, "the discard was from the multi-dose containers"),
        ):
            yield Rest(of_single, explained, most(left - of_single, ZERO), (words,))
        return
    rest = unaccounted(label, min(given, label), charted, explained)
    if not single:
        yield Rest(charted, explained, rest)
    elif stopped is Stopped.DISCARDED:
        yield Rest(charted + rest, explained, ZERO)
    elif stopped is Stopped.PART_OF_DOSE:
        yield _part_of_dose(charted, explained, rest)
    elif stopped is Stopped.ASK:
        yield Rest(charted + rest, explained, ZERO, ("the rest of the stopped infusion is billed as discarded",))
        as_dose = ("the rest of the stopped infusion was part of the dose",)
        yield _part_of_dose(charted, explained, rest)._replace(reasons=as_dose)
    elif discarded is None:
        yield Rest(rest, explained, ZERO)
    elif rest >= unit:
        yield Rest(charted + rest, explained, ZERO, ("the unexplained rest was discarded too",))
        yield Rest(charted, explained, rest, ("the unexplained rest was not discarded",))
    else:
        yield Rest(charted, explained, rest)
