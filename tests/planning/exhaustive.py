"""Plans by trying all of them: slow, and simple enough to be believed.

Nothing here knows how the program searches. Every plan of at most `ceil(dose / size)` containers of each kind is
looked at, and the order among them is written as the objectives are.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from unitcalc.planning.search import Kind, Objective

Plan = tuple[int, ...]


def plans(kinds: Sequence[Kind], upto: int, most: int | None) -> Iterator[Plan]:
    """All plans with no more of a kind than `upto` has room for (rounded up), and at most `most` containers."""
    ranges = []
    for kind in kinds:
        useful = -(-upto // kind.size)
        ranges.append(range((useful if kind.limit is None else min(useful, kind.limit)) + 1))
    for counts in product(*ranges):
        if most is None or sum(counts) <= most:
            yield counts


def total(kinds: Sequence[Kind], counts: Plan) -> int:
    return sum(kind.size * count for kind, count in zip(kinds, counts, strict=True))


def cost(kinds: Sequence[Kind], counts: Plan) -> Fraction:
    return sum((kind.cost * count for kind, count in zip(kinds, counts, strict=True)), Fraction(0))


def later(kinds: Sequence[Kind], counts: Plan) -> list[int]:
    """Containers of each day, from the latest; no date known is later than any."""
    opened: Counter[int | None] = Counter()
    for kind, count in zip(kinds, counts, strict=True):
        opened[kind.expires] += count
    dated = sorted((day for day in opened if day is not None), reverse=True)
    return [opened[day] for day in [None, *dated]]


def in_order(kinds: Sequence[Kind], counts: Plan) -> list[int]:
    """The fixed order: as many as possible of the latest day's, of them the largest, then the cheapest, as given."""

    def place(number: int) -> tuple[bool, int, int, Fraction, int]:
        kind = kinds[number]
        return (kind.expires is not None, -(kind.expires or 0), -kind.size, kind.cost, number)

    return [-counts[number] for number in sorted(range(len(kinds)), key=place)]


def rank(kinds: Sequence[Kind], objective: Objective) -> Callable[[Plan], list[object]]:
    """What plans are compared by."""

    def ranked(counts: Plan) -> list[object]:
        held, spent, days = total(kinds, counts), cost(kinds, counts), later(kinds, counts)
        order: list[object]
        if objective is Objective.WASTE:
            order = [held, sum(counts), spent, days]
        elif objective is Objective.CONTAINERS:
            order = [sum(counts), held, spent, days]
        elif objective is Objective.COST:
            order = [spent, held, sum(counts), days]
        else:
            order = [days, held, sum(counts), spent]
        return [*order, in_order(kinds, counts)]

    return ranked


def best(kinds: Sequence[Kind], dose: int, objective: Objective, most: int | None = None) -> Plan | None:
    """The best of all plans that hold the dose."""
    able = [counts for counts in plans(kinds, dose, most) if total(kinds, counts) >= dose]
    return min(able, key=rank(kinds, objective), default=None)


def frontier(kinds: Sequence[Kind], dose: int, most: int | None = None) -> list[Plan]:
    """Of all plans that hold the dose, those that no other beats in waste and containers, the best of equals."""
    able = [counts for counts in plans(kinds, dose, most) if total(kinds, counts) >= dose]
    points = {(sum(counts), total(kinds, counts)) for counts in able}
    unbeaten = [
        point
        for point in points
        if not any(other != point and other[0] <= point[0] and other[1] <= point[1] for other in points)
    ]
    return [
        min(
            (counts for counts in able if (sum(counts), total(kinds, counts)) == point),
            key=rank(kinds, Objective.WASTE),
        )
        for point in sorted(unbeaten)
    ]


def nearest(kinds: Sequence[Kind], dose: int, lowest: int, highest: int, most: int | None = None) -> Plan | None:
    """Of all plans within the limits, the nearest to the dose."""
    able = [
        counts
        for counts in plans(kinds, max(highest, 0), most)
        if sum(counts) and lowest <= total(kinds, counts) <= highest
    ]
    by_waste = rank(kinds, Objective.WASTE)
    return min(able, key=lambda counts: (abs(total(kinds, counts) - dose), sum(counts), by_waste(counts)), default=None)
