"""Several doses from one stock, each in containers of its own: the best of all ways, exactly.

Whole numbers in, whole numbers out. Of a dose only plans without a container to spare matter: one more would waste
more, cost more, and be missing elsewhere. These are compared by the objective, whose terms add up over the doses; the
best for each dose alone is therefore a bound below for those that still wait, and the way of the least bound is
followed first.

>>> kinds = [Kind(250, 3), Kind(120, 2), Kind(50, 1)]
>>> allotted(kinds, [40, 240, 280, 280], Objective.WASTE)
((0, 1, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0))
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from itertools import accumulate
from operator import add, le, sub

from unitcalc.planning.stock import Kind, Objective, Stock, TooManyError
from unitcalc.planning.trying import tried

MOST_STEPS = 200_000
"""How many plans of single doses are looked at on the way; about a second."""
MOST_PLANS = 100_000
"""How many plans of all the doses, each for itself, are kept."""

Rank = tuple[int, ...]
Counts = tuple[int, ...]


def allotted(kinds: Sequence[Kind], doses: Sequence[int], objective: Objective) -> tuple[Counts, ...] | None:
    """How many of each kind each dose is given, in the order of the doses; None: the stock can't cover each by itself.

    The sum over all doses is the best there is by the objective. TooManyError where there are more ways than are
    compared.
    """
    if any(not Stock(kinds, dose, None).suffices() for dose in doses):
        return None
    if all(kind.limit is not None for kind in kinds):
        held = sum(kind.size * (kind.limit or 0) for kind in kinds)
        if held < sum(doses):
            return None
    turns = sorted(range(len(doses)), key=lambda turn: -doses[turn])
    stocks = {dose: Stock(kinds, dose, None) for dose in doses}
    plans = _plans(stocks, objective)
    found = _followed([plans[doses[turn]] for turn in turns], _limits(stocks[doses[0]], doses, kinds))
    if found is None:
        return None
    by_turn = dict(zip(turns, found, strict=True))
    return tuple(_given_out(stocks[doses[0]], [by_turn[turn] for turn in range(len(doses))]))


def _plans(stocks: dict[int, Stock], objective: Objective) -> dict[int, list[tuple[Rank, Counts]]]:
    """Of each dose the plans without a container to spare, by lot, the best first."""
    plans: dict[int, list[tuple[Rank, Counts]]] = {}
    kept = 0
    for dose, stock in stocks.items():
        plans[dose] = []
        for counts in tried(stock, stock.dose):
            plans[dose].append((_rank(stock, counts, objective), tuple(counts)))
            kept += 1
            if kept > MOST_PLANS:
                raise TooManyError
        if not stock.proven:
            raise TooManyError
        # Of equals the fixed order of lots decides, as for one dose: as many as possible of the first.
        plans[dose].sort(key=lambda plan: (plan[0], [-count for count in plan[1]]))
    return plans


def _rank(stock: Stock, counts: Sequence[int], objective: Objective) -> Rank:
    """The terms of the objective, without the order of lots: each adds up over several doses."""
    terms: list[int] = []
    for term in stock.rank(counts, objective)[:-1]:
        terms += term if isinstance(term, list) else [term]  # type: ignore[list-item]
    return tuple(terms)


def _limits(stock: Stock, doses: Sequence[int], kinds: Sequence[Kind]) -> Counts:
    """How many of each lot there are; what no way can use up is not counted, so that fewer states differ."""
    limits = []
    for lot in stock.lots:
        size = kinds[lot.members[0]].size
        useful = sum(-(-dose // size) for dose in doses)
        members = [kinds[place].limit for place in lot.members]
        limits.append(useful if None in members else min(useful, sum(each or 0 for each in members)))
    return tuple(limits)


def _followed(plans: Sequence[Sequence[tuple[Rank, Counts]]], limits: Counts) -> list[Counts] | None:
    """A plan for each dose, together within the limits and the best in sum; None where there are none."""
    nothing = (0,) * len(plans[0][0][0])
    # What the doses that still wait take at least.
    bounds = list(accumulate((each[0][0] for each in reversed(plans)), _added, initial=nothing))[::-1]
    waiting: list[tuple[Rank, int, int, Rank, Counts, int]] = []
    came: dict[tuple[int, Counts], tuple[Counts, Counts] | None] = {(0, limits): None}
    steps = number = 0

    def push(turn: int, left: Counts, so_far: Rank, start: int) -> None:
        """The next plan of a turn that what is left allows waits with its bound."""
        nonlocal number, steps
        for place in range(start, len(plans[turn])):
            steps += 1
            if steps > MOST_STEPS:
                raise TooManyError
            rank, counts = plans[turn][place]
            if all(map(le, counts, left)):
                number += 1
                bound = _added(_added(so_far, rank), bounds[turn + 1])
                heappush(waiting, (bound, -turn, number, so_far, left, place))
                return

    push(0, limits, nothing, 0)
    while waiting:
        _, back, _, so_far, left, place = heappop(waiting)
        turn = -back
        rank, counts = plans[turn][place]
        rest = tuple(map(sub, left, counts))
        push(turn, left, so_far, place + 1)
        if (turn + 1, rest) in came:
            continue  # it was reached before, with no more: bounds only grow
        came[turn + 1, rest] = (left, counts)
        if turn + 1 == len(plans):
            return list(_back(came, turn + 1, rest))[::-1]
        push(turn + 1, rest, _added(so_far, rank), 0)
    return None


def _back(came: dict[tuple[int, Counts], tuple[Counts, Counts] | None], turn: int, left: Counts) -> Iterator[Counts]:
    """The plans on the way to a state, the last first."""
    while before := came[turn, left]:
        left, counts = before
        turn -= 1
        yield counts


def _added(one: Rank, other: Rank) -> Rank:
    return tuple(map(add, one, other))


def _given_out(stock: Stock, plans: Sequence[Counts]) -> Iterator[Counts]:
    """Plans by lot as plans by kind: of kinds that are alike the first is used up first."""
    left = [kind.limit for kind in stock.kinds]
    for counts in plans:
        given = [0] * len(left)
        for count, lot in zip(counts, stock.lots, strict=True):
            for place in lot.members:
                there = left[place]
                taken = count if there is None else min(count, there)
                given[place], count = taken, count - taken
                if there is not None:
                    left[place] = there - taken
        yield tuple(given)


def as_choice(kinds: Sequence[Kind], counts: Counts) -> tuple[int, Fraction]:
    """What containers of a plan hold and cost."""
    pairs = list(zip(counts, kinds, strict=True))
    return sum(count * kind.size for count, kind in pairs), sum(
        (count * Fraction(kind.cost) for count, kind in pairs), Fraction(0)
    )
