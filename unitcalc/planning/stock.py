"""The kinds of containers that a search chooses from, what it chooses by, and what it answers."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import gcd, lcm
from typing import NamedTuple


class Objective(StrEnum):
    """What a plan is chosen by: the first decides, the next among equals.

    Later expiry is read by day, from the latest (no date known is later than any): the fewer containers the better.
    What is equal in all of this is decided by a fixed order of kinds (latest expiry, then largest, then lowest cost,
    then as given): as many as possible of the first, then of the second.
    """

    WASTE = "waste"
    """Waste, containers, cost, later expiry."""
    CONTAINERS = "containers"
    """Containers, waste, cost, later expiry."""
    COST = "cost"
    """Cost, waste, containers, later expiry."""
    EXPIRY = "expiry"
    """Later expiry, waste, containers, cost."""


class Kind(NamedTuple):
    """Containers that are alike: the label's amount in a shared measure, how many there are, the cost of one."""

    size: int
    limit: int | None = None
    """None: as many as wanted."""
    cost: Fraction = Fraction(0)
    expires: int | None = None
    """The day's ordinal; None: no date known, so it expires last."""


class Choice(NamedTuple):
    """A plan: how many of each kind, in the order the kinds were given, what they hold together, and cost."""

    counts: tuple[int, ...]
    total: int
    containers: int
    cost: Fraction
    proven: bool = True
    """Whether it is the best there is: False where there were more plans than are compared."""


class TooManyError(Exception):
    """More sums than are kept."""


class Lot(NamedTuple):
    """Equal kinds as one, in whole common measures and whole common parts of a dollar."""

    size: int
    limit: int
    cost: int
    day: int
    """0: expires last."""
    members: tuple[int, ...]
    """Which of the given kinds these are."""


class Stock:
    """The kinds in their fixed order, counted in the largest measure that all sizes share."""

    def __init__(self, kinds: Sequence[Kind], dose: int, most: int | None, highest: int | None = None) -> None:
        if dose <= 0 or any(kind.size <= 0 for kind in kinds):
            raise ValueError("a dose and a size are above zero")
        if any(kind.cost < 0 or (kind.limit or 0) < 0 for kind in kinds):
            raise ValueError("a cost and a limit are not below zero")
        self.kinds = kinds
        self.measure = gcd(*(kind.size for kind in kinds)) or 1
        self.dose = -(-dose // self.measure)
        self.part = lcm(*(Fraction(kind.cost).denominator for kind in kinds))
        alike: dict[tuple[bool, int, int, Fraction], list[int]] = {}
        for place, kind in enumerate(kinds):
            latest_first = (kind.expires is not None, -(kind.expires or 0), -kind.size, Fraction(kind.cost))
            alike.setdefault(latest_first, []).append(place)
        self.lots: list[Lot] = []
        days: dict[int | None, int] = {}
        max_useful = 0
        for _, members in sorted(alike.items()):
            kind = kinds[members[0]]
            limits = [kinds[place].limit for place in members]
            # Nobody opens more of one kind than the dose needs, or than there is room for.
            useful = -(-dose // kind.size) if highest is None else max(highest, 0) // kind.size
            limit = useful if None in limits else min(useful, sum(each or 0 for each in limits))
            if limit:
                max_useful = max(max_useful, useful)
                day_number = days.setdefault(kind.expires, len(days))
                cost = int(kind.cost * self.part)
                self.lots.append(Lot(kind.size // self.measure, limit, cost, day_number, tuple(members)))
        # As many of the smallest as the dose needs: a plan with more could spare one of them.
        enough = min(sum(lot.limit for lot in self.lots), max_useful)
        self.most = enough if most is None else min(most, enough)
        self.free = self.most == enough
        """Whether the number of containers is not limited, or the limit does not matter."""
        self.days = [list(group) for _, group in groupby(self.lots, key=lambda lot: lot.day)]
        self.by_size = sorted(self.lots, key=by_size)
        self.proven = True
        """Whether a search of it has considered everything so far."""

    def suffices(self) -> bool:
        """Whether the dose is in stock."""
        return largest(self.by_size, self.most) >= self.dose

    def width(self) -> int:
        """One more than the largest sum that matters: without any one of its containers, a plan is below the dose."""
        return self.dose + self.by_size[0].size

    def total(self, counts: Sequence[int]) -> int:
        """What these containers hold, in common measures."""
        return sum(count * lot.size for count, lot in zip(counts, self.lots, strict=True))

    def cost(self, counts: Sequence[int]) -> int:
        """What these containers cost, in parts of a dollar."""
        return sum(count * lot.cost for count, lot in zip(counts, self.lots, strict=True))

    def rank(self, counts: Sequence[int], objective: Objective) -> tuple[object, ...]:
        """What plans are compared by: the objective as it is written."""
        waste, containers, cost = self.total(counts), sum(counts), self.cost(counts)
        later = [0] * len(self.days)
        for count, lot in zip(counts, self.lots, strict=True):
            later[lot.day] += count
        order: dict[Objective, tuple[object, ...]] = {
            Objective.WASTE: (waste, containers, cost, later),
            Objective.CONTAINERS: (containers, waste, cost, later),
            Objective.COST: (cost, waste, containers, later),
            Objective.EXPIRY: (later, waste, containers, cost),
        }
        return (*order[objective], [-count for count in counts])

    def choice(self, counts: Sequence[int]) -> Choice:
        """The plan in the words of the caller: kinds that are alike are opened as they were given."""
        given = [0] * len(self.kinds)
        for count, lot in zip(counts, self.lots, strict=True):
            left = count
            for place in lot.members:
                limit = self.kinds[place].limit
                given[place] = left if limit is None else min(left, limit)
                left -= given[place]
        cost = sum((count * Fraction(kind.cost) for count, kind in zip(given, self.kinds, strict=True)), Fraction(0))
        return Choice(tuple(given), self.total(counts) * self.measure, sum(given), cost, self.proven)


def by_size(lot: Lot) -> int:
    """To sort by: largest first."""
    return -lot.size


def largest(lots: Sequence[Lot], count: int) -> int:
    """The most that so many containers hold; the lots largest first."""
    total = 0
    for lot in lots:
        taken = min(lot.limit, count)
        total, count = total + taken * lot.size, count - taken
    return total
