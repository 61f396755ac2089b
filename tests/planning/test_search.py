"""Containers for a dose: named cases with their arithmetic, laws, and every answer against trying all plans."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.planning import exhaustive
from unitcalc.planning import costs, sums, trying
from unitcalc.planning.search import Choice, Kind, Objective, best, frontier, nearest

CASES = 4_000
"""How many random cases are tried out in full."""

WASTE = [
    # 3 x 100 = 300, and 400 would leave 100.
    ([100, 400], 300, (3, 0)),
    # 500 + 3 x 100 = 800 leaves 50; 8 x 100 leaves 50 with 8 containers; 2 x 500 leaves 250.
    ([100, 500], 750, (3, 1)),
    # 150 - 135 = 15.
    ([150], 135, (1,)),
    # 250 < 350 <= 500.
    ([250], 350, (2,)),
    # 1,000 + 500 = 1,500 exactly; 6 x 250 as well, with six containers.
    ([250, 500, 1000], 1500, (0, 1, 1)),
    # All sums of 4 and 6 are even: 4 + 4 = 8 leaves 1 of 7.
    ([4, 6], 7, (2, 0)),
    # Assayed: 478 + 2 x 512 = 1,502 leaves 2; 478 + 1,031 = 1,509 leaves 9; 3 x 512 = 1,536 leaves 36.
    ([478, 512, 1031], 1500, (1, 2, 0)),
]


def counts_of(choice: Choice | None) -> tuple[int, ...] | None:
    return choice.counts if choice else None


@pytest.mark.parametrize("sizes, dose, counts", WASTE)
def test_the_least_waste(sizes: list[int], dose: int, counts: tuple[int, ...]) -> None:
    found = best([Kind(size) for size in sizes], dose)
    assert found is not None
    assert found.counts == counts
    assert found.total == sum(size * count for size, count in zip(sizes, counts, strict=True))
    assert found.containers == sum(counts)


def test_what_is_in_stock_limits() -> None:
    # 3 x 100 would be exact, but there are two: 400 holds 300 as well; and 2 x 100 + 400 holds no more than 600.
    kinds = [Kind(100, 2), Kind(400, 1)]
    assert best(kinds, 300) == Choice((0, 1), 400, 1, Fraction(0))
    assert best(kinds, 600) == Choice((2, 1), 600, 3, Fraction(0))
    assert best(kinds, 601) is None
    assert frontier(kinds, 601) == ()


def test_nothing_in_stock_is_not_enough() -> None:
    assert best([], 1) is None
    assert best([Kind(100, 0)], 1) is None
    assert frontier([], 1) == ()
    assert nearest([], 1, 0, 10) is None


def test_containers_that_may_not_be_combined() -> None:
    # One only: 500 for 400; for 600 there is none.
    kinds = [Kind(200), Kind(500)]
    assert best(kinds, 400, most=1) == Choice((0, 1), 500, 1, Fraction(0))
    assert best(kinds, 600, most=1) is None
    assert best(kinds, 400, most=0) is None


def test_each_objective_chooses_by_its_own() -> None:
    # 600 of 100 ($10, day 30), 350 ($90, day 20) and 1,000 ($50, day 10): least waste 6 x 100 = 600 for $60;
    # fewest containers, first to expire and least cost 1 x 1,000 for $50.
    kinds = [Kind(100, None, Fraction(10), 30), Kind(350, None, Fraction(90), 20), Kind(1000, None, Fraction(50), 10)]
    assert [(each.value, found.counts) for each in Objective if (found := best(kinds, 600, each))] == [
        ("waste", (6, 0, 0)),
        ("containers", (0, 0, 1)),
        ("cost", (0, 0, 1)),
        ("expiry", (0, 0, 1)),
    ]
    # At $7 each, 6 x 100 cost $42; and with two of day 10 in stock that hold 300 each, both of them are opened.
    cheap = [Kind(100, None, Fraction(7), 30), Kind(1000, None, Fraction(50), 20), Kind(300, 2, Fraction(99), 10)]
    assert best(cheap, 600, Objective.COST) == Choice((6, 0, 0), 600, 6, Fraction(42))
    assert best(cheap, 600, Objective.EXPIRY) == Choice((0, 0, 2), 600, 2, Fraction(198))


def test_nearest_to_expiry_first_opens_no_later_one_that_can_be_spared() -> None:
    # 700: both of day 1 hold 400, so one of day 2 is needed (500 at most), not two, and none of day 3 or without a day.
    # 100 + 200 + 500 = 800 and 200 + 500 = 700: the second of day 1 is not needed.
    kinds = [Kind(1000, 5, expires=3), Kind(500, 5, expires=2), Kind(200, 2, expires=1), Kind(700, 5)]
    assert best(kinds, 700, Objective.EXPIRY) == Choice((0, 1, 1, 0), 700, 2, Fraction(0))


def test_equals_are_decided_by_cost_then_expiry_then_order() -> None:
    # The same waste and containers: the cheaper; at one price the earlier; of one day as given.
    assert counts_of(best([Kind(500, 1, Fraction(9), 1), Kind(500, 1, Fraction(8), 2)], 400)) == (0, 1)
    assert counts_of(best([Kind(500, 1, Fraction(8), 2), Kind(500, 1, Fraction(8), 1)], 400)) == (0, 1)
    assert counts_of(best([Kind(500, 1), Kind(500, 1, expires=9)], 400)) == (0, 1)
    assert counts_of(best([Kind(500, 1), Kind(500, 3)], 1000)) == (1, 1)
    # 400 + 200 as 300 + 300: the largest first.
    assert counts_of(best([Kind(200, 1), Kind(300, 2), Kind(400, 1)], 600)) == (1, 0, 1)


def test_no_more_of_a_day_is_opened_than_there_is() -> None:
    # 700 exactly is 300 + 2 x 200, all of day 2; 2 x 300 + 100 would open fewer of it, but there is one 300.
    assert counts_of(best([Kind(300, 1, expires=2), Kind(200, 5, expires=2), Kind(100, 1, expires=1)], 700)) == (
        1,
        2,
        0,
    )


def test_the_frontier_ends_with_the_least_waste() -> None:
    # 750: 1,000 leaves 250; two: 500 + 300 leave 50; three: 300 + 300 + 150 leave nothing.
    kinds = [Kind(150), Kind(300), Kind(500), Kind(1000)]
    assert [(plan.counts, plan.total - 750) for plan in frontier(kinds, 750)] == [
        ((0, 0, 0, 1), 250),
        ((0, 1, 1, 0), 50),
        ((1, 2, 0, 0), 0),
    ]
    assert [plan.containers for plan in frontier(kinds, 750, most=2)] == [1, 2]


def test_a_dose_rounded_to_whole_containers() -> None:
    # 5 mg/kg x 83 kg = 415 mg: 400 is 15 away, 500 is 85 away; within 10% lie 373.5 to 456.5.
    assert nearest([Kind(100)], 415, 374, 456) == Choice((4,), 400, 4, Fraction(0))
    # Within 2% (407 to 423) there is none; at least one container, though none would be within 0 to 200.
    assert nearest([Kind(100)], 415, 407, 423) is None
    assert nearest([Kind(100)], 10, 0, 200) == Choice((1,), 100, 1, Fraction(0))
    # 350 is 50 from 300 and from 400: fewest containers, then the lower.
    assert nearest([Kind(100), Kind(400)], 350, 300, 400) == Choice((0, 1), 400, 1, Fraction(0))
    assert nearest([Kind(300), Kind(400)], 350, 300, 400) == Choice((1, 0), 300, 1, Fraction(0))
    # Limits on one side of the dose only.
    assert nearest([Kind(100)], 415, 500, 10**9) == Choice((5,), 500, 5, Fraction(0))
    assert nearest([Kind(100)], 10**9, 0, 350) == Choice((3,), 300, 3, Fraction(0))


WRONG = [
    ([Kind(0)], 1),
    ([Kind(-5)], 1),
    ([Kind(5)], 0),
    ([Kind(5)], -1),
    ([Kind(5, -1)], 1),
    ([Kind(5, 1, Fraction(-1))], 1),
]


@pytest.mark.parametrize("kinds, dose", WRONG)
def test_wrong_numbers_are_the_programs_fault(kinds: list[Kind], dose: int) -> None:
    with pytest.raises(ValueError, match="zero"):
        best(kinds, dose)
    with pytest.raises(ValueError, match="zero"):
        frontier(kinds, dose)
    with pytest.raises(ValueError, match="zero"):
        nearest(kinds, dose, 1, 10)


class Case:
    """A small stock and dose, drawn so that limits, ties, equal sizes and too small a stock all come up."""

    def __init__(self, dice: random.Random) -> None:
        scale, top = dice.choice((1, 1, 1, 5, 50)), dice.choice((4, 8, 15))
        days: tuple[int | None, ...] = dice.choice(((None,), (None, 1, 2), (1, 2, 3, 4, 5)))
        prices = dice.choice(((Fraction(0),), (Fraction(0), Fraction(1), Fraction(2)), ()))
        self.kinds = []
        room = 1_500
        for _ in range(dice.randint(1, 4)):
            size = dice.randint(1, top) * scale
            cost = dice.choice(prices) if prices else Fraction(dice.randint(0, 50), dice.randint(1, 7))
            self.kinds.append(Kind(size, dice.choice((None, 0, 1, 2, 3, 4)), cost, dice.choice(days)))
        if dice.random() < 0.2:  # priced by amount
            self.kinds = [kind._replace(cost=Fraction(kind.size * 7, 3)) for kind in self.kinds]
        self.dose = dice.randint(1, min(3 * top, 22)) * scale + dice.randint(0, scale - 1)
        self.most = dice.choice((None, None, 1, 2, 3, 5))
        self.lowest = self.dose - dice.randint(-2, self.dose)
        self.highest = dice.randint(self.lowest - 1, max(self.lowest, self.dose * 3 // 2))
        self.many = False
        for kind in self.kinds:
            useful = -(-max(self.dose, self.highest) // kind.size)
            room //= min(kind.limit if kind.limit is not None else useful, useful) + 1
            self.many = self.many or room == 0

    def __repr__(self) -> str:
        return f"{self.kinds}, {self.dose}, within {self.lowest} to {self.highest}, most {self.most}"


def cases(seed: int, count: int) -> list[Case]:
    """Small enough to try out all plans."""
    dice = random.Random(seed)
    found: list[Case] = []
    while len(found) < count:
        case = Case(dice)
        if not case.many:
            found.append(case)
    return found


def is_as_tried_out(case: Case) -> None:
    """Every answer for a case, with its figures, is the one that is found by looking at all plans."""
    kinds = case.kinds
    for objective in Objective:
        found = best(kinds, case.dose, objective, case.most)
        assert counts_of(found) == exhaustive.best(kinds, case.dose, objective, case.most), (case, objective)
        if found:
            assert found.total == exhaustive.total(kinds, found.counts)
            assert found.containers == sum(found.counts)
            assert found.cost == exhaustive.cost(kinds, found.counts)
    plans = [plan.counts for plan in frontier(kinds, case.dose, case.most)]
    assert plans == exhaustive.frontier(kinds, case.dose, case.most), case
    limits = case.lowest, case.highest
    near = nearest(kinds, case.dose, *limits, case.most)
    assert counts_of(near) == exhaustive.nearest(kinds, case.dose, *limits, case.most), case


def test_every_answer_is_the_one_found_by_trying_all_plans() -> None:
    drawn = cases(20260331, CASES)
    for case in drawn:
        is_as_tried_out(case)
    # All that can come up does.
    answers = [best(case.kinds, case.dose, most=case.most) for case in drawn]
    assert sum(answer is None for answer in answers) > CASES // 20
    assert sum(answer is not None and answer.containers > 2 for answer in answers) > CASES // 20
    assert sum(len(frontier(case.kinds, case.dose)) > 1 for case in drawn) > CASES // 20


def test_stock_without_a_common_measure_is_tried_plan_by_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST_BITS", 0)
    for case in cases(1, CASES // 10):
        is_as_tried_out(case)


def test_costs_that_keep_too_many_sums_apart_leave_waste_and_containers_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "MOST_STATES", 1)
    for case in cases(2, CASES // 10):
        for objective in (Objective.WASTE, Objective.CONTAINERS):
            found = best(case.kinds, case.dose, objective, case.most)
            wanted = exhaustive.best(case.kinds, case.dose, objective, case.most)
            assert (found is None) == (wanted is None), case
            if found and wanted:
                assert (found.total, found.containers) == (exhaustive.total(case.kinds, wanted), sum(wanted)), case


def test_very_fine_measures_end_in_a_plan_that_holds_the_dose(monkeypatch: pytest.MonkeyPatch) -> None:
    # Fifty potencies of fifteen digits share no measure, and 2^25 plans and more are too many to be tried.
    monkeypatch.setattr(trying, "MOST_TRIED", 2_000)
    dice = random.Random(3)
    kinds = [Kind(dice.randint(10**14, 10**15), 2, Fraction(dice.randint(1, 99)), day) for day in range(50)]
    dose = 10**16
    for objective in Objective:
        found = best(kinds, dose, objective)
        assert found is not None
        assert found.total == exhaustive.total(kinds, found.counts) >= dose
    fewest = frontier(kinds, dose)[0].containers
    largest = sorted((kind.size for kind in kinds for _ in range(2)), reverse=True)
    assert sum(largest[:fewest]) >= dose > sum(largest[: fewest - 1])
    # Few plans are all tried, however fine: the first and third hold 2 more than the dose, all others 10^14 more.
    fine = [Kind(10**14 + 1, 1), Kind(2 * 10**14 + 1, 1), Kind(3 * 10**14 + 1, 1)]
    assert counts_of(best(fine, 4 * 10**14)) == (1, 0, 1)
    # The measure of the sizes counts, not their size: 15,000 of 10^10.
    assert counts_of(best([Kind(5 * 10**13), Kind(2 * 10**14)], 3 * 10**14 + 1)) == (3, 1)


KINDS = st.lists(
    st.builds(
        Kind,
        st.integers(1, 4_000),
        st.none() | st.integers(0, 6),
        st.fractions(0, 2_000, max_denominator=100),
        st.none() | st.integers(1, 9),
    ),
    min_size=1,
    max_size=6,
)
DOSES = st.integers(1, 9_000)
OBJECTIVES = st.sampled_from(Objective)


def opened(kinds: Sequence[Kind], choice: Choice) -> list[Kind]:
    return [kind for kind, count in zip(kinds, choice.counts, strict=True) if count]


@given(KINDS, DOSES, OBJECTIVES)
def test_no_container_is_opened_that_could_be_spared(kinds: list[Kind], dose: int, objective: Objective) -> None:
    found = best(kinds, dose, objective)
    assume(found is not None)
    assert found is not None
    assert found.total - dose < min(kind.size for kind in opened(kinds, found))
    assert all(kind.limit is None or count <= kind.limit for kind, count in zip(kinds, found.counts, strict=True))


@given(KINDS, DOSES, OBJECTIVES, st.randoms())
def test_the_order_of_kinds_does_not_matter(
    kinds: list[Kind], dose: int, objective: Objective, dice: random.Random
) -> None:
    # Kinds that differ in nothing but their place and limit are opened as they come.
    assume(len({(kind.size, kind.cost, kind.expires) for kind in kinds}) == len(kinds))
    places = list(range(len(kinds)))
    dice.shuffle(places)
    found, other = best(kinds, dose, objective), best([kinds[place] for place in places], dose, objective)
    assert (found is None) == (other is None)
    if found and other:
        assert tuple(found.counts[place] for place in places) == other.counts


@given(KINDS, DOSES, OBJECTIVES, st.integers(2, 1_000))
def test_a_finer_measure_changes_nothing(kinds: list[Kind], dose: int, objective: Objective, scale: int) -> None:
    finer = [kind._replace(size=kind.size * scale) for kind in kinds]
    assert counts_of(best(finer, dose * scale, objective)) == counts_of(best(kinds, dose, objective))
    assert [plan.counts for plan in frontier(finer, dose * scale)] == [plan.counts for plan in frontier(kinds, dose)]


@given(KINDS, DOSES, KINDS)
def test_more_to_choose_from_never_wastes_more(kinds: list[Kind], dose: int, more: list[Kind]) -> None:
    found, other = best(kinds, dose), best(kinds + more, dose)
    if found:
        assert other is not None
        assert other.total <= found.total


@given(KINDS, DOSES, st.none() | st.integers(1, 8))
def test_the_frontier_joins_fewest_containers_and_least_waste(kinds: list[Kind], dose: int, most: int | None) -> None:
    plans = frontier(kinds, dose, most)
    assert plans[:1] == tuple(filter(None, [best(kinds, dose, Objective.CONTAINERS, most)]))
    assert plans[-1:] == tuple(filter(None, [best(kinds, dose, Objective.WASTE, most)]))
    for plan, other in pairwise(plans):
        assert plan.containers < other.containers
        assert plan.total > other.total
