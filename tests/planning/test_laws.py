"""What holds of every plan, whatever is asked for and whatever is in stock."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product as combinations
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.planning.asking import TODAY, Ask, checks, said
from unitcalc.billing.planned import bill_of_plan
from unitcalc.findings import Severity
from unitcalc.planning.plan import Plan
from unitcalc.planning.request import StockRow
from unitcalc.planning.search import Objective
from unitcalc.planning.sharing import Day
from unitcalc.quantity import plain

ZERO = Fraction(0)
OBJECTIVES = st.sampled_from(["", *Objective])


class Row(NamedTuple):
    """Containers of one lot on a shelf."""

    size: Fraction
    count: int
    expires: date | None
    cost: int | None
    lot: str

    @property
    def usable(self) -> bool:
        """Whether there is any, and it may still be used."""
        return self.count > 0 and (self.expires is None or self.expires >= TODAY)


Shelf = tuple[Row, ...]


@st.composite
def shelves(draw: st.DrawFn, sizes: st.SearchStrategy[Fraction]) -> Shelf:
    """A stock; every row a lot of its own, all of them with a price or none."""
    days = st.none() | st.integers(-2, 5).map(lambda number: TODAY + timedelta(number))
    costs = st.integers(0, 900) if draw(st.booleans()) else st.none()
    parts = draw(st.lists(st.tuples(sizes, st.integers(0, 4), days, costs), min_size=1, max_size=6))
    return tuple(Row(*part, f"L{number}") for number, part in enumerate(parts))


MASSES = shelves(st.sampled_from([Fraction(100), Fraction(500)]))
ASSAYED = shelves(st.integers(200, 1_700).map(Fraction) | st.fractions(200, 1_700, max_denominator=4))
DOSES = st.integers(1, 6_000).map(Fraction) | st.fractions(1, 6_000, max_denominator=3)


def typed(rows: Sequence[Row], code: str, symbol: str) -> tuple[StockRow, ...]:
    """The rows as a stock list has them."""
    return tuple(
        StockRow(
            f"row {number}",
            str(row.count),
            code=code,
            amount=f"{plain(row.size)} {symbol}",
            lot=row.lot,
            expiry=row.expires.isoformat() if row.expires else "",
            cost="" if row.cost is None else str(row.cost),
        )
        for number, row in enumerate(rows, 1)
    )


def held(rows: Sequence[Row]) -> Fraction:
    return sum((row.size * row.count for row in rows if row.usable), ZERO)


def opened(plan: Plan) -> Fraction:
    return sum((opening.container.each.value * opening.count for opening in plan.openings), ZERO)


@given(rows=ASSAYED, dose=DOSES, objective=OBJECTIVES)
def test_the_dose_is_covered_out_of_what_there_is(ask: Ask, rows: Shelf, dose: Fraction, objective: str) -> None:
    found = ask.stocked(code="J7211", dose=f"{plain(dose)} IU", objective=objective, stock=typed(rows, "J7211", "IU"))
    assert (found is None) == (held(rows) < dose)
    if found is None:
        return
    lots = {row.lot: row for row in rows}
    for plan in found.plans:
        for opening in plan.openings:
            row = lots[opening.container.lot]
            assert opening.container.each.value == row.size
            assert 0 < opening.count <= row.count
            assert row.usable
        assert plan.opened.value == opened(plan) >= dose
        assert (plan.given.value, plan.left.value) == (dose, opened(plan) - dose)
        assert plan.containers == sum(opening.count for opening in plan.openings)
        # R1, R4: units of 1 IU begun; the whole ones of the label, less those.
        assert plan.administered_units == -(-dose // 1)
        assert plan.discarded_units == max(0, opened(plan) // 1 - plan.administered_units)
    for number, row in enumerate(rows, 1):
        assert (f"row {number}:" in said(found, "stock-expired")) is (row.count > 0 and not row.usable)


@given(rows=ASSAYED, dose=DOSES, more=ASSAYED)
def test_more_stock_never_wastes_more(ask: Ask, rows: Shelf, dose: Fraction, more: Shelf) -> None:
    asked = {"code": "J7211", "dose": f"{plain(dose)} IU"}
    assume(held(rows) >= dose)
    found = ask(**asked, stock=typed(rows, "J7211", "IU"))
    other = ask(**asked, stock=typed((*rows, *more), "J7211", "IU"))
    assert other.best.left <= found.best.left


@given(rows=MASSES, dose=st.integers(1, 2_500), objective=OBJECTIVES, dice=st.randoms())
def test_the_order_of_rows_does_not_matter(ask: Ask, rows: Shelf, dose: int, objective: str, dice: object) -> None:
    shuffled = list(rows)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    asked = {"code": "J9312", "dose": f"{dose} mg", "objective": objective}
    one = ask.stocked(**asked, stock=typed(rows, "J9312", "mg"))
    other = ask.stocked(**asked, stock=typed(shuffled, "J9312", "mg"))
    assert (one is None) == (other is None)
    if one and other:
        for each, same in zip(one.plans, other.plans, strict=True):
            assert (each.words, each.cost) == (same.words, same.cost)
            assert sorted(o.container.expires or date.max for o in each.openings for _ in range(o.count)) == sorted(
                o.container.expires or date.max for o in same.openings for _ in range(o.count)
            )


@pytest.mark.parametrize("code", ["J9312", "J1745", "J7189", "J7170", "J1459", "J9299"])
@given(micrograms=st.integers(1, 90_000_000), objective=OBJECTIVES)
@settings(max_examples=25)
def test_the_unit_in_which_a_dose_is_written_changes_nothing(
    ask: Ask, code: str, micrograms: int, objective: str
) -> None:
    plans = [
        ask(code=code, dose=f"{plain(Fraction(micrograms, per))} {symbol}", objective=objective)
        for symbol, per in (("mcg", 1), ("mg", 1_000), ("g", 1_000_000))
    ]
    first = plans[0]
    unit = first.dose.unit
    for found in plans[1:]:
        assert found.dose.to(unit) == first.dose
        for each, same in zip(found.plans, first.plans, strict=True):
            assert [(o.count, o.container.each.to(unit), o.container.ndcs) for o in each.openings] == [
                (o.count, o.container.each, o.container.ndcs) for o in same.openings
            ]
            assert (each.left.to(unit), each.opened.to(unit), each.cost) == (same.left, same.opened, same.cost)
            assert (each.administered_units, each.discarded_units) == (same.administered_units, same.discarded_units)


UNITS = {
    "J9312": ("10", "mg"),
    "J1745": ("10", "mg"),
    "J9035": ("10", "mg"),
    "J3262": ("1", "mg"),
    "J9354": ("1", "mg"),
    "J9299": ("1", "mg"),
    "J7170": ("0.5", "mg"),
    "J7189": ("1", "mcg"),
    "J1569": ("500", "mg"),
    "J1931": ("0.1", "mg"),
    "J0129": ("10", "mg"),
    "J3060": ("10", "units"),
    "J9171": ("1", "mg"),
    "J9045": ("50", "mg"),
    "J0885": ("1000", "units"),
    "J0881": ("1", "mcg"),
}
"""Billing units, copied by hand from the descriptors."""


@pytest.mark.parametrize("code", UNITS)
@given(twelfths=st.integers(1, 9_000), objective=OBJECTIVES)
@settings(max_examples=15)
def test_the_bill_of_a_plan_is_of_its_containers(ask: Ask, code: str, twelfths: int, objective: str) -> None:
    unit, symbol = Fraction(UNITS[code][0]), UNITS[code][1]
    dose = twelfths * unit / 12
    found = ask(code=code, dose=f"{plain(dose)} {symbol}", objective=objective)
    for plan in found.plans:
        its = bill_of_plan(ask.catalogue, plan, code, found.date, TODAY)
        assert its.opened == plan.opened
        assert its.given == plan.given
        assert plan.administered_units == -(-dose // unit)
        assert plan.pool.kept or plan.discarded_units == max(0, plan.opened.value // unit - plan.administered_units)
        bills = [(its.administered_units, its.discarded_units)]
        if its.alternatives:  # single- or multi-dose is not known: one of the bills is the plan's
            bills = [(each.administered_units, each.discarded_units) for each in its.alternatives]
        assert (plan.administered_units, plan.discarded_units) in bills
        assert not its.lines or sum(line.units for line in its.lines) == plan.administered_units + plan.discarded_units


@given(rows=ASSAYED, dose=st.integers(1, 6_000))
def test_the_bill_of_assayed_vials_is_of_those_very_vials(ask: Ask, rows: Shelf, dose: int) -> None:
    assume(held(rows) >= dose)
    found = ask(code="J7211", dose=f"{dose} IU", stock=typed(rows, "J7211", "IU"))
    its = bill_of_plan(ask.catalogue, found.best, "J7211", found.date, TODAY)
    assert its.opened == found.best.opened
    bills = [(each.administered_units, each.discarded_units) for each in its.alternatives]
    assert (found.best.administered_units, found.best.discarded_units) in (
        bills or [(its.administered_units, its.discarded_units)]
    )


def last_waste(found: Day, unit: Fraction) -> int:
    """RULES 2.7: J(last) = max(0, floor(L / u) - sum of all A)."""
    begun = sum(-(-each.given.value // unit) for each in found.portions)
    return int(max(0, found.plan.opened.value // unit - begun))


@given(rows=MASSES, doses=st.lists(st.integers(1, 900), min_size=2, max_size=4), stocked=st.booleans())
@example(rows=(), doses=[31, 31, 31], stocked=False)
def test_sharing(ask: Ask, rows: Shelf, doses: list[int], stocked: bool) -> None:
    stock = typed(rows, "J9312", "mg") if stocked else None
    assume(not stocked or held(rows) >= sum(doses))
    found = ask.day(code="J9312", doses=[f"{dose} mg" for dose in doses], share="yes", stock=stock)
    assert found.shared
    assert [portion.given.value for portion in found.portions] == doses
    taken: dict[tuple[str, Fraction], tuple[Fraction, int]] = {}
    for portion in found.portions:
        assert sum(amount.value for _, amount in portion.taken) == portion.given.value
        assert portion.administered_units == -(-portion.given.value // 10)
        for opening, amount in portion.taken:
            key = opening.container.lot, opening.container.each.value
            before, count = taken.get(key, (ZERO, 0))
            taken[key] = before + amount.value, count + opening.count
    counts = {(o.container.lot, o.container.each.value): o.count for o in found.plan.openings}
    for key, (amount, count) in taken.items():
        assert amount <= key[1] * counts[key]
        assert count == counts[key]
    # Nothing is opened that nobody is given of: the plan could do without it.
    assert set(taken) == set(counts)
    assert found.plan.left.value == opened(found.plan) - sum(doses) >= 0
    assert not any(portion.left or portion.discarded_units for portion in found.portions[:-1])
    assert found.portions[-1].left == found.plan.left
    assert found.portions[-1].discarded_units == found.plan.discarded_units == last_waste(found, Fraction(10))
    label, billed = opened(found.plan) // 10, sum(portion.administered_units for portion in found.portions)
    assert ("shared-above-label" in checks(found, Severity.ERROR)) is (billed > label)
    assert "shared-container" in checks(found)
    if found.other:
        assert found.plan.left <= found.other.left


@given(rows=MASSES, doses=st.lists(st.integers(1, 900), min_size=2, max_size=4), stocked=st.booleans())
def test_without_sharing_each_has_containers_of_their_own(
    ask: Ask, rows: Shelf, doses: list[int], stocked: bool
) -> None:
    asked = {"code": "J9312", "stock": typed(rows, "J9312", "mg") if stocked else None}
    found = ask.stocked(**asked, doses=[f"{dose} mg" for dose in doses])
    if found is None:
        assert stocked
        return
    assert not found.shared
    counts = {row.lot: row.count for row in rows}
    alone = []
    for portion in found.portions:
        assert sum(amount.value for _, amount in portion.taken) == portion.given.value
        own = sum((o.container.each.value * o.count for o, _ in portion.taken), ZERO)
        assert portion.left.value == own - portion.given.value
        assert portion.discarded_units == max(0, own // 10 - -(-portion.given.value // 10))
        for opening, amount in portion.taken:
            assert 0 < amount.value <= opening.container.each.value * opening.count
            if stocked:
                counts[opening.container.lot] -= opening.count
        alone.append(ask(**asked, dose=portion.given.short).best.left)
    assert all(count >= 0 for count in counts.values())
    assert found.plan.left.value == sum(portion.left.value for portion in found.portions)
    assert found.plan.discarded_units == sum(portion.discarded_units for portion in found.portions)
    # No day wastes less than each patient would with the stock for themselves; what can be bought serves all as well.
    least = sum(each.value for each in alone)
    assert found.plan.left.value >= least
    assert stocked or found.plan.left.value == least
    assert "plan-not-proven" not in checks(found)
    assert "shared-container" not in checks(found)


def by_brute_force(sizes: Sequence[int], dose: Fraction, share: Fraction) -> Fraction | None:
    """The sum of whole containers nearest to a dose, within the limits; of equals that of the fewest containers."""
    most = int(dose * (1 + share))
    near = [
        (abs(total - dose), sum(counts), total)
        for counts in combinations(*(range(most // size + 1) for size in sizes))
        if (total := sum(size * count for size, count in zip(sizes, counts, strict=True)))
        and abs(total - dose) <= dose * share
    ]
    return Fraction(min(near)[2]) if near else None


@pytest.mark.parametrize("code, sizes", [("J9312", (100, 500)), ("J9354", (100, 160)), ("J9023", (200,))])
@given(dose=st.fractions(50, 1_500, max_denominator=12), percent=st.integers(1, 25))
@example(dose=Fraction(2000, 3), percent=10)  # 600 is exactly 10 % less
@example(dose=Fraction(2001, 3), percent=10)  # 600 is a hair more than 10 % less
@example(dose=Fraction(2000, 11), percent=10)  # 200 is exactly 10 % more
@example(dose=Fraction(1999, 11), percent=10)
@settings(max_examples=40)
def test_rounding_is_the_nearest_within_the_limit(
    ask: Ask, code: str, sizes: tuple[int, ...], dose: Fraction, percent: int
) -> None:
    found = ask(code=code, dose=f"{plain(dose)} mg", round_within=f"{percent}%")
    wanted = by_brute_force(sizes, dose, Fraction(percent, 100))
    if wanted is None or not found.best.left:
        assert found.rounded == ()
        assert "rounding-none" in checks(found)
        return
    (rounded,) = found.rounded
    assert rounded.dose.value == wanted
    assert rounded.change == wanted / dose - 1
    assert abs(rounded.change) <= Fraction(percent, 100)
    assert rounded.plan.opened == rounded.plan.given == rounded.dose
    assert not rounded.plan.left
    assert (rounded.ordered, rounded.saved) == (found.best.given, found.best.left)
    assert found.best.given.value == dose  # the order stands
