"""Each check on records that a person would write: those that it finds, and near misses that it must not.

`pass` and `fail` in <topic>/<name>.yaml; expected results are worked out by hand there.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.checks.conftest import checked
from unitcalc.catalogue.rules import cited
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.registry import checks
from unitcalc.quantity import read_number
from unitcalc.reference.documents import read_yaml

FOLDER = Path(__file__).parent
FILES = {path.stem: path for path in sorted(FOLDER.glob("*/*.yaml"))}


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.parent.name}-{path.stem}-{case['title']}")
        for path in FILES.values()
        for case in read_yaml(path).get(kind) or ()
    ]


def _records(case: dict[str, Any]) -> list[dict[str, Any]]:
    return case["records"] if "records" in case else [case["record"]]


@pytest.mark.parametrize("name, case", _cases("fail"))
def test_a_mistake_is_found(tables: Tables, name: str, case: dict[str, Any]) -> None:
    report = checked(tables, *_records(case))
    told = [f"{each.check.code} {each.check.name}: {each.message}" for each in report.violations]
    found = [each for each in report.violations if each.check.name == name]
    assert found, f"not found, but {told}"
    assert case.get("worked"), "the case does not say how its expected result was worked out"
    # A number is written as one likes, 22,000 or 22000.
    wanted = {key: str(case[key]).replace(",", "") for key in ("expected", "observed") if key in case}
    assert wanted, "the case expects nothing"
    assert wanted in [{key: getattr(each, key).replace(",", "") for key in wanted} for each in found]
    if "unit_difference" in case:
        number = str(case["unit_difference"])
        difference = -read_number(number[1:]) if number.startswith("-") else read_number(number)
        assert difference in [each.unit_difference for each in found], [each.unit_difference for each in found]


@pytest.mark.parametrize("name, case", _cases("pass"))
def test_a_near_miss_is_left_alone(tables: Tables, name: str, case: dict[str, Any]) -> None:
    report = checked(tables, *_records(case))
    found = [each for each in report.violations if each.check.name == name]
    assert not found, [f"{each.message}: expected {each.expected}, found {each.observed}" for each in found]


@pytest.mark.parametrize("check", checks().values(), ids=lambda check: check.name)
def test_every_check_has_text_source_and_cases(tables: Tables, check: Any) -> None:
    text = check.text
    assert text.title.endswith(".")
    assert len(text.title) <= 100
    assert cited(tables.catalogue.rules, [text.source]), f"{text.source} cites no rule of the book"
    assert check.name in FILES, "it has no cases"
    cases = read_yaml(FILES[check.name])
    assert set(cases) == {"pass", "fail"}
    assert len(cases["pass"]) >= 2
    assert len(cases["fail"]) >= 2
    assert FILES[check.name].parent.name == check.topic.name.lower()


def test_no_cases_without_a_check() -> None:
    names = {check.name for check in checks().values()}
    assert set(FILES) <= names
