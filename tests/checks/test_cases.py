"""Each check on records that a person would write: those that it finds, and near misses that it must not.

`pass` and `fail` in <topic>/<name>.yaml; expected results are worked out by hand there. A case holds one `record`,
several `records`, or the three `tables` of what was dispensed, administered and billed; a table that is not there was
not handed over.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.checks.conftest import checked
from tests.reconcile.running import reconciled
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


class Found(NamedTuple):
    """What is compared of a finding, whether it comes from records or from tables."""

    check: str
    message: str
    expected: str
    observed: str
    unit_difference: Fraction | None


def _findings(tables: Tables, case: dict[str, Any]) -> list[Found]:
    """Every finding of a case."""
    if "tables" in case:
        return [
            Found(
                row["check"],
                row["message"],
                row["expected"],
                row["observed"],
                Fraction(row["unit_difference"]) if row["unit_difference"] else None,
            )
            for row in reconciled(tables, **case["tables"]).findings
        ]
    records = case["records"] if "records" in case else [case["record"]]
    return [
        Found(each.check.code, each.message, each.expected, each.observed, each.unit_difference)
        for each in checked(tables, *records).violations
    ]


def _code(name: str) -> str:
    return next(check.code for check in checks().values() if check.name == name)


@pytest.mark.parametrize("name, case", _cases("fail"))
def test_a_mistake_is_found(tables: Tables, name: str, case: dict[str, Any]) -> None:
    every = _findings(tables, case)
    told = [f"{each.check}: {each.message}" for each in every]
    found = [each for each in every if each.check == _code(name)]
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
    found = [each for each in _findings(tables, case) if each.check == _code(name)]
    assert not found, [f"{each.message}: expected {each.expected}, found {each.observed}" for each in found]


@pytest.mark.parametrize("check", checks().values(), ids=lambda check: check.name)
def test_every_check_has_text_source_and_cases(tables: Tables, check: Any) -> None:
    text = check.text
    assert text.title.endswith(".")
    assert len(text.title) <= 100
    assert cited(tables.catalogue.rules, [text.source]), f"{text.source} cites no rule of the book"
    assert check.name in FILES, "it has no cases"
    cases = read_yaml(FILES[check.name])
    assert set(cases) - {"visits"} == {"pass", "fail"}
    assert len(cases["pass"]) >= 2
    assert len(cases["fail"]) >= 2
    assert FILES[check.name].parent.name == check.topic.name.lower()


def test_no_cases_without_a_check() -> None:
    names = {check.name for check in checks().values()}
    assert set(FILES) <= names
