"""RULES 2.3: whether the containers opened are those that waste least of what was opened and of what is sold."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import NamedTuple

from unitcalc.billing.case import Case
from unitcalc.billing.compute import Group, Outcome
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.entries import Entry
from unitcalc.catalogue.vials import Curated
from unitcalc.findings import Finding, Severity
from unitcalc.planning.plan import objective_in
from unitcalc.planning.pools import Pool
from unitcalc.planning.search import Kind, Objective, best
from unitcalc.quantity import Amount, dollars, grouped
from unitcalc.units import begun, discarded_units

ZERO = Fraction(0)


class Market(NamedTuple):
    """What is sold under a code on a day."""

    sizes: frozenset[Amount]
    """The listed label amounts; empty where one of them is not stated."""
    curated: tuple[Curated, ...]
    pools: tuple[Pool, ...]
    """Sizes that may make up one dose; empty where the potency is printed on each lot."""


class _Better(NamedTuple):
    """Containers that would have wasted less."""

    words: str
    left: Fraction
    units: int
    """Discarded units of theirs."""


class Avoidable(NamedTuple):
    """Waste that other containers would not have had."""

    units: int
    """Discarded units too many; none where the reason is documented."""
    finding: Finding


def avoidable_waste(case: Case, outcome: Outcome, market: Market, limit: Fraction | None) -> Iterator[Avoidable]:
    """Waste that other containers would not have had: in units and dollars, it waits for a person.

    `limit` is the payment limit, dollars a unit. A shortage that is documented explains it. A drug that somebody else
    supplied has no line, and no waste on it.
    """
    if not case.typed.supply.is_purchased:
        return
    if case.typed.stopped is not None or case.dispensed or not case.counted.physical:
        return
    for group in outcome.groups:
        if not (group.single_dose and group.discarded_units):
            continue
        single = [
            entry
            for entry, kind in zip(case.entries, outcome.reading.types, strict=True)
            if kind is ContainerType.SINGLE_DOSE
        ]
        needed = group.given + outcome.reading.explained
        better = _better(case, single, group, needed, market.pools)
        if better:
            units = 0 if case.typed.shortage else group.discarded_units - better.units
            yield Avoidable(units, _finding(case, single, group, better, limit))


class _Kinds(NamedTuple):
    """Containers that might have been opened, as numbers of the record's basis."""

    sizes: tuple[Fraction, ...]
    numbers: tuple[int | None, ...]
    """How many there are; None: as many as wanted."""
    objective: Objective = Objective.WASTE


def _better(
    case: Case, opened: Sequence[Entry], group: Group, needed: Fraction, pools: Sequence[Pool]
) -> _Better | None:
    """The containers that cover what was needed and waste least; of several products that it may be, the worst's."""
    number = case.counted.basis.number
    kinds = [_of_sale(number, pool) for pool in pools if may_be(opened, pool)] or [
        _Kinds(tuple(number(entry.each) for entry in opened), tuple(entry.count for entry in opened))
    ]
    found = [better for each in kinds if (better := _least(case, each, group, needed))]
    # What one product could not have bettered is no avoidable waste: it may be the one that was opened.
    return max(found, key=lambda each: each.units) if len(found) == len(kinds) else None


def _of_sale(number: Callable[[Amount], Fraction], pool: Pool) -> _Kinds:
    objective = objective_in(pool, Objective.WASTE)
    return _Kinds(tuple(number(each.each) for each in pool.containers), (None,) * len(pool.containers), objective)


def may_be(opened: Sequence[Entry], pool: Pool) -> bool:
    """Whether everything opened is of a pool: by its NDC, else by its label amount."""
    if pool.kept:
        return False
    for entry in opened:
        if entry.ndc:
            found = any(entry.ndc in each.ndcs for each in pool.containers)
        else:
            found = any(_same(entry.each, each.each) for each in pool.containers)
        if not found:
            return False
    return True


def _same(stated: Amount, size: Amount) -> bool:
    return stated.fits(size.unit) and stated.bound_to(size.unit) == size


def _least(case: Case, kinds: _Kinds, group: Group, needed: Fraction) -> _Better | None:
    """The best of some containers; None where nothing of them can be better than what was opened."""
    common = _common(kinds.sizes)
    if group.label <= begun(needed, common) * common:  # every sum is a multiple of that
        return None
    measure = lcm(*(size.denominator for size in kinds.sizes), needed.denominator)
    choice = best(
        [Kind(int(size * measure), limit) for size, limit in zip(kinds.sizes, kinds.numbers, strict=True)],
        int(needed * measure),
        kinds.objective,
    )
    if choice is None:
        return None
    total, unit = Fraction(choice.total, measure), case.billing_unit.value
    units = discarded_units(group.given, total - needed, total, unit)
    if units >= group.discarded_units:
        return None
    counted = zip(choice.counts, kinds.sizes, strict=True)
    words = " and ".join(f"{n} x {_shown(case, size).short}" for n, size in counted if n)
    return _Better(words, total - needed, units)


@lru_cache(maxsize=1024)
def _common(sizes: tuple[Fraction, ...]) -> Fraction:
    """The largest amount of which every size is a multiple."""
    measure = lcm(*(size.denominator for size in sizes))
    return Fraction(gcd(*(int(size * measure) for size in sizes)), measure)


def _finding(case: Case, opened: Sequence[Entry], group: Group, better: _Better, limit: Fraction | None) -> Finding:
    units = group.discarded_units - better.units
    worth = f" ({dollars(limit * units)})" if limit is not None else ""
    what = " and ".join(map(str, opened))
    message = (
        f"{what} were opened for {_shown(case, group.given).short}; {better.words} would leave "
        f"{_shown(case, better.left).short}: "
        f"{grouped(units)} discarded units{worth} were avoidable."
    )
    if case.typed.shortage:
        return Finding(
            "avoidable-waste", Severity.INFO, f"{message} Documented: {case.typed.shortage}.", "RULES 2.3, 2.4"
        )
    message += " Bill them only if a shortage is documented (--shortage TEXT); a vial not entered was not opened."
    return Finding("avoidable-waste", Severity.ERROR, message, "RULES 2.3")


def _shown(case: Case, number: Fraction) -> Amount:
    """A number of the basis as the chart writes amounts: grams where the dose was charted in grams."""
    amount, charted = case.counted.basis.of(number), case.typed.given
    return amount.to(charted.unit) if charted is not None and amount.fits(charted.unit) else amount
