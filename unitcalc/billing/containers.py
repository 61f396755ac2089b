"""What became of each container opened: the parts of its label amount, for a picture and for whoever checks a vial.

Containers are used up in the order in which they were stated, so the last one holds the rest; what was discarded came
from the last ones, and before that what was explained. Where the person said what was given from each, that stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from unitcalc.billing.case import Case
from unitcalc.billing.compute import Reading
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.entries import Entry
from unitcalc.quantity import Amount, Unit

ZERO = Fraction(0)


class Fate(StrEnum):
    """What became of a part of a container."""

    GIVEN = "given"
    DISCARDED = "discarded"
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"
    KEPT = "left in it"
    """In a multi-dose container, which may serve others."""
    OPEN = "not decided"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one container."""

    fate: Fate
    amount: Amount


@dataclass(frozen=True, slots=True)
class Contents:
    """Containers of one kind that fared alike, and the parts of each."""

    count: int
    label: Amount
    """What one of them holds by its label."""
    type: ContainerType
    ndc: str | None
    product: str
    parts: tuple[Part, ...]
    """They add up to the label."""
    above: tuple[Part, ...] = ()
    """What one held above its label (overfill), and what became of it."""


def together(containers: Sequence[Contents], fate: Fate) -> Amount | None:
    """What became of all containers in one way, above their labels included; None without containers."""
    if not containers:
        return None
    parts = (
        each.count * part.amount.value
        for each in containers
        for part in (*each.parts, *each.above)
        if part.fate is fate
    )
    return Amount(sum(parts, ZERO), containers[0].label.unit)


def contents(case: Case, readings: Sequence[Reading], discarded: Amount | None) -> tuple[Contents, ...]:
    """The containers of a case, in order. `readings` are those that bill differently: one where nothing is open.

    Empty where no containers were stated, or where it is not known what was given from which.
    """
    if not case.entries or len({reading.given for reading in readings}) != 1:
        return ()
    if not case.counted.physical:
        return _of_whole_doses(case, discarded, undecided=len(readings) > 1)
    reading, counted = readings[0], case.counted
    charted = counted.discarded or ZERO
    if len(readings) > 1:
        rest = Fate.OPEN if counted.discarded is None else Fate.UNEXPLAINED
        return _drawn(case, counted.basis.unit, counted.labels, reading.given, charted, counted.explained, rest)
    single = [kind is ContainerType.SINGLE_DOSE for kind in reading.types]
    if all(single) or not any(single):
        rest = Fate.UNEXPLAINED if single[0] else Fate.KEPT
        return _drawn(
            case, counted.basis.unit, counted.labels, reading.given, reading.discarded, reading.explained, rest
        )
    return _of_both_types(case, reading, single, max(charted - reading.discarded, ZERO))


def _of_both_types(case: Case, reading: Reading, single: Sequence[bool], of_multi: Fraction) -> tuple[Contents, ...]:
    """Single- and multi-dose containers in one dose: each type by itself (RULES R2), in the order stated."""
    labels, unit = case.counted.labels, case.counted.basis.unit
    left = [
        max(label - given, ZERO) if one else ZERO
        for label, given, one in zip(labels, reading.given, single, strict=True)
    ]
    room = max(sum(left, ZERO) - reading.discarded, ZERO)
    of_single = min(reading.explained, room)
    found: list[tuple[int, Contents]] = []
    for wanted, discarded, explained, rest in (
        (True, reading.discarded, of_single, Fate.UNEXPLAINED),
        (False, of_multi, reading.explained - of_single, Fate.KEPT),
    ):
        places = [place for place, one in enumerate(single) if one is wanted]
        segments = _segments(
            [labels[place] for place in places],
            [reading.given[place] for place in places],
            discarded,
            explained,
            rest,
        )
        for place, (inside, above) in zip(places, segments, strict=True):
            found += [(place, each) for each in _containers(case.entries[place], labels[place], unit, inside, above)]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _of_whole_doses(case: Case, discarded: Amount | None, *, undecided: bool) -> tuple[Contents, ...]:
    """Where whole doses or containers are counted: by the chart's own amounts, if they can be compared."""
    opened = case.opened
    if opened is None or not (case.given.fits(opened.unit) and case.explained.fits(opened.unit)):
        return ()
    if discarded is not None and not discarded.fits(opened.unit):
        return ()
    unit = opened.unit
    labels = [entry.each.bound_to(unit).value * entry.count for entry in case.entries]
    given = _in_order(labels, case.given.bound_to(unit).value)
    wasted = discarded.bound_to(unit).value if discarded is not None else ZERO
    rest = Fate.OPEN if undecided or discarded is None else Fate.UNEXPLAINED
    return _drawn(case, unit, labels, given, wasted, case.explained.bound_to(unit).value, rest)


