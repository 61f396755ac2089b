"""Whether a plan is the best there is, or the best of those that were tried: it is said."""

from fractions import Fraction

import pytest

from tests.planning.asking import Ask, checks, finding
from unitcalc.findings import Severity
from unitcalc.planning import costs, sums, trying
from unitcalc.planning.search import Kind, Objective, best, frontier, nearest

KINDS = [Kind(478, 3, Fraction(3)), Kind(512, 3, Fraction(5)), Kind(1031, 3, Fraction(9))]
STOCK = ["3 x 478 IU", "3 x 512 IU", "3 x 1031 IU"]


def test_usually_it_is(ask: Ask) -> None:
    for objective in Objective:
        choice = best(KINDS, 1500, objective)
        assert choice is not None
        assert choice.proven
    assert all(choice.proven for choice in frontier(KINDS, 1500))
    found = ask(code="J7211", dose="1501 IU", have=STOCK)
    assert "plan-not-proven" not in checks(found)
    assert any("of all combinations" in step.expression for step in found.steps)


def test_plans_tried_one_by_one_are_proven_where_all_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST_BITS", 0)
    choice = best(KINDS, 1500)
    assert choice is not None
    assert choice.proven
    # 478 + 2 x 512 = 1,502.
    assert choice.counts == (1, 2, 0)


@pytest.mark.parametrize("objective", Objective)
def test_where_more_plans_are_than_are_tried(monkeypatch: pytest.MonkeyPatch, ask: Ask, objective: Objective) -> None:
    monkeypatch.setattr(sums, "MOST_BITS", 0)
    monkeypatch.setattr(costs, "MOST_STATES", 0)
    monkeypatch.setattr(trying, "MOST_TRIED", 3)
    choice = best(KINDS, 1500, objective)
    assert choice is not None
    assert not choice.proven
    assert choice.total >= 1500
    near = nearest(KINDS, 1500, 1350, 1650)
    assert near is None or not near.proven
    found = ask(code="J7211", dose="1501 IU", have=STOCK, objective=objective)
    told = finding(found, "plan-not-proven")
    assert told.severity is Severity.WARNING
    assert not found.best.proven
    assert any("that were tried" in step.expression for step in found.steps)
    # The plan stands in the frontier too, whether proven there or not.
    assert found.frontier


def test_costs_that_were_not_all_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = [Kind(100, 4, Fraction(cost)) for cost in (9, 3, 7, 5)]
    kinds = [*dear, *(Kind(300, 4, Fraction(cost)) for cost in (10, 31, 22))]
    whole = best(kinds, 900)
    assert whole is not None
    assert whole.proven
    monkeypatch.setattr(costs, "MOST_STATES", 1)
    cut = best(kinds, 900)
    assert cut is not None
    assert not cut.proven
    # Waste and containers stay exact; only the cost may be higher.
    assert (cut.total, cut.containers) == (whole.total, whole.containers)
    assert cut.cost >= whole.cost


def test_a_day_is_compared_in_all_ways(ask: Ask) -> None:
    # One vial for each, whoever has which: 3,120 opened for 2,952.
    day = ask.day(code="J7211", doses=["a: 1501 IU", "b: 1451 IU"], have=["1 x 1520 IU", "1 x 1600 IU"])
    assert "plan-not-proven" not in checks(day)
    assert day.plan.left.value == 3120 - 2952
    # With stock enough for each to be as good as alone, the day is the best there is.
    day = ask.day(code="J7211", doses=["a: 1501 IU", "b: 1451 IU"], have=["2 x 1520 IU", "2 x 1470 IU"])
    assert "plan-not-proven" not in checks(day)
    assert [portion.left.short for portion in day.portions] == ["19 IU", "19 IU"]
