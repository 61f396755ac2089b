"""`unitcalc reconcile` as a person runs it: files of every kind in one call, what is printed, kept and refused."""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from unitcalc.cli import main
from unitcalc.reconcile.report import writing

DISPENSED = [
    {"encounter_id": "E1", "service_date": date(2025, 3, 1), "code": "J1745", "container_amount": 100.0,
     "container_unit": "mg", "container_count": 4},
    {"encounter_id": "E2", "service_date": date(2025, 3, 2), "code": "J1745", "container_amount": 100.0,
     "container_unit": "mg", "container_count": 4},
]  # fmt: skip
ADMINISTERED = [
    ("encounter_id", "service_date", "code", "given_amount", "given_unit", "discarded_amount", "discarded_unit"),
    ("E1", date(2025, 3, 1), "J1745", 350, "mg", 50, "mg"),
    ("E2", date(2025, 3, 2), "J1745", 350, "mg", 50, "mg"),
]
CLAIMS = [
    {"claim_id": "C1", "encounter_id": "E1", "line": 1, "service_date": "03/01/2025", "code": "J1745", "units": 35},
    {"claim_id": "C1", "encounter_id": "E1", "line": 2, "service_date": "03/01/2025", "code": "J1745",
     "modifiers": "JW", "units": 5},
    {"claim_id": "C2", "encounter_id": "E2", "line": 1, "service_date": "03/02/2025", "code": "J1745", "units": 350},
    {"claim_id": "C2", "encounter_id": "E2", "line": 2, "service_date": "03/02/2025", "code": "J1745",
     "modifiers": "JW", "units": 5},
]  # fmt: skip


def as_csv(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Claims as CSV, administrations as an Excel workbook, dispensing as Parquet."""
    parquet.write_table(pa.Table.from_pylist(DISPENSED), tmp_path / "dispensed.parquet")
    book = openpyxl.Workbook()
    for row in ADMINISTERED:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "administered.xlsx")
    as_csv(tmp_path / "claims.csv", CLAIMS)
    return [
        "--dispensed", str(tmp_path / "dispensed.parquet"),
        "--administered", str(tmp_path / "administered.xlsx"),
        "--claims", str(tmp_path / "claims.csv"),
    ]  # fmt: skip


def test_three_kinds_of_files_in_one_call(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """E2: 350 mg are 35 units; 350 were billed, 315 too many at $30.525: $9,615.375, half up."""
    out = tmp_path / "out"
    assert main(["reconcile", *files, "--out", str(out), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("accounts", "balanced", "findings")} == {
        "accounts": 2,
        "balanced": 1,
        "findings": {"U03": 1},
    }
    assert [Path(name).name for name in told["files"]] == [
        "accounts.csv", "accounts.parquet", "findings.csv", "findings.parquet", "reconciliation.html",
        "reconciliation.xlsx",
    ]  # fmt: skip
    (finding,) = csv.DictReader((out / "findings.csv").open(encoding="utf-8"))
    assert finding["check"] == "U03"
    assert (finding["expected"], finding["observed"], finding["payment_difference"]) == ("35", "350", "9615.38")
    assert finding["rows"].split("; ")[0] == "claims.csv, row 4"
    rows = list(csv.DictReader((out / "accounts.csv").open(encoding="utf-8")))
    assert [(row["encounter_id"], row["opened"], row["given"], row["balanced"]) for row in rows] == [
        ("E1", "400", "350", "true"),
        ("E2", "400", "350", "false"),
    ]


def test_what_is_read_on_a_terminal(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", *files]) == 1
    text = capsys.readouterr().out
    assert "2 accounts: 1 balanced, 1 not." in text
    assert "400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 350 + JW 5; $9,615.38 over" in (
        " ".join(text.split())
    )
    assert "--out DIR keeps all" in text


def test_all_that_balances_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = as_csv(tmp_path / "claims.csv", CLAIMS[:2])
    given = as_csv(tmp_path / "given.csv", [dict(zip(ADMINISTERED[0], ADMINISTERED[1], strict=True))])
    assert main(["reconcile", "--administered", str(given), "--claims", str(claims), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["check,severity,findings,title"]


def errors(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    """What is wrong, as JSON tells it."""
    assert main(["reconcile", *words, "--format", "json"]) == 2
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["errors"]
    return found


def test_missing_columns_are_named_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All problems of all files at once."""
    claims = as_csv(tmp_path / "claims.csv", [{"enc": "E1", "dos": "2025-03-01", "hcpcs": "J1745", "unitz": 35}])
    given = as_csv(tmp_path / "given.csv", [{"encounter_id": "E1", "service_date": "2025-03-01", "code": "J1745"}])
    found = errors(capsys, "--claims", str(claims), "--administered", str(given))
    assert [each["message"] for each in found] == [
        "given.csv has no column 'given_amount'.",
        "given.csv has no column 'given_unit'.",
        "claims.csv has no column 'encounter_id'.",
        "claims.csv has no column 'units'.",
    ]
    assert "unitz" in found[-1]["hint"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("claims.csv", b"", "file-empty"),
        ("claims.parquet", b"no parquet", "parquet-not-read"),
        ("claims.xlsx", b"no workbook", "xlsx-not-read"),
    ],
)
def test_files_that_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert [each["code"] for each in errors(capsys, "--claims", str(path))] == [code]


