"""Which containers to open for a dose: milliseconds of the search by sizes, stock, dose and assayed lots.

Goal: the best plan and the frontier in less than 10 ms, for five labelled sizes with fifty vials in stock and for fifty
lots of different assayed potency. Stocks are drawn with a fixed seed; nothing is kept from one call to the next.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from unitcalc.planning.search import Kind, Objective, best, frontier

RUNS = 15
GOAL = 10
SIZES = (250, 500, 1000, 1500, 2000, 3000, 4000, 5000)
"""Labelled, in international units, as clotting factors are sold."""
LABELLED = (SIZES[0], SIZES[1], SIZES[2], SIZES[4], SIZES[5])
DAYS = 700
"""Assayed lots expire within so many days."""


def main() -> None:
    """Measure and print."""
    print(f"plans, milliseconds a call: median of {RUNS} calls each (the slowest), wall time, one process")
    print(f"  {'':<50}{'least waste':>17}{'frontier':>17}{'least cost':>17}")
    beyond = []
    for text, kinds, dose in _stocks():
        plan, joined, cheap = (
            _milliseconds(call)
            for call in (
                partial(best, kinds, dose),
                partial(frontier, kinds, dose),
                partial(best, kinds, dose, Objective.COST),
            )
        )
        print(f"  {text:<50}" + "".join(f"{middle:>8.2f} ({most:>6.2f})" for middle, most in (plan, joined, cheap)))
        if plan[0] + joined[0] >= GOAL:
            beyond.append(text)
    print(f"  least waste and frontier together, goal below {GOAL} ms; not met by: {'; '.join(beyond) or 'none'}")


def _stocks() -> Iterator[tuple[str, list[Kind], int]]:
    """What is measured: in words, the containers, and the dose."""
    dice = random.Random(20260331)
    for number in range(1, len(SIZES) + 1):
        vials = 50 // number
        words = "1 size" if number == 1 else f"{number} sizes"
        yield f"{words}, {vials} vials of each, 6,750 IU", _labelled(SIZES[:number], vials), 6_750
    for vials in (10, 50, 100, 500):
        yield f"5 sizes, {vials} vials in stock, 6,750 IU", _labelled(LABELLED, vials // len(LABELLED)), 6_750
    for dose in (500, 2_000, 7_000, 20_000, 100_000):
        yield f"5 sizes, as many as wanted, {dose:,} IU", _labelled(LABELLED, None), dose
    for lots in (10, 25, 50, 100):
        yield f"{lots} lots of 1 vial, assayed, 7,000 IU", _assayed(dice, lots, 220, 3_300, 1), 7_000
        yield f"{lots} lots of 1 to 5 vials, assayed, 7,000 IU", _assayed(dice, lots, 220, 3_300, 5), 7_000
    yield "50 lots of 1 vial, assayed 220 to 280, 7,000 IU", _assayed(dice, 50, 220, 280, 1), 7_000


def _labelled(sizes: tuple[int, ...], limit: int | None) -> list[Kind]:
    return [Kind(size, limit, Fraction(size * 5, 4)) for size in sizes]


def _assayed(dice: random.Random, lots: int, least: int, greatest: int, vials: int) -> list[Kind]:
    """Lots of different potency, each with its day of expiry, at a price for each vial that is its own."""
    return [
        Kind(size, dice.randint(1, vials), Fraction(dice.randint(size * 95, size * 105), 100), dice.randint(1, DAYS))
        for size in dice.sample(range(least, greatest + 1), lots)
    ]


def _milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times)


if __name__ == "__main__":
    main()
