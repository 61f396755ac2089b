"""`unitcalc check`, `explain`, `checks` and `template`: exit status, text, JSON as promised, CSV, files."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from unitcalc.checks.registry import checks
from unitcalc.tables.record import read_records

WRONG = """\
encounter: E-17
date: 2025-03-01
code: J1745
given: 350 mg
opened: [4 x 100 mg]
discarded: 50 mg
lines: [J1745 350, J1745-JW 5]
"""
RIGHT = WRONG.replace("350,", "35,")
CLAIMS = (
    "claim_id,encounter_id,line,service_date,code,modifiers,units\n"
    "C1,E1,1,2025-03-01,J1745,,40\n"
    "C1,E1,2,2025-03-01,96413,,1\n"
    "C2,E2,1,2025-03-01,J1745,JZ,forty\n"
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    return path


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS, encoding="utf-8")
    return path


def test_a_wrong_record_waits_for_a_person(run: Run, record: Path) -> None:
    result = run("check", str(record))
    assert result.status == 1
    # 350 mg / 10 mg = 35 units; 350 - 35 = 315 too many.
    assert "expected 35, found 350 (315 too many" in result.out
    assert "U03" in result.out
    assert "right, by the record" in result.out


def test_a_right_record_is_fine(run: Run, right: Path) -> None:
    result = run("check", str(right))
    assert result.status == 0
    assert result.out.startswith("2 claim lines and 1 record checked. Nothing was found.")


def test_json_holds_every_finding(run: Run, record: Path) -> None:
    result = run("check", str(record), "--format", "json")
    answer = json.loads(result.out)
    assert result.status == 1
    assert answer["lines"] == 2
    found = next(each for each in answer["findings"] if each["check"] == "U03")
    assert {key: found[key] for key in ("severity", "expected", "observed", "unit_difference", "code")} == {
        "severity": "error",
        "expected": "35",
        "observed": "350",
        "unit_difference": "315",
        "code": "J1745",
    }
    # 315 units of 30.525 dollars (ASP payment limits 2025Q1, J1745) are 9,615.375, half up 9,615.38.
    assert found["payment_difference"] == "9615.38"
    assert found["rows"] == ["record.yaml, line 7"]
    assert answer["accounts"][0]["corrected"] == ["J1745  35", "J1745-JW  5"]


def test_csv_is_one_table_and_the_summary_stands_aside(run: Run, claims: Path) -> None:
    result = run("check", str(claims), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {(row["check"], row["rows"]) for row in rows} == {("R02", "claims.csv, row 4"), ("W05", "claims.csv, row 2")}
    assert "1 claim line checked; 1 other line left alone" in result.err


def test_pasted_lines_come_through_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("J1745-JW-JZ 5\n"))
    result = run("check", "-", "--date", "2025-03-01")
    assert result.status == 1
    assert "W02" in result.out


def test_several_files_and_all_that_is_wrong_with_them(run: Run, tmp_path: Path, record: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("check", str(record), str(tmp_path / "odd.csv"), str(tmp_path / "none.csv"), str(tmp_path))
    assert result.status == 2
    assert result.out == ""
    for told in ("odd.csv has no column 'service_date'", "none.csv is not there", f"{tmp_path} is a folder"):
        assert told in " ".join(result.err.split())


def test_an_unknown_payer_is_refused_with_the_list(run: Run, record: Path) -> None:
    result = run("check", str(record), "--payer", "nobody", "--format", "json")
    assert result.status == 2
    assert "medicare-part-b" in json.loads(result.out)["error"]["candidates"]


def test_a_letter_of_appeal(run: Run, right: Path) -> None:
    result = run("check", str(right), "--denied", "W19")
    assert result.status == 0
    assert "We ask you to review the denial and to pay 35 units and 5 units with JW of J1745" in " ".join(
        result.out.split()
    )
    assert "350 mg / 10 mg = 35, rounded up" in result.out
    assert max(map(len, result.out.splitlines())) <= 100


def test_no_letter_for_a_wrong_claim(run: Run, record: Path) -> None:
    result = run("check", str(record), "--appeal")
    assert result.status == 2
    assert "can't be appealed as it is: U03" in " ".join(result.err.split())


@pytest.mark.parametrize("check", checks().values(), ids=lambda check: check.name)
def test_every_check_explains_itself(run: Run, check: object) -> None:
    for named in (check.code, check.code.lower(), check.name):  # type: ignore[attr-defined]
        result = run("explain", named)
        assert result.status == 0
        for part in ("What it checks", "Why it matters", "Example", "What to do", "Exceptions", "Source:"):
            assert part in result.out
        assert all(len(line) <= 100 for line in result.out.splitlines())


def test_explain_as_json(run: Run) -> None:
    answer = json.loads(run("explain", "W05", "--format", "json").out)
    for key in ("check", "title", "what", "why", "example", "instead", "source", "exceptions", "severity"):
        assert answer[key], key


def test_an_unknown_check_is_told_with_what_is_close(run: Run) -> None:
    result = run("explain", "jz-mising")
    assert result.status == 2
    assert "jz-missing" in result.err


def test_all_checks_are_listed(run: Run) -> None:
    answer = json.loads(run("checks", "--format", "json").out)
    assert [each["check"] for each in answer["checks"]] == list(checks())
    assert set(answer["checks"][0]) >= {"check", "title", "severity", "topic", "source"}
    text = run("checks").out
    assert all(check.text.title in text for check in checks().values())


def test_a_template_can_be_checked_when_filled(run: Run, tmp_path: Path) -> None:
    result = run("template", "J7211", "--use", "prophylaxis")
    assert result.status == 0
    path = tmp_path / "record.yaml"
    path.write_text(result.out, encoding="utf-8")
    from datetime import date

    (written,) = read_records(path, date(2026, 11, 1))
    assert {cell.facts.column for cell in written.cells} <= {"date"}
    assert run("template", "J7211", "--format", "html").out.lstrip().lower().startswith("<!doctype html>")
