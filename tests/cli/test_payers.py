"""`unitcalc payers`: the list, one payer, and a user's own files, good and broken."""

import csv
import io
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ended
from unitcalc.catalogue.policies import NAMES
from unitcalc.cli.payers import run
from unitcalc.findings import Refused

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example-payer.yaml"
Payers = Callable[..., Ended]


@pytest.fixture
def payers(user: Path, capsys: pytest.CaptureFixture[str]) -> Payers:
    def command(payer: str = "", form: str = "text") -> Ended:
        capsys.readouterr()
        return Ended(run(Namespace(payer=payer, format=form)), *capsys.readouterr())

    return command


def with_example(user: Path, name: str = "example-payer") -> None:
    (user / "policies").mkdir()
    text = EXAMPLE.read_text(encoding="utf-8").replace("policy: example-payer", f"policy: {name}")
    (user / "policies" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_list(payers: Payers) -> None:
    found = payers(form="json")
    assert found.status == 0
    listed = {record["payer"]: record for record in found.json["payers"]}
    assert next(iter(listed)) == "medicare-part-b"
    assert {"uhc-community-md", "bcbs-nc", "bcbs-nd", "blue-cross-idaho", "horizon-bcbsnj", "lifewise-premera"} <= set(
        listed
    )
    assert {"regence", "anthem", "unknown-payer"} <= set(listed)
    assert listed["uhc-community-md"]["from"] == "2025-05-01"
    assert all(record["title"] and record["source"] for record in listed.values())
    text, table = payers(), payers(form="csv")
    assert all(name in text.out for name in listed)
    assert [row["payer"] for row in csv.DictReader(io.StringIO(table.out))] == list(listed)


def test_one_payer_says_what_differs_with_its_source(payers: Payers) -> None:
    found = payers("bcbs-nd", "json").json["payers"][0]
    values = {value["name"]: value for value in found["values"]}
    assert list(values) == list(NAMES)
    assert [name for name, value in values.items() if value["differs"]] == ["no-discard-modifier"]
    newest = values["no-discard-modifier"]["dated"][-1]
    assert (newest["from"], newest["value"], newest["stated_by"]) == ("2023-01-01", "JZ-allowed", "bcbs-nd")
    assert newest["standing"] == "payer page"
    text = payers("bcbs-nd").out
    own, _, rest = text.partition("\nDiscarded units, as medicare-part-b has it\n")
    assert "JZ may stand, and need not" in own
    assert "payer page" in own
    assert "split-modifier" not in own
    assert "split-modifier" in rest


def test_medicares_every_value_is_told_with_both_sides_of_a_contradiction(payers: Payers) -> None:
    text = payers("medicare-part-b").out
    assert all(f"  {name}: " in text for name in NAMES)
    disputed = [name for name in NAMES.values() if name.disputed]
    assert text.count("Sources disagree:") == len(disputed) >= 8
    rows = list(csv.DictReader(io.StringIO(payers("medicare-part-b", "csv").out)))
    assert {row["name"] for row in rows} == set(NAMES)
    assert all(row["source"] and row["standing"] for row in rows)


def test_yours_is_listed_as_yours(payers: Payers, user: Path) -> None:
    with_example(user)
    found = {record["payer"]: record for record in payers(form="json").json["payers"]}["example-payer"]
    assert (found["yours"], found["replaces_ours"]) == (True, False)
    text = " ".join(payers("Example-Payer ").out.split())
    assert "authorization, J1745, from 2025-01-01: needed; discarded units count against it." in text
    assert "policies/example-payer.yaml" in text.replace("\\", "/")


def test_yours_in_place_of_ours_says_so(payers: Payers, user: Path) -> None:
    with_example(user, "anthem")
    found = {record["payer"]: record for record in payers(form="json").json["payers"]}["anthem"]
    assert found["replaces_ours"]
    assert "in place of ours" in " ".join(payers("anthem").out.split())


def test_a_broken_file_is_told_and_the_others_are_listed(payers: Payers, user: Path) -> None:
    (user / "policies").mkdir()
    (user / "policies" / "mine.yaml").write_text("policy: mine\ncolour: red\n", encoding="utf-8")
    text, record = payers(), payers(form="json")
    assert (text.status, record.status) == (2, 2)
    assert "medicare-part-b" in text.out
    assert "your policies/mine.yaml, line 2: 'colour' is not known here." in " ".join(text.err.split())
    assert {error["code"] for error in json.loads(record.out)["errors"]} == {"payer-unknown-key", "payer-missing"}
    with pytest.raises(Refused):
        payers("mine")


def test_an_unknown_payer_is_refused_with_the_list(payers: Payers) -> None:
    with pytest.raises(Refused) as raised:
        payers("acme")
    assert "unknown-payer" in raised.value.problems[0].candidates
