"""Look-ups as people type them (lookups.yaml): the first answer is the right one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import Found, look_up
from unitcalc.catalogue.scale import same
from unitcalc.findings import Refused
from unitcalc.quantity import read_amount
from unitcalc.reference.documents import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "lookups.yaml")["lookups"]
KEYS = {"typed", "day", "first", "also", "ndc", "holds", "note", "says", "refused"}
DAY = "2026-02-01"


def found(catalogue: Catalogue, case: dict[str, Any]) -> Found:
    return look_up(catalogue, str(case["typed"]), date.fromisoformat(case.get("day", DAY)))


def test_there_are_many() -> None:
    assert len(CASES) >= 300
    assert all(set(case) <= KEYS and ("first" in case) != ("refused" in case) for case in CASES)


@pytest.mark.parametrize("case", [case for case in CASES if "first" in case], ids=lambda case: str(case["typed"]))
def test_the_first_answer_is_right(catalogue: Catalogue, case: dict[str, Any]) -> None:
    answer = found(catalogue, case)
    first = answer.matches[0]
    right = case["first"] if isinstance(case["first"], list) else [case["first"]]
    assert first.drug.code in right
    assert set(case.get("also", ())) <= {match.drug.code for match in answer.matches}
    assert case.get("says", "").lower() in answer.read_as.lower()
    assert case.get("note", "") in first.size_note
    if "ndc" in case:
        assert first.presentations[0].ndc == case["ndc"]
    if "holds" in case:
        label = first.presentations[0].label_amount or first.presentations[0].nominal_amount
        assert label is not None
        assert same(read_amount(case["holds"]), label)


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: str(case["typed"]))
def test_what_is_refused(catalogue: Catalogue, case: dict[str, Any]) -> None:
    with pytest.raises(Refused) as raised:
        found(catalogue, case)
    (problem,) = raised.value.problems
    assert problem.code == case["refused"]
    assert problem.hint
