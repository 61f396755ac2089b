"""Every case of tests/cases/plans.yaml: what was asked for, and the containers worked out by hand.

A case has an id, says `what` it is and how it was `worked`. Of a plan only what `expect` names is compared, with the
bill that follows from it.
"""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.planning.asking import TODAY, Ask, checks, said
from unitcalc.billing.planned import bill_of_plan, with_bill
from unitcalc.findings import Problem, Severity
from unitcalc.planning.planner import Planned
from unitcalc.planning.request import PlanRequest, StockRow
from unitcalc.planning.sharing import Day
from unitcalc.quantity import money, read_amount

PATH = Path(__file__).resolve().parents[1] / "cases" / "plans.yaml"
CASE_KEYS = frozenset({"id", "what", "worked", "plan", "expect"})
OF_ANY = frozenset(
    {"open", "left", "units", "jw", "cost", "product", "route", "kept", "injections", "lots", "from_stock"}
)
OF_ONE = OF_ANY | {"others", "rounding", "lines", "errors", "findings", "no_findings", "says", "unsaid"}
OF_DAY = OF_ANY | {"shared", "patients", "other", "errors", "findings", "no_findings", "says", "unsaid"}
REQUEST_FIELDS = frozenset(field.name for field in fields(PlanRequest)) - {"stock_problems"}
ROW_FIELDS = frozenset(field.name for field in fields(StockRow)) - {"place"}


class _Text(yaml.SafeLoader):
    """Dates and numbers of a request stay as they were typed."""


_Text.yaml_implicit_resolvers = {}

CASES: list[dict[str, Any]] = yaml.load(PATH.read_text(encoding="utf-8"), _Text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_plan(case: dict[str, Any], ask: Ask) -> None:
    typed, expect = case["plan"], case["expect"]
    if "refused" in expect:
        check_refusal(ask.refused(**typed), expect["refused"])
    elif len(typed["doses"]) > 1:
        check_day(ask.day(**typed), expect)
    else:
        check_one(ask, ask(**typed), expect)


def check_one(ask: Ask, found: Planned, expect: dict[str, Any]) -> None:
    """What a case names of a plan for one dose, and of the bill that follows."""
    assert set(expect) <= OF_ONE
    its = bill_of_plan(ask.catalogue, found.best, found.code, found.date, TODAY)
    found = with_bill(found, its)
    check_any(found.best, found, expect)
    if "others" in expect:
        assert [plan.words for plan in found.plans[1:]] == expect["others"]
    if "rounding" in expect:
        assert [each.dose for each in found.rounded] == [read_amount(dose) for dose in expect["rounding"]]
    if "lines" in expect:
        lines = [[str(line.units), *line.modifiers] for line in its.lines]
        assert lines == [list(map(str, line)) for line in expect["lines"]]


def check_day(found: Day, expect: dict[str, Any]) -> None:
    """What a case names of a day."""
    assert set(expect) <= OF_DAY
    assert found.shared is (expect["shared"] == "true")
    check_any(found.plan, found, expect)
    for portion, stated in zip(found.portions, expect.get("patients", ()), strict="patients" in expect):
        name, given, left, units, jw = stated
        assert (portion.patient, portion.given, portion.left) == (name, read_amount(given), read_amount(left))
        assert (portion.administered_units, portion.discarded_units) == (int(units), int(jw))
    if "other" in expect:
        assert found.other is not None
        assert found.other.words == expect["other"]


def check_any(plan: Any, found: Planned | Day, expect: dict[str, Any]) -> None:
    """What a plan for one dose and that for a day have in common."""
    assert plan.words == expect["open"]
    if "left" in expect:
        assert plan.left == read_amount(expect["left"])
    for name, value in (
        ("units", plan.administered_units),
        ("jw", plan.discarded_units),
        ("injections", plan.injections),
    ):
        if name in expect:
            assert value == int(expect[name])
    if "cost" in expect:
        assert money(plan.cost) == expect["cost"]
    if "product" in expect:
        assert plan.pool.product == expect["product"]
    if "route" in expect:
        assert plan.pool.route == expect["route"]
    assert plan.pool.kept is (expect.get("kept") == "true")
    if "lots" in expect:
        assert [opening.container.lot for opening in plan.openings] == expect["lots"]
    if "from_stock" in expect:
        assert found.from_stock is (expect["from_stock"] == "true")
    names = checks(found)
    assert set(expect.get("findings", ())) <= set(names)
    assert not set(expect.get("no_findings", ())) & set(names)
    if "errors" in expect:
        assert sorted(checks(found, Severity.ERROR)) == sorted(expect["errors"])
    for check, words in expect.get("says", {}).items():
        assert all(word in said(found, check) for word in words), said(found, check)
    for check, words in expect.get("unsaid", {}).items():
        assert not any(f"{word}:" in said(found, check) for word in words), said(found, check)


def check_refusal(problems: tuple[Problem, ...], expected: list[dict[str, Any]]) -> None:
    """Every problem, no other, each in its field, with its words and what to do."""
    assert [problem.code for problem in problems] == [each["code"] for each in expected]
    for problem, wanted in zip(problems, expected, strict=True):
        assert problem.field == wanted["field"]
        assert wanted.get("says", "") in problem.message
        assert wanted.get("hint", "") in problem.hint
        assert problem.hint


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_whole(case: dict[str, Any]) -> None:
    assert set(case) == CASE_KEYS
    assert set(case["plan"]) <= REQUEST_FIELDS
    assert all(set(row) <= ROW_FIELDS for row in case["plan"].get("stock", ()))
    assert set(case["expect"]) <= OF_ONE | OF_DAY | {"refused"}
    assert case["what"]
    assert case["worked"]


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(case["id"] for case in CASES).items() if count > 1] == []
    assert len(CASES) >= 50