def _in_order(labels: Sequence[Fraction], given: Fraction) -> list[Fraction]:
    portions, left = [], given
    for place, label in enumerate(labels):
        portions.append(left if place == len(labels) - 1 else min(left, label))
        left -= portions[-1]
    return portions


Segment = tuple[Fate, Fraction]


def _drawn(
    case: Case,
    unit: Unit,
    labels: Sequence[Fraction],
    given: Sequence[Fraction],
    discarded: Fraction,
    explained: Fraction,
    rest: Fate,
) -> tuple[Contents, ...]:
    segments = _segments(labels, given, discarded, explained, rest)
    return tuple(
        each
        for entry, label, (inside, above) in zip(case.entries, labels, segments, strict=True)
        for each in _containers(entry, label, unit, inside, above)
    )


def _segments(
    labels: Sequence[Fraction], given: Sequence[Fraction], discarded: Fraction, explained: Fraction, rest: Fate
) -> list[tuple[list[Segment], list[Segment]]]:
    """For each entry what its label amount became, from the first drop to the last, and what was above the label."""
    left = [max(label - portion, ZERO) for label, portion in zip(labels, given, strict=True)]
    wasted, too_much_wasted = _from_the_last(left, discarded)
    left = [room - taken for room, taken in zip(left, wasted, strict=True)]
    told, too_much_told = _from_the_last(left, explained)
    found: list[tuple[list[Segment], list[Segment]]] = []
    for place, label in enumerate(labels):
        inside = [
            (Fate.GIVEN, min(given[place], label)),
            (rest, left[place] - told[place]),
            (Fate.EXPLAINED, told[place]),
            (Fate.DISCARDED, wasted[place]),
        ]
        last = place == len(labels) - 1
        above = [
            (Fate.GIVEN, max(given[place] - label, ZERO)),
            (Fate.EXPLAINED, too_much_told if last else ZERO),
            (Fate.DISCARDED, too_much_wasted if last else ZERO),
        ]
        found.append(([each for each in inside if each[1]], [each for each in above if each[1]]))
    return found


def _from_the_last(room: Sequence[Fraction], amount: Fraction) -> tuple[list[Fraction], Fraction]:
    """An amount taken from the last entries first, and what found no room."""
    taken, left = [ZERO] * len(room), amount
    for place in reversed(range(len(room))):
        taken[place] = min(left, room[place])
        left -= taken[place]
    return taken, left


def _containers(
    entry: Entry, label: Fraction, unit: Unit, inside: Sequence[Segment], above: Sequence[Segment]
) -> Iterator[Contents]:
    """An entry's containers one by one, those that fared alike counted; what is above the label is in the last."""
    runs = list(_cut(inside, label / entry.count))
    for place, (count, parts) in enumerate(runs):
        last = place == len(runs) - 1
        if last and above and count > 1:
            yield _contents(entry, label, unit, count - 1, parts, ())
            count = 1
        yield _contents(entry, label, unit, count, parts, above if last else ())


def _contents(
    entry: Entry, label: Fraction, unit: Unit, count: int, parts: Sequence[Segment], above: Sequence[Segment]
) -> Contents:
    return Contents(
        count,
        Amount(label / entry.count, unit),
        entry.type.type,
        entry.ndc,
        entry.presentation.product if entry.presentation else "",
        tuple(Part(fate, Amount(number, unit)) for fate, number in parts),
        tuple(Part(fate, Amount(number, unit)) for fate, number in above),
    )


def _cut(segments: Sequence[Segment], each: Fraction) -> Iterator[tuple[int, list[Segment]]]:
    """Segments cut where one container ends and the next begins; `each` is what one holds."""
    begun: list[Segment] = []
    room = each
    for fate, amount in segments:
        left = amount
        if begun and left >= room:
            yield 1, [*begun, (fate, room)]
            left, room, begun = left - room, each, []
        if not begun and left >= each:
            whole = left // each
            yield whole, [(fate, each)]
            left -= whole * each
        if left:
            begun.append((fate, left))
            room -= left
