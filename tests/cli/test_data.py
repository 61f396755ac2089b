"""`unitcalc data`: what is loaded, and newer files that change later bills or, if they are broken, nothing."""

import csv
import gzip
import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.small_limits import HEADER, limits_file
from tests.reference.small_files import crosswalk_file, crosswalk_lines

BILL = ("bill", "--code", "J1745", "--given", "400 mg", "--opened", "4 x 100 mg", "--format", "json", "--date")
INFLIXIMAB = "J1745,Infliximab not biosimil 10mg,10 MG,40.125,20.000,,,,,,,"


def stale(record: dict[str, list[dict[str, object]]]) -> str:
    """The warning that a table is not of the date of service, if there is one."""
    return " ".join(str(each["message"]) for each in record["findings"] if each["check"] == "date-outside-table")


def test_status_has_every_table(run: Run) -> None:
    ended = run("data", "status", "--format", "json")
    assert ended.status == 0
    tables = ended.json["tables"]
    assert all(set(table) >= {"table", "period", "rows", "file", "sha256", "coverage"} for table in tables)
    assert all(re.fullmatch(r"[0-9a-f]{64}", table["sha256"]) for table in tables)
    assert all(type(table["rows"]) is int and table["rows"] > 0 for table in tables)
    assert all(isinstance(table["coverage"], str) for table in tables)
    names = [table["table"] for table in tables]
    assert len(set(names)) == 8
    quarters = [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)] + ["2026Q1"]
    for each in ("crosswalk", "limits"):
        (name,) = {name for name in names if each in name.lower()}
        assert [table["period"] for table in tables if table["table"] == name] == quarters


@pytest.mark.shared
def test_status_names_the_files_it_was_made_from(run: Run, shared: Path) -> None:
    for table in run("data", "status", "--format", "json").json["tables"]:
        content = (shared / "data" / table["file"]).read_bytes()
        assert table["sha256"] in {
            hashlib.sha256(content).hexdigest(),
            hashlib.sha256(gzip.decompress(content)).hexdigest() if table["file"].endswith(".gz") else "",
        }


def test_status_as_text_and_csv(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("data", "status", "--format", "csv").out)))
    tables = run("data", "status", "--format", "json").json["tables"]
    assert [(row["table"], row["period"], row["sha256"]) for row in rows] == [
        (table["table"], table["period"], table["sha256"]) for table in tables
    ]
    text = run("data", "status").out
    assert all(table["sha256"][:12] in text for table in tables)
    assert "drug codes" in text


