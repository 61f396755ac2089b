"""RULES 2.3: whether the containers opened are those that waste least of what was opened and of what is sold."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from unitcalc.billing.case import Case
from unitcalc.billing.compute import Group, Outcome
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.entries import Entry
from unitcalc.catalogue.vials import Curated
from unitcalc.findings import Finding, Severity
from unitcalc.planning.pools import Pool
from unitcalc.planning.search import Kind, best
from unitcalc.quantity import Amount, dollars, grouped
from unitcalc.units import discarded_units

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


def avoidable_waste(case: Case, outcome: Outcome, market: Market, limit: Fraction | None) -> Iterator[Finding]:
    """Waste that other containers would not have had: in units and dollars, it waits for a person.

    `limit` is the payment limit, dollars a unit. A shortage that is documented explains it.
    """
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
        if better and better.units < group.discarded_units:
            yield _finding(case, single, group, better, limit)


def _better(
    case: Case, opened: Sequence[Entry], group: Group, needed: Fraction, pools: Sequence[Pool]
) -> _Better | None:
    """The containers that cover what was needed and waste least; of several products that it may be, the worst's."""
    number, unit = case.counted.basis.number, case.billing_unit.value
    of_sale = [[(number(each.each), None) for each in pool.containers] for pool in pools if _may_be(opened, pool)]
    of_opened = [[(number(entry.each), entry.count) for entry in opened]]
    found = [better for kinds in of_sale or of_opened if (better := _least(case, kinds, group, needed, unit))]
    return max(found, key=lambda each: each.units, default=None)


def _may_be(opened: Sequence[Entry], pool: Pool) -> bool:
    """Whether everything opened is of a pool: by its NDC, else by its label amount."""
    if pool.kept:
        return False
    ndcs = {ndc for each in pool.containers for ndc in each.ndcs}
    sizes = {each.each for each in pool.containers}
    return all(
        entry.ndc in ndcs
        if entry.ndc
        else any(entry.each.fits(size.unit) and entry.each.bound_to(size.unit) == size for size in sizes)
        for entry in opened
    )


def _least(
    case: Case, kinds: Sequence[tuple[Fraction, int | None]], group: Group, needed: Fraction, unit: Fraction
) -> _Better | None:
    measure = lcm(*(size.denominator for size, _ in kinds), needed.denominator)
    choice = best([Kind(int(size * measure), count) for size, count in kinds], int(needed * measure))
    if choice is None:
        return None
    total = Fraction(choice.total, measure)
    counted = zip(choice.counts, kinds, strict=True)
    words = " and ".join(f"{n} x {_shown(case, size).short}" for n, (size, _) in counted if n)
    left = total - needed
    return _Better(words, left, discarded_units(group.given, left, total, unit))


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