def test_absurd_numbers_are_findings_and_the_rest_is_reconciled(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More units and dollars than any column holds, and finer ones: told, and never a traceback."""
    absurd = [
        {**CLAIMS[0], "claim_id": "C8", "encounter_id": "E8", "units": "9" * 30, "charge": "9" * 30},
        {**CLAIMS[0], "claim_id": "C9", "encounter_id": "E9", "units": "35.12345678", "charge": "0.001"},
    ]
    claims = as_csv(tmp_path / "claims.csv", [*CLAIMS, *absurd])
    given = [{**dict(zip(*ADMINISTERED[:2], strict=True)), "encounter_id": "E9", "given_amount": "0." + "0" * 12 + "1"}]
    out = tmp_path / "out"
    words = ["--administered", str(as_csv(tmp_path / "g.csv", given)), "--claims", str(claims), "--out", str(out)]
    assert main(["reconcile", *words, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["accounts"] == 4
    assert told["findings"]["U01"] == 1
    assert told["findings"]["B01"] == 3  # E1, E2 and E8: nothing was given
    rows = {row["encounter_id"]: row for row in csv.DictReader((out / "accounts.csv").open(encoding="utf-8"))}
    assert [rows[name]["billed_administered_units"] for name in ("E1", "E8", "E9")] == ["35", "", ""]


def test_a_spreadsheet_computes_nothing_of_the_csv(tmp_path: Path) -> None:
    """Text that begins like a formula begins with an apostrophe. 350 mg are 35 units, 30 are billed: -5, a number."""
    names = ("=1+2", "+1", "@SUM(A1)", "-2 mg", "-2")
    lines = ({**CLAIMS[0], "units": 30}, CLAIMS[1])
    claims = [{**line, "claim_id": name, "encounter_id": name, "site": name} for name in names for line in lines]
    given = [{**dict(zip(*ADMINISTERED[:2], strict=True)), "encounter_id": name} for name in names]
    opened = [{**DISPENSED[0], "encounter_id": name} for name in names]
    out = tmp_path / "out"
    words = ["reconcile", "--out", str(out)]
    for name, rows in (("dispensed", opened), ("administered", given), ("claims", claims)):
        words += [f"--{name}", str(as_csv(tmp_path / f"{name}.csv", rows))]
    assert main(words) == 1
    for table in ("accounts", "findings"):
        rows = list(csv.DictReader((out / f"{table}.csv").open(encoding="utf-8")))
        told = {row[name] for row in rows for name in ("encounter_id", "site")}
        assert told == {"'=1+2", "'+1", "'@SUM(A1)", "'-2 mg", "-2"}
        kept = parquet.read_table(out / f"{table}.parquet").to_pylist()
        assert {row[name] for row in kept for name in ("encounter_id", "site")} == set(names)
    assert {row["unit_difference"] for row in rows} == {"-5"}


def test_no_table_and_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys)[0]["code"] == "tables-missing"
    assert errors(capsys, "--claims", str(tmp_path / "nowhere.csv"))[0]["code"] == "file-not-found"
    assert errors(capsys, "--claims", str(tmp_path))[0]["code"] == "file-not-found"


def test_a_folder_that_can_not_be_written_keeps_what_it_had(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "accounts.csv").write_text("before")

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(writing, "_to_disk", full)
    (error,) = errors(capsys, *files, "--out", str(out))
    assert error["code"] == "not-written"
    assert [path.name for path in out.iterdir()] == ["accounts.csv"]
    assert (out / "accounts.csv").read_text() == "before"


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_ended_from_outside_it_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    row = {**DISPENSED[0], "service_date": "2025-03-01"}
    path = as_csv(tmp_path / "dispensed.csv", ({**row, "encounter_id": f"E{at}"} for at in range(100_000)))
    command = [sys.executable, "-m", "unitcalc", "reconcile", "--dispensed", str(path), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(place)}, stderr=subprocess.DEVNULL)
    while process.poll() is None and not any(place.iterdir()):
        time.sleep(0.05)
    process.terminate()
    assert process.wait(60) == 130
    assert not any(place.iterdir())
    assert not (tmp_path / "out").exists()
