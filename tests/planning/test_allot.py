"""Doses from one stock, each in containers of its own: held against all ways there are."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning import exhaustive
from tests.planning.asking import Ask, checks, finding
from unitcalc.findings import Severity
from unitcalc.planning import allot
from unitcalc.planning.allot import allotted
from unitcalc.planning.search import Kind, Objective

KINDS = st.builds(
    Kind, st.integers(1, 9), st.integers(0, 3), st.sampled_from([Fraction(0), Fraction(5, 2), Fraction(4)]), st.none()
)
DATED = st.builds(
    Kind,
    st.integers(1, 9),
    st.integers(0, 3),
    st.sampled_from([Fraction(1), Fraction(3)]),
    st.none() | st.integers(1, 2),
)


def terms(kinds: list[Kind], counts: exhaustive.Plan, objective: Objective) -> list[object]:
    """The objective of all doses together, without the fixed order of kinds."""
    return exhaustive.rank(kinds, objective)(counts)[:-1]


def best_of_all(kinds: list[Kind], doses: list[int], objective: Objective) -> list[object] | None:
    """The best sum of all ways to give each dose containers of its own, by trying every one."""
    able = [
        [plan for plan in exhaustive.plans(kinds, dose, None) if exhaustive.total(kinds, plan) >= dose]
        for dose in doses
    ]
    found = []
    for plans in product(*able):
        together = tuple(map(sum, zip(*plans, strict=True)))
        if all(kind.limit is None or count <= kind.limit for count, kind in zip(together, kinds, strict=True)):
            found.append(terms(kinds, together, objective))
    return min(found, default=None)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(KINDS | DATED, min_size=1, max_size=3),
    st.lists(st.integers(1, 12), min_size=1, max_size=3),
    st.sampled_from(Objective),
)
def test_it_is_the_best_of_all_ways(kinds: list[Kind], doses: list[int], objective: Objective) -> None:
    found, wanted = allotted(kinds, doses, objective), best_of_all(kinds, doses, objective)
    if found is None:
        assert wanted is None
        return
    together = tuple(map(sum, zip(*found, strict=True)))
    assert all(kind.limit is None or count <= kind.limit for count, kind in zip(together, kinds, strict=True))
    assert all(exhaustive.total(kinds, plan) >= dose for plan, dose in zip(found, doses, strict=True))
    assert terms(kinds, together, objective) == wanted


def test_what_may_be_bought_is_not_used_up() -> None:
    # 7 = 4 + 3 each, however often; 3 is there twice.
    kinds = [Kind(4), Kind(3, 2)]
    assert allotted(kinds, [7, 7, 8], Objective.WASTE) == ((1, 1), (1, 1), (2, 0))


@pytest.mark.parametrize(
    "code, doses, have, left",
    [
        # 1,700 opened for 1,587: the least of all ways, which are tried one by one below.
        ("J9312", [721, 406, 460], {500: 3, 400: 3, 30: 2, 90: 3}, 113),
        # 50 / 250 / 250 + 120 / 250 + 120 are 1,040 of 840, and all that there is.
        ("J9303", [40, 240, 280, 280], {250: 3, 120: 2, 50: 1}, 200),
    ],
)
def test_the_day_of_least_waste_is_found(
    ask: Ask, code: str, doses: list[int], have: dict[int, int], left: int
) -> None:
    day = ask.day(
        code=code, doses=[f"{dose} mg" for dose in doses], have=[f"{count} x {size} mg" for size, count in have.items()]
    )
    assert day.plan.left.value == left
    assert "plan-not-proven" not in checks(day)
    assert [portion.given.value for portion in day.portions] == doses
    kinds = [Kind(size, count) for size, count in have.items()]
    if len(doses) < 4:
        assert best_of_all(kinds, doses, Objective.WASTE)[0] == sum(doses) + left  # type: ignore[index]


def test_the_shared_day_is_compared_with_the_best_other(ask: Ask) -> None:
    doses, have = [155, 290, 63], {200: 3, 90: 3, 400: 2}
    day = ask.day(
        code="J9035",
        doses=[f"{dose} mg" for dose in doses],
        have=[f"{count} x {size} mg" for size, count in have.items()],
        share="yes",
    )
    wanted = best_of_all([Kind(size, count) for size, count in have.items()], doses, Objective.WASTE)
    assert wanted is not None
    assert day.other is not None
    assert day.other.opened.value == wanted[0]


def test_no_way_at_all(ask: Ask) -> None:
    # 3 x 250 hold 750, and four doses need a vial each.
    (problem,) = ask.refused(code="J9303", doses=["40 mg", "240 mg", "240 mg", "40 mg"], have=["3 x 250 mg"])
    assert "not in containers that cover each of the 4 doses by itself" in problem.message


@pytest.mark.parametrize("bound", ["MOST_STEPS", "MOST_PLANS"])
def test_where_not_all_ways_are_compared_it_is_said(monkeypatch: pytest.MonkeyPatch, ask: Ask, bound: str) -> None:
    monkeypatch.setattr(allot, bound, 1)
    have = ["3 x 500 mg", "3 x 400 mg", "2 x 30 mg", "3 x 90 mg"]
    day = ask.day(code="J9312", doses=["721 mg", "406 mg", "460 mg"], have=have)
    assert finding(day, "plan-not-proven").severity is Severity.WARNING
    assert day.plan.left.value >= 113
    have = ["3 x 250 mg", "2 x 120 mg", "1 x 50 mg"]
    (problem,) = ask.refused(code="J9303", doses=["40 mg", "240 mg", "280 mg", "280 mg"], have=have)
    assert "not every way could be tried" in problem.message
