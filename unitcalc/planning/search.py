"""Which containers to open for a dose: the choice of least waste, exactly. Whole numbers in, whole numbers out.

A plan says how many containers of each kind are opened; together they hold the dose at least, and the rest is waste.

>>> labelled = [Kind(100), Kind(500)]
>>> best(labelled, 750)  # 500 + 3 x 100; 8 x 100 wastes 50 as well, with four containers more
Choice(counts=(3, 1), total=800, containers=4, cost=Fraction(0, 1), proven=True)
>>> [(plan.containers, plan.total - 750) for plan in frontier(labelled, 750)]
[(2, 250), (4, 50)]
>>> nearest(labelled, 750, 675, 825)  # 800 is 50 away, like 700, and takes a container more
Choice(counts=(2, 1), total=700, containers=3, cost=Fraction(0, 1), proven=True)

How: the sums that so many containers reach are the bits of one whole number, kind by kind (`sums.levels_of`). The
lowest bit at the dose or above is the least total; which containers make it is read back from the same numbers.
Where containers of equal totals may differ in cost, `costs` keeps the best plan of each sum instead.

Bounds: time and memory grow with kinds x containers x dose / common measure of the sizes. Where that is more than
`sums.MOST_BITS` (eight lots whose sizes share no measure down to the eighth digit, fifty lots down to the sixth), plans
are tried one by one, largest containers first, `trying.MOST_TRIED` steps of it, and the best of those is the answer:
the best of all where there are no more of them. It always holds the dose, and its figures are exact; but where there
are more, another plan might waste less, or `nearest` might have found one. Cost is bounded in the same way: where plans
differ in cost, `costs.MOST_STATES` sums are kept, those of the least cost; waste and containers stay exact, and a plan
by COST is then the best of those tried. `Choice.proven` says which it is.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial

from unitcalc.planning.costs import cheapest, least_cost
from unitcalc.planning.stock import Choice, Kind, Lot, Objective, Stock, TooManyError, by_size, largest
from unitcalc.planning.sums import (
    Levels,
    Run,
    by_day,
    covering,
    fewest,
    first,
    grown,
    latest_few,
    levels_of,
    lowest_bit,
    pairs,
    same_cost,
    sums_of,
)
from unitcalc.planning.trying import tried

__all__ = ["Choice", "Kind", "Objective", "best", "frontier", "nearest"]


def best(
    kinds: Sequence[Kind], dose: int, objective: Objective = Objective.WASTE, most: int | None = None
) -> Choice | None:
    """The best plan, with at most so many containers; None: the stock is too small. ValueError: a wrong number."""
    stock = Stock(kinds, dose, most)
    if not stock.suffices():
        return None
    try:
        counts = _SEARCHES[objective](stock)
    except TooManyError:
        counts = min(tried(stock, stock.dose), key=lambda plan: stock.rank(plan, objective))
    return stock.choice(counts)


def frontier(kinds: Sequence[Kind], dose: int, most: int | None = None) -> tuple[Choice, ...]:
    """The plans that no other beats in both waste and containers, fewest containers first; empty: too small a stock.

    Each is the best of its waste and containers by cost, then later expiry. ValueError: a wrong number.
    """
    stock = Stock(kinds, dose, most)
    if not stock.suffices():
        return ()
    plans: list[list[int]] = []
    try:
        levels = covering(stock)
        plans = [_exactly(stock, levels, *pair) for pair in pairs(levels[0], stock.dose)]
    except TooManyError:
        for plan in sorted(tried(stock, stock.dose), key=lambda plan: stock.rank(plan, Objective.CONTAINERS)):
            if not plans or stock.total(plan) < stock.total(plans[-1]):
                plans.append(plan)
    return tuple(stock.choice(plan) for plan in plans)


def nearest(kinds: Sequence[Kind], dose: int, lowest: int, highest: int, most: int | None = None) -> Choice | None:
    """Whole containers for a dose that may be rounded: nearest to it of all within the limits, both included.

    Then fewest containers, lower total, cost, later expiry. At least one container; None where there is no plan.
    ValueError: a wrong number.
    """
    stock = Stock(kinds, dose, most, highest)
    if not stock.lots or stock.most < 1:
        return None
    low = max(-(-lowest // stock.measure), 1)
    # From the dose up to it is one container at most: any other plan is nearer without one of its containers.
    high = min(highest // stock.measure, max(low, stock.dose) + stock.by_size[0].size)
    # Sums are bits: those below are under the dose, those from here on are not.
    cut = min(max(stock.dose, low), high + 1)
    if low > high:
        return None

    def away(total: int) -> int:
        return abs(total * stock.measure - dose)

    def near(reached: list[int]) -> tuple[int, int, int] | None:
        """How far the nearest sum is, with how many containers, and the sum itself."""
        found = []
        for count, sums in enumerate(reached):
            if above := sums >> cut:
                found.append((count, cut + lowest_bit(above)))
            if below := (sums & (1 << cut) - 1) >> low:
                found.append((count, low + below.bit_length() - 1))
        return min(((away(total), count, total) for count, total in found), default=None)

    try:
        at_best = near([sums_of(stock, high + 1)])
        if at_best is None:
            return None
        levels = grown(stock, 1, high + 1, lambda reached: (near(reached) or (None,))[0] == at_best[0])
        found = near(levels[0])
        plan = _exactly(stock, levels, *found[1:]) if found else None
    except TooManyError:
        plan = min(
            tried(stock, low, high),
            key=lambda plan: (away(stock.total(plan)), sum(plan), stock.rank(plan, Objective.WASTE)),
            default=None,
        )
    return stock.choice(plan) if plan else None


def _exactly(stock: Stock, levels: Levels, count: int, total: int) -> list[int]:
    """The best of all plans of this total and so many containers, by cost, then later expiry."""
    if not same_cost(stock.lots):
        return cheapest(stock, [Run(stock.lots, levels, count)], total)
    runs, _ = by_day(stock, latest_few(stock, levels, count, total), total + 1)
    return first(runs, total)


def _least_waste(stock: Stock) -> list[int]:
    levels = covering(stock)
    return _exactly(stock, levels, *pairs(levels[0], stock.dose)[-1])


def _fewest_containers(stock: Stock) -> list[int]:
    levels = levels_of(stock.lots, 1, fewest(stock), stock.width())
    return _exactly(stock, levels, *pairs(levels[0], stock.dose)[0])


def _least_cost(stock: Stock) -> list[int]:
    one = stock.lots[0]
    if all(lot.cost * one.size == one.cost * lot.size for lot in stock.lots):
        return _least_waste(stock)
    if all(lot.cost == one.cost for lot in stock.lots):
        return _fewest_containers(stock)
    return least_cost(stock)


def _earliest_expiry(stock: Stock) -> list[int]:
    """Day by day from the latest: the fewest that are needed where all that expires earlier may be opened."""
    counts: list[int] = []
    missing, earlier = stock.dose, stock.lots  # what the later days leave open, and the lots of the days to come
    for lots in stock.days:
        earlier = earlier[len(lots) :]
        able = partial(_largest_with, lots, earlier, stock.most - sum(counts))
        counts.append(bisect_left(range(sum(lot.limit for lot in lots)), missing, key=able))
        missing -= largest(lots, counts[-1])
    runs, reached = by_day(stock, counts, stock.width())
    total = stock.dose + lowest_bit(reached >> stock.dose)
    return first(runs, total) if same_cost(stock.lots) else cheapest(stock, runs, total)


def _largest_with(lots: Sequence[Lot], earlier: Sequence[Lot], most: int, count: int) -> int:
    """The most that `most` containers hold, no more than `count` of them of the lots of a day (largest first)."""
    able = list(earlier)
    for lot in lots:
        able.append(lot._replace(limit=min(lot.limit, count)))
        count -= able[-1].limit
    return largest(sorted(able, key=by_size), most)


_SEARCHES: dict[Objective, Callable[[Stock], list[int]]] = {
    Objective.WASTE: _least_waste,
    Objective.CONTAINERS: _fewest_containers,
    Objective.COST: _least_cost,
    Objective.EXPIRY: _earliest_expiry,
}
