"""Every case of tests/cases/doses.yaml: an order, a patient, and the dose worked by hand.

A case has an id, says `what` it is and how it was `worked`. It `asks` (the fields of a request), and says what to
`expect`. Where it states a `label` or `rises`, these stand in place of all that labels say.
"""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dosing.asking import Ask
from unitcalc.dosing import Dose, DoseRequest
from unitcalc.findings import Problem, Severity
from unitcalc.quantity import read_amount

PATH = Path(__file__).resolve().parents[1] / "cases" / "doses.yaml"
CASE_KEYS = frozenset({"id", "what", "worked", "label", "rises", "ask", "expect"})
EXPECT_KEYS = frozenset(
    {"dose", "weight", "surface", "findings", "no_findings", "says", "errors", "warnings", "steps", "order", "refused"}
)
REQUEST_FIELDS = frozenset(field.name for field in fields(DoseRequest))


class _Text(yaml.SafeLoader):
    """Dates and numbers of a request stay as they were typed."""


_Text.yaml_implicit_resolvers = {}

CASES: list[dict[str, Any]] = yaml.load(PATH.read_text(encoding="utf-8"), _Text)


def asked(case: dict[str, Any], ask: Ask) -> Ask:
    """Who is asked: labels as they are, or as the case states them."""
    if "label" not in case and "rises" not in case:
        return ask
    return ask.by(*case.get("label", ()), rises=case.get("rises", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_dose(case: dict[str, Any], ask: Ask) -> None:
    expect = case["expect"]
    who = asked(case, ask)
    if "refused" in expect:
        check_refusal(who.refused(**case["ask"]), expect["refused"])
        return
    check_dose(who(**case["ask"]), expect)


def check_dose(found: Dose, expect: dict[str, Any]) -> None:
    """What a case names, and nothing else."""
    assert found.dose == read_amount(expect["dose"])
    names = [finding.check for finding in found.findings]
    assert set(expect.get("findings", ())) <= set(names)
    assert not set(expect.get("no_findings", ())) & set(names)
    for severity in (Severity.ERROR, Severity.WARNING):
        if f"{severity}s" in expect:
            told = sorted(each.check for each in found.findings if each.severity is severity)
            assert told == sorted(expect[f"{severity}s"])
    for check, words in expect.get("says", {}).items():
        messages = " ".join(finding.message for finding in found.findings if finding.check == check)
        assert all(word in messages for word in words), messages
    if "weight" in expect:
        assert found.weight == read_amount(expect["weight"])
    if "surface" in expect:
        assert found.surface is not None
        assert found.surface.amount == read_amount(expect["surface"])
    if "order" in expect:
        assert found.order == expect["order"]
    for label, value in expect.get("steps", {}).items():
        assert value in [step.value for step in found.steps if step.label == label]


def check_refusal(problems: tuple[Problem, ...], expected: list[dict[str, Any]]) -> None:
    """Every problem, no other, each with its words and what to do."""
    assert sorted(problem.code for problem in problems) == sorted(each["code"] for each in expected)
    for each in expected:
        (problem,) = (problem for problem in problems if problem.code == each["code"])
        words = f"{problem.message} {problem.hint}"
        assert all(word in words for word in each["says"]), words
        assert problem.hint
        assert problem.field == each["field"]
        assert set(each.get("candidates", ())) <= set(problem.candidates)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_well_written(case: dict[str, Any]) -> None:
    assert set(case) <= CASE_KEYS
    assert set(case["ask"]) <= REQUEST_FIELDS
    assert set(case["expect"]) <= EXPECT_KEYS
    assert case["what"]
    assert ("dose" in case["expect"]) != ("refused" in case["expect"])
    assert "worked" in case or "refused" in case["expect"], "where the figures are from"


def test_no_id_stands_twice_and_there_are_enough() -> None:
    assert [name for name, count in Counter(case["id"] for case in CASES).items() if count > 1] == []
    assert len(CASES) >= 60
