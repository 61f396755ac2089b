"""Sums of containers, each with the best plan that makes it: where containers cost what they like."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from heapq import nsmallest
from itertools import accumulate
from operator import itemgetter

from unitcalc.planning.stock import Stock, TooManyError
from unitcalc.planning.sums import Run, fewest

MOST_STATES = 20_000
"""How many sums are kept at once."""


def keys_of(stock: Stock) -> tuple[list[int], int]:
    """For each lot a number, and the bits of a count in it: the plan whose numbers add up to the least is the best.

    From the highest digit: cost, containers, containers of each day (latest first), containers of each lot (the first
    first, and subtracted: the more the better). So a plan can be read from its sum.
    """
    bits = stock.most.bit_length()
    days, lots = len(stock.days), len(stock.lots)
    keys = []
    for number, lot in enumerate(stock.lots):
        by_day = (((lot.cost << bits) + 1) << bits * days) + (1 << bits * (days - 1 - lot.day))
        keys.append((by_day << bits * lots) - (1 << bits * (lots - 1 - number)))
    return keys, bits


def read(key: int, bits: int, lots: int) -> list[int]:
    """The plan that a sum of keys stands for."""
    return [-key % (1 << bits * lots) >> bits * (lots - 1 - number) & ((1 << bits) - 1) for number in range(lots)]


def cheapest(stock: Stock, runs: Sequence[Run], total: int) -> list[int]:
    """The plan of this total of the least cost, then later expiry, whatever a container costs."""
    keys, bits = keys_of(stock)
    place, ends = 0, {total: 0}
    for run in runs:
        states = {(rest, run.opened): key for rest, key in ends.items()}
        for number, lot in enumerate(run.lots, 1):
            rests, one = run.levels[number], keys[place]
            following: dict[tuple[int, int], int] = {}
            for (rest, left), key in states.items():
                for taken in range(min(lot.limit, left, rest // lot.size) + 1):
                    state = (rest - taken * lot.size, left - taken)
                    if rests[state[1]] >> state[0] & 1:
                        value = key + taken * one
                        if state not in following or value < following[state]:
                            following[state] = value
            states, place = following, place + 1
            if len(states) > MOST_STATES:  # each of them still ends in a plan of this total
                stock.proven = False
                states = dict(nsmallest(MOST_STATES, states.items(), key=itemgetter(1, 0)))
        ends = {rest: key for (rest, _), key in states.items()}
    return read(ends[0], bits, len(stock.lots))


def least_cost(stock: Stock) -> list[int]:
    """The plan of the least cost, then waste, containers, later expiry.

    Lots come in the order of cost by amount, so that what is still missing has a least cost: the rest bought by the
    part of a container. A sum that can no longer lead to the least cost is dropped.
    """
    keys, bits = keys_of(stock)
    order = sorted(range(len(stock.lots)), key=lambda place: Fraction(stock.lots[place].cost, stock.lots[place].size))
    lots = [stock.lots[place] for place in order]
    held = list(accumulate((lot.size * lot.limit for lot in lots), initial=0))
    spent = list(accumulate((lot.cost * lot.limit for lot in lots), initial=0))
    greatest = [max((lot.size for lot in lots[number:]), default=0) for number in range(len(lots) + 1)]
    # Where the number of containers is limited, a sum alone does not say how many may follow: both are kept.
    limited = not stock.free
    upper = _cost_of_largest(stock)
    found: tuple[int, int, int] | None = None
    states = {(0, 0): (0, 0)}
    for number, lot in enumerate(lots):
        one = keys[order[number]]
        following: dict[tuple[int, int], tuple[int, int]] = {}
        base, paid = held[number + 1], spent[number + 1]
        for (total, count), (cost, key) in states.items():
            most = min(lot.limit, -((total - stock.dose) // lot.size), stock.most - count if limited else lot.limit)
            for taken in range(most, -1, -1):
                reached, price, value = total + taken * lot.size, cost + taken * lot.cost, key + taken * one
                missing = stock.dose - reached
                if missing <= 0:
                    upper = min(upper, price)
                    found = min(found or (price, reached, value), (price, reached, value))
                    continue
                last = bisect_left(held, base + missing) - 1
                if last == len(lots):
                    break  # too little is left, and with fewer of this lot even less
                by_part = base + missing - held[last]
                price_before = price + spent[last] - paid
                if price_before - (-by_part * lots[last].cost // lots[last].size) > upper:
                    break  # too dear, and with fewer of this lot dearer
                if limited:
                    if missing > (stock.most - count - taken) * greatest[number + 1]:
                        continue
                else:
                    upper = min(upper, price_before - (-by_part // lots[last].size) * lots[last].cost)
                state = (reached, count + taken if limited else 0)
                if state not in following or value < following[state][1]:
                    following[state] = (price, value)
        states = following if limited else _not_dearer(following)
        if len(states) > MOST_STATES:
            raise TooManyError
    assert found is not None
    return read(found[2], bits, len(stock.lots))


def _cost_of_largest(stock: Stock) -> int:
    """What the fewest containers cost, largest first: a plan that there is."""
    left, cost = fewest(stock), 0
    for lot in stock.by_size:
        taken = min(lot.limit, left)
        left, cost = left - taken, cost + taken * lot.cost
    return cost


def _not_dearer(states: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Without those that cost more than one that holds more."""
    kept, least = {}, None
    for state in sorted(states, reverse=True):
        cost = states[state][0]
        if least is None or cost <= least:
            kept[state], least = states[state], cost
    return kept
