"""`check`, `explain`, `checks` and `payers` as functions, whose results are models with the command's JSON."""

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import unitcalc
from tests.api.test_api import command, nobody  # noqa: F401 (a user who has no data of their own)
from unitcalc import api
from unitcalc.findings import Refused

RECORD: dict[str, Any] = {
    "encounter": "E1",
    "date": "2025-03-01",
    "code": "J1745",
    "given": "350 mg",
    "opened": ["4 x 100 mg"],
    "discarded": "50 mg",
    "lines": ["J1745 35"],
}
"""50 mg are 5 units of 10 mg, and no JW line bills them: W04."""
YAML = """\
encounter: E1
date: 2025-03-01
code: J1745
given: 350 mg
opened: [4 x 100 mg]
discarded: 50 mg
lines: [J1745 35]
"""
CSV = "claim_id,encounter_id,line,service_date,code,modifiers,units\nC1,E1,1,2025-03-01,J1745,,35\n"


def test_a_check_is_the_commands_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("record.yaml", YAML), ("claims.csv", CSV), ("lines.txt", "J1745 35\nJ1745-JZ 5\n")):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        wanted = command(capsys, "check", str(path), "--date", "2025-03-01", "--payer", "bcbs-nc")
        for source in (path, str(path)):
            found = unitcalc.check(source, date="2025-03-01", payer="bcbs-nc")
            assert json.loads(found.model_dump_json()) == wanted
        assert found.findings
        assert found.model_dump(mode="json", by_alias=True) == wanted


def test_a_record_is_a_mapping_a_file_or_its_text(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(YAML, encoding="utf-8")
    of_file, of_text, of_fields = (unitcalc.check(source) for source in (path, YAML, RECORD))
    for found in (of_file, of_text, of_fields):
        assert [each.name for each in found.findings] == ["jw-missing"]
        assert found.accounts == of_file.accounts
        assert found.has_errors
    assert [each.expected for each in of_fields.findings] == ["5"]
    assert [[line.units for line in one.expected or ()] for one in of_fields.accounts] == [[35, 5]]


def test_lines_are_what_a_biller_would_paste() -> None:
    found = unitcalc.check("J1745-JW-JZ 5", date=datetime.date(2025, 3, 1))
    assert "jw-and-jz" in {each.name for each in found.findings}
    assert found.lines == 1
    table = unitcalc.check(CSV)
    assert (table.lines, table.accounts[0].encounter_id) == (1, "E1")


def test_several_are_checked_together() -> None:
    found = unitcalc.check([RECORD, {**RECORD, "encounter": "E2"}, "2025-03-01 J1745-JZ 40"])
    assert [one.encounter_id for one in found.accounts] == ["E1", "E2", None]
    assert found.lines == 3
    assert unitcalc.check([]).accounts == ()


def test_payer_setting_and_date_are_for_what_states_none() -> None:
    bare = {name: value for name, value in RECORD.items() if name != "date"}
    (one,) = unitcalc.check(bare, date="2025-03-01", payer="bcbs-nc", setting="hospital-outpatient").accounts
    assert (one.payer, one.setting, one.service_date) == ("bcbs-nc", "hospital-outpatient", datetime.date(2025, 3, 1))
    (stated,) = unitcalc.check(RECORD, date="2020-01-01").accounts
    assert stated.service_date == datetime.date(2025, 3, 1)


def test_what_cannot_be_used_is_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as raised:
        unitcalc.check([tmp_path / "gone.csv", str(tmp_path / "gone.yaml")])
    assert [problem.code for problem in raised.value.problems] == ["file-not-found", "file-not-found"]
    with pytest.raises(Refused):
        unitcalc.check(RECORD, payer="nobody")
    with pytest.raises(Refused):
        unitcalc.check("date: 2025-03-01\ngiven: [")


@pytest.mark.parametrize("source", [None, 5, b"J1745 35", [RECORD, 5], [b"J1745 35"]])
def test_what_is_no_record_is_a_type_error(source: Any) -> None:
    with pytest.raises(TypeError, match="what is checked is the name of a file"):
        unitcalc.check(source)


@pytest.mark.parametrize("record", [{"lines": [{"code": "J1745", "units": 0.1}]}, {"given": 0.35}])
def test_a_float_is_a_type_error(record: dict[str, Any]) -> None:
    """0.1 three times is not 0.3 (RULES 1.11)."""
    with pytest.raises(TypeError, match="write it as text"):
        unitcalc.check({**RECORD, **record})


def test_what_is_wrong_with_a_field_is_a_finding() -> None:
    found = unitcalc.check({**RECORD, "givn": "350 mg"})
    assert "field-unknown" in {each.name for each in found.findings}


@pytest.mark.parametrize("named", ["W05", "w05", "jz-missing"])
def test_an_explanation_is_the_commands_json(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "explain", named)
    found = unitcalc.explain(named)
    assert json.loads(found.model_dump_json()) == wanted
    assert found.check == "W05"
    assert found.rules


def test_an_unknown_check_names_what_is_close() -> None:
    with pytest.raises(Refused) as raised:
        unitcalc.explain("jz-mising")
    assert "jz-missing" in raised.value.problems[0].candidates
    with pytest.raises(TypeError, match='check is text, such as "W05"'):
        unitcalc.explain(5)  # type: ignore[arg-type]


def test_the_checks_are_the_commands_json(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "checks")
    found = api.checks()
    assert json.loads(found.model_dump_json()) == wanted
    assert "W04" in {each.check for each in found.checks}


@pytest.mark.parametrize("words", [[], ["bcbs-nc"], ["medicare-part-b"]])
def test_the_payers_are_the_commands_json(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "payers", *words)
    found = unitcalc.payers(*words)
    assert json.loads(found.model_dump_json()) == wanted
    assert found.model_dump(mode="json", by_alias=True) == wanted


def test_an_unknown_payer_is_refused() -> None:
    with pytest.raises(Refused):
        unitcalc.payers("nobody")


def test_results_are_frozen_and_closed() -> None:
    found = unitcalc.check(RECORD)
    with pytest.raises(ValidationError):
        found.lines = 2
    with pytest.raises(ValidationError):
        type(found).model_validate({**found.model_dump(), "more": 1})


@pytest.mark.parametrize("words", [["explain", "W05"], ["explain", "jz-missing", "--format", "json"], ["checks"]])
def test_explaining_reads_no_dose_bill_or_policy(words: list[str], tmp_path: Path) -> None:
    program = f"import sys; from unitcalc.cli import main\nmain({words!r})\nprint(*sorted(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = answer.stdout.splitlines()[-1].split()
    heavy = ("pint", "pydantic", "openpyxl", "unitcalc.billing", "unitcalc.dosing", "unitcalc.catalogue.policies")
    assert [name for name in loaded if name.startswith(heavy)] == []
    assert "unitcalc.checks.waste.jz_missing" in loaded
