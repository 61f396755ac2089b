"""Plans tried one by one: for stock whose sums are too many to be kept."""

from collections.abc import Iterator

from unitcalc.planning.stock import Stock

MOST_TRIED = 50_000
"""How many plans, begun or whole, are looked at; about a quarter of a second."""


def tried(stock: Stock, low: int, high: int | None = None) -> Iterator[list[int]]:
    """Plans whose total is `low` or above, up to `high`; without `high`, none with a container more than it needs.

    Larger containers first, and as many as can be: the first plan is the one of fewest containers. Where there are more
    plans than are tried, the stock's answers are no longer proven.
    """
    places = sorted(range(len(stock.lots)), key=lambda place: -stock.lots[place].size)
    lots = [stock.lots[place] for place in places]
    rest = [0]
    for lot in reversed(lots):
        rest.append(rest[-1] + lot.limit * lot.size)
    rest.reverse()

    def more(start: int, total: int, count: int) -> Iterator[tuple[int, int]]:
        """What to open next: which lot, how many of it."""
        for number in range(start, len(lots)):
            if total + rest[number] < low:
                return
            size, limit = lots[number].size, lots[number].limit
            room = -((total - low) // size) if high is None else (high - total) // size
            for taken in range(min(limit, room, stock.most - count), 0, -1):
                yield number, taken

    counts = [0] * len(lots)
    begun: list[tuple[Iterator[tuple[int, int]], int, int, int]] = [(more(0, 0, 0), 0, 0, -1)]
    for _ in range(MOST_TRIED):
        while begun and (following := next(begun[-1][0], None)) is None:
            last = begun.pop()[3]
            if last >= 0:
                counts[places[last]] = 0
        if not begun:
            return
        assert following is not None
        number, taken = following
        _, total, count, _ = begun[-1]
        total, count = total + taken * lots[number].size, count + taken
        counts[places[number]] = taken
        if total >= low and (high is None or total <= high):
            yield counts[:]
        if high is None and total >= low:
            counts[places[number]] = 0
        else:
            begun.append((more(number + 1, total, count), total, count, number))
    stock.proven = False
