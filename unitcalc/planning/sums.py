"""Sums of containers as bits of whole numbers: which can be reached, with how many containers, and by which."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from unitcalc.planning.stock import Lot, Stock, TooManyError, largest

MOST_BITS = 2**29
"""What the numbers of one search may take in memory: 64 MiB."""


def lowest_bit(bits: int) -> int:
    """The number of the lowest bit that is set: the least sum."""
    return (bits & -bits).bit_length() - 1


def parts(limit: int) -> Iterator[int]:
    """Numbers whose sums are all of 0 to `limit`: 1, 2, 4 and a rest."""
    part = 1
    while limit:
        yield min(part, limit)
        limit -= min(part, limit)
        part *= 2


def sums_of(stock: Stock, width: int) -> int:
    """All sums below `width`, with any number of containers, as bits."""
    if len(stock.lots) * width > MOST_BITS:
        raise TooManyError
    mask, reached = (1 << width) - 1, 1
    for lot in stock.lots:
        for part in parts(lot.limit):
            reached |= reached << part * lot.size & mask
    return reached


Levels = list[list[int]]
"""By number of the lot and of containers: the sums, as bits, that this lot and those after it reach."""


def levels_of(lots: Sequence[Lot], base: int, most: int, width: int) -> Levels:
    """The sums below `width` of exactly 0, 1, ... `most` containers, on top of the sums in `base`."""
    if (len(lots) + 1) * (most + 1) * width > MOST_BITS:
        raise TooManyError
    mask = (1 << width) - 1
    levels = [[base] + [0] * most]
    for lot in reversed(lots):
        sums = levels[-1][:]
        for part in parts(min(lot.limit, most)):
            step = part * lot.size
            for count in range(most, part - 1, -1):
                if sums[count - part]:
                    sums[count] |= sums[count - part] << step & mask
        levels.append(sums)
    levels.reverse()
    return levels


def grown(stock: Stock, most: int, width: int, enough: Callable[[list[int]], bool]) -> Levels:
    """Levels of as many containers as it takes, without counting up to the many small ones that could be opened."""
    while True:
        most = min(most, stock.most)
        levels = levels_of(stock.lots, 1, most, width)
        if most == stock.most or enough(levels[0]):
            return levels
        most *= 2


def fewest(stock: Stock) -> int:
    """The least number of containers that hold the dose."""
    return bisect_left(range(stock.most), stock.dose, key=lambda count: largest(stock.by_size, count))


def covering(stock: Stock) -> Levels:
    """Levels up to the least waste there is."""
    width = stock.width()
    least = stock.dose + lowest_bit(sums_of(stock, width) >> stock.dose)
    return grown(stock, fewest(stock), width, lambda reached: any(each >> least & 1 for each in reached))


def pairs(sums: list[int], dose: int) -> list[tuple[int, int]]:
    """Containers and least total, wherever one more container makes the total less."""
    found: list[tuple[int, int]] = []
    for count, reached in enumerate(sums):
        if over := reached >> dose:
            total = dose + lowest_bit(over)
            if not found or total < found[-1][1]:
                found.append((count, total))
    return found


class Run(NamedTuple):
    """Lots of which exactly so many containers are opened, and the levels of these lots."""

    lots: Sequence[Lot]
    levels: Levels
    opened: int


def same_cost(lots: Sequence[Lot]) -> bool:
    """Whether plans of one total and one number of containers cost the same: cost = a x size + b for all."""
    one = lots[0]
    other = next((lot for lot in lots if lot.size != one.size), one)
    return all(
        lot.cost == one.cost
        if lot.size == one.size
        else (lot.cost - one.cost) * (other.size - one.size) == (other.cost - one.cost) * (lot.size - one.size)
        for lot in lots
    )


def latest_few(stock: Stock, levels: Levels, count: int, total: int) -> list[int]:
    """How many containers of each day, latest first and as few as can be, for this total and number of containers."""
    found: list[int] = []
    # What the days to come may have to make up, as bits; how many containers is certain.
    wanted, after = 1 << total, 0
    for lots in stock.days[:-1]:
        after += len(lots)
        rests, taken = levels[after], 0
        if not wanted & rests[count]:
            opened = [wanted] + [0] * count
            for lot in lots:
                for part in parts(min(lot.limit, count)):
                    for number in range(count, part - 1, -1):
                        opened[number] |= opened[number - part] >> part * lot.size
            taken = next(number for number in range(count + 1) if opened[number] & rests[count - number])
            wanted = opened[taken]
        count -= taken
        found.append(taken)
    return [*found, count]


def by_day(stock: Stock, counts: Sequence[int], width: int) -> tuple[list[Run], int]:
    """The runs of plans with so many containers of each day, and the sums that they reach."""
    runs, base = [], 1
    for lots, count in zip(reversed(stock.days), reversed(counts), strict=True):
        levels = levels_of(lots, base, count, width)
        runs.append(Run(lots, levels, count))
        base = levels[0][count]
    runs.reverse()
    return runs, base


def first(runs: Sequence[Run], total: int) -> list[int]:
    """The first plan of this total in the fixed order: as many as possible of each lot, one lot after the other."""
    counts = []
    for run in runs:
        left = run.opened
        for number, lot in enumerate(run.lots, 1):
            most = min(lot.limit, left, total // lot.size)
            rests = run.levels[number]
            taken = next(x for x in range(most, -1, -1) if rests[left - x] >> (total - x * lot.size) & 1)
            left, total = left - taken, total - taken * lot.size
            counts.append(taken)
    return counts