def test_an_import_changes_later_bills(run: Run, user: Path, tmp_path: Path) -> None:
    before = run(*BILL, "2026-05-01").json
    assert before["lines"][0]["payment"] == "1296.92"  # 40 x 32.423, the limit of 2026Q1
    assert "2026Q1" in stale(before)
    path = limits_file(tmp_path, INFLIXIMAB)
    ended = run("data", "import", str(path), "--format", "json")
    assert ended.status == 0
    (table,) = ended.json["tables"]
    assert (table["period"], table["rows"]) == ("2026Q2", 601)
    assert table["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert table["file"] == path.name
    after = run(*BILL, "2026-05-01").json
    assert after["lines"][0]["payment"] == "1605.00"  # 40 x 40.125
    assert after["lines"][0]["coinsurance"] == "321.00"
    assert "payment limits" not in stale(after).lower()
    (use,) = (use for use in after["data"] if "payment limits" in use["table"].lower())
    assert (use["period"], use["covers"]) == ("2026Q2", True)
    assert run(*BILL, "2026-03-31").json["lines"][0]["payment"] == "1296.92", "the quarter before keeps its own"
    late = run(*BILL, "2026-07-01").json
    assert "2026Q2" in stale(late)
    assert "2026Q2" in run("--version").out
    shutil.rmtree(user)
    assert run(*BILL, "2026-05-01").json["lines"][0]["payment"] == "1296.92"


BROKEN = {
    "too few rows": ("too-few-rows", lambda folder: limits_file(folder, INFLIXIMAB, count=100)),
    "another header": ("layout-not-known", lambda folder: limits_file(folder, header="A,B,C,D")),
    "no rows": ("file-no-rows", lambda folder: limits_file(folder, count=0)),
    "no file": (None, lambda folder: folder / "nowhere.csv"),
    "a picture": (None, lambda folder: picture(folder)),
    "nothing": (None, lambda folder: empty(folder)),
    "no zip": (None, lambda folder: no_zip(folder)),
}


def picture(folder: Path) -> Path:
    path = folder / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.csv"
    path.write_bytes(b"")
    return path


def no_zip(folder: Path) -> Path:
    path = folder / "limits.zip"
    path.write_bytes(b"PK\x03\x04 and nothing of a zip")
    return path


@pytest.mark.parametrize("what", BROKEN)
def test_broken_files_change_nothing(run: Run, user: Path, tmp_path: Path, what: str) -> None:
    code, make = BROKEN[what]
    path = make(tmp_path)
    ended = run("data", "import", str(path), "--format", "json")
    assert ended.status == 2
    error = ended.json["error"]
    assert error["message"]
    assert error["hint"]
    assert error["field"] == path.name
    assert code in (None, error["code"])
    table = run("data", "import", str(path), "--format", "csv")
    assert (table.status, table.out) == (2, "table,period,rows,rejected,file,sha256\n")
    text = run("data", "import", str(path))
    assert (text.status, text.out) == (2, "")
    assert path.name in text.err
    assert "Traceback" not in text.err
    assert not (user / "reference").exists() or not any((user / "reference").iterdir())
    assert run(*BILL, "2026-05-01").json["lines"][0]["payment"] == "1296.92"


def test_good_files_are_taken_beside_broken_ones(run: Run, tmp_path: Path) -> None:
    ended = run("data", "import", str(empty(tmp_path)), str(limits_file(tmp_path, INFLIXIMAB)), "--format", "json")
    assert ended.status == 2
    assert [error["field"] for error in ended.json["errors"]] == ["empty.csv"]
    assert [table["period"] for table in ended.json["tables"]] == ["2026Q2"]
    assert run(*BILL, "2026-05-01").json["lines"][0]["payment"] == "1605.00"


def test_a_period_that_is_none(run: Run, tmp_path: Path) -> None:
    path = limits_file(tmp_path, INFLIXIMAB, header=HEADER)
    ended = run("data", "import", str(path), "--period", "spring", "--format", "json")
    assert (ended.status, ended.json["error"]["code"]) == (2, "period-not-read")


def test_rows_kept_aside_are_printed(run: Run, tmp_path: Path) -> None:
    bad = "J1745,Infliximab not biosimil 10mg,10 MG,12.3.4,20.000,,,,,,,"
    ended = run("data", "import", str(limits_file(tmp_path, bad)))
    assert ended.status == 2
    assert "600 rows taken in, 1 kept aside" in ended.out
    printed = " ".join(ended.err.split())
    assert "April 2026 Payment Limits.csv, row 7 (J1745), Payment Limit: '12.3.4' is not a number. Compare" in printed
    assert "1 row of ASP payment limits 2026Q2 was kept aside" in printed
    assert "more:" not in printed


def test_more_rows_than_anyone_reads_are_counted(run: Run, tmp_path: Path) -> None:
    bad = [f"J{number},Another drug,1 MG,none,20.000,,,,,,," for number in range(2000, 2023)]
    ended = run("data", "import", str(limits_file(tmp_path, *bad)))
    assert ended.status == 2
    assert ended.err.count("'none' is not a number") == 20
    assert "and 3 more: --format json" in ended.err


def test_rows_of_cpt_codes_and_device_numbers_are_expected(run: Run, tmp_path: Path) -> None:
    ended = run("data", "import", str(limits_file(tmp_path, "90371,Hepatitis b ig im,1 ML,1.000,20.000,,,,,,,")))
    assert ended.status == 0
    assert "1 row of CPT codes in ASP payment limits 2026Q2 was left out" in " ".join(ended.err.split())
    device = "Q4111,x,MiMedx,GG100,GammaGraft,1 SQ CM,1,1,1,1"
    path = crosswalk_file(tmp_path / "x.csv", [*crosswalk_lines(3600), device])
    ended = run("data", "import", str(path))
    assert ended.status == 0
    assert "GG100" not in ended.err


def test_an_import_as_csv_is_one_table(run: Run, tmp_path: Path) -> None:
    path = limits_file(tmp_path, INFLIXIMAB)
    ended = run("data", "import", str(path), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ended.out))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert row == {
        "table": "ASP payment limits", "period": "2026Q2", "rows": "601", "rejected": "0", "file": path.name,
        "sha256": sha256,
    }  # fmt: skip
    assert "fewer" in ended.err


def test_a_file_that_says_no_period_is_told_the_option(run: Run, tmp_path: Path) -> None:
    path = limits_file(tmp_path, INFLIXIMAB)
    unsaid = tmp_path / "limits.csv"
    unsaid.write_bytes(path.read_bytes().replace(b"Effective April 1, 2026 through June 30, 2026", b""))
    ended = run("data", "import", str(unsaid), "--format", "json")
    assert (ended.status, ended.json["error"]["code"]) == (2, "period-not-known")
    assert "--period 2026Q1" in ended.json["error"]["hint"]
