"""Wrong examples that are in circulation: each is caught by the check that names its mistake."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.checks.conftest import checked
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reference.documents import read_yaml

EXAMPLES = read_yaml(Path(__file__).with_name("published.yaml"))
NO_CLAIM = {"cf-035": "a dose by the wrong constant (BeneFIX): no claim; `unitcalc dose` computes it from the label's"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['id']}-{example['title']}")
def test_a_wrong_example_is_caught(tables: Tables, example: dict[str, Any]) -> None:
    found = {each.check.name for each in checked(tables, example["record"]).violations}
    assert set(example["caught"]) <= found, found


@pytest.mark.shared
def test_every_wrong_example_is_here(shared: Path) -> None:
    wrong = {
        example["id"]
        for name in ("published_examples", "society_examples")
        for example in read_yaml(shared / "examples" / f"{name}.yaml")
        if example.get("agrees_with_rules") is False or "corrected" in example
    }
    with (shared / "examples" / "published_ndc10_to_11.csv").open(encoding="utf-8") as file:
        wrong |= {row["input"] for row in csv.DictReader(file) if "INVALID" in row["layout"] and row["input"][0] == "1"}
    known = {example["id"] for example in EXAMPLES} | set(NO_CLAIM)
    assert wrong <= known, wrong - known
