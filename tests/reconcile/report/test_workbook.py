"""The workbook, read back: figures, formats, exact text, no formulas."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.reconcile.report.conftest import FIVE, FOUND, Files, account, cents, finding, written
from unitcalc.findings import Refused
from unitcalc.reconcile.report import workbook
from unitcalc.reconcile.report.cells import LONGEST, MONEY
from unitcalc.reconcile.report.model import About, Setting, Summary
from unitcalc.reconcile.report.summary import summarised
from unitcalc.reconcile.report.workbook import write_workbook

SHEETS = ["Summary", "Drugs", "Sites", "Payers", "Checks", "Months", "Worst accounts", "Findings", "Settings"]
Book = Callable[..., Any]


def opened(folder: Path, summary: Summary, findings: Path, about: About | None = None) -> Any:
    """The workbook as it was saved."""
    write_workbook(folder / "report.xlsx", summary, about or About(), findings)
    return openpyxl.load_workbook(folder / "report.xlsx")


@pytest.fixture
def book(tmp_path: Path, summary: Summary, files: Files) -> Any:
    """The workbook of the five accounts."""
    return opened(tmp_path, summary, files.findings)


def table(sheet: Any) -> list[dict[str, Any]]:
    """A sheet's rows, by heading."""
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows if row[0] is not None]


def test_the_sheets_keep_their_heading_in_sight_and_can_be_filtered(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(sheet.column_dimensions[cell.column_letter].width > 5 for cell in sheet[1])
        assert sheet.print_title_rows == "$1:$1"


def test_the_summary(book: Any) -> None:
    figures = {row["Reconciliation"]: row["Figure"] for row in table(book["Summary"])}
    assert figures["Service"] == "2025-03-01 to 2025-05-01"
    assert (figures["Accounts"], figures["Balanced"], figures["Do not balance"], figures["Not decided"]) == (5, 1, 4, 1)
    assert (figures["At stake"], figures["Over"], figures["Under"], figures["Waste"]) == (
        13451.82,
        13379.6,
        72.22,
        288.02,
    )
    assert (figures["Findings"], figures["Errors"], figures["Warnings"], figures["Remarks"]) == (6, 4, 1, 1)


def test_drugs(book: Any) -> None:
    first, second, *_ = table(book["Drugs"])
    assert (first["Code"], first["Drug"], first["Accounts"], first["Share balanced"]) == ("J1745", "Remicade", 2, 0.5)
    assert (first["Expected units"], first["Expected JW units"], first["Billed units"]) == (65, 5, 380)
    assert (first["Opened"], first["Given"], first["Discarded"], first["Unit"]) == (700, 650, 50, "mg")
    assert (second["Discarded"], second["Under"], second["Waste"]) == (46.25, 72.22, 72.22)


@pytest.mark.parametrize("sheet", ["Drugs", "Sites", "Payers", "Months"])
def test_each_sheet_adds_up_to_the_totals(book: Any, sheet: str) -> None:
    rows = table(book[sheet])
    for column, total in (
        ("Accounts", 5),
        ("At stake", 13451.82),
        ("Over", 13379.60),
        ("Under", 72.22),
        ("Waste", 288.02),
    ):
        assert sum(row[column] for row in rows) == pytest.approx(total, abs=0.001)


def test_the_worst_accounts_with_their_arithmetic_and_findings(book: Any) -> None:
    first, second, *_ = table(book["Worst accounts"])
    assert (first["Place"], first["Encounter"], first["Date"]) == (1, "E1", datetime(2025, 3, 1))
    assert (
        first["Arithmetic"]
        == "400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 350; $13,379.60 over"
    )
    assert first["Findings"].startswith("U03 error: 350 mg were billed as 350 units")
    assert first["Findings"].endswith("[claims.csv row 12; administered.xlsx row 7]")
    assert second["Dollars over (minus: under)"] == -72.22
    assert second["Findings"].count("\n") == 1


def test_findings_with_most_at_stake_first(book: Any) -> None:
    rows = table(book["Findings"])
    # Nothing is at stake in the last three: errors before the warning, then by encounter.
    assert [row["Check"] for row in rows] == ["U03", "W04", "B09", "W23", "U02", "D08"]
    assert (rows[0]["Units too many (minus: too few)"], rows[0]["At stake"]) == (315, 13379.6)
    assert rows[2]["Severity"] == "remark"


def test_numbers_have_formats(book: Any) -> None:
    sheet = book["Sites"]
    formats = {cell.value: sheet.cell(2, cell.column).number_format for cell in sheet[1]}
    assert formats["At stake"] == MONEY
    assert formats["Accounts"] == "#,##0"
    assert formats["Share balanced"] == "0.0%"


EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")']


@pytest.mark.parametrize("evil", EVIL)
def test_text_never_becomes_a_formula(tmp_path: Path, evil: str) -> None:
    row = {**FIVE[0], "site": evil, "payer": evil, "encounter_id": evil, "code": evil}
    found = {**FOUND[0], "encounter_id": evil, "code": evil, "check": evil, "message": evil, "rows": evil, "site": evil}
    files = written(tmp_path, [row], [found])
    summary = summarised(*files, names=lambda code: evil)
    about = About(title=evil, notes=(evil,), settings=(Setting(evil, evil, evil),))
    book = opened(tmp_path, summary, files.findings, about)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    meant = [cell for cell in cells if cell.value == evil and cell.row > 1]
    assert len(meant) > 8
    assert all(cell.quotePrefix for cell in meant)


def test_amounts_that_excel_would_round_are_text(tmp_path: Path) -> None:
    """Fifteen digits are a number, sixteen are not."""
    row = account(code="J1", opened="0.123456789012345", given="1234567890.123456", discarded="1/3", checks="U01")
    files = written(tmp_path, [row], [])
    (worst,) = table(opened(tmp_path, summarised(*files), files.findings)["Worst accounts"])
    assert (worst["Opened"], worst["Given"], worst["Discarded"]) == (0.123456789012345, "1234567890.123456", "1/3")


def test_the_digits_in_the_file_are_the_exact_ones(tmp_path: Path) -> None:
    """Not those of the nearest float: 9.995 and the like."""
    from zipfile import ZipFile

    files = written(tmp_path, [account(code="J1", opened="9.995", given="8.41", discarded="1.585", checks="U01")], [])
    opened(tmp_path, summarised(*files), files.findings)
    with ZipFile(tmp_path / "report.xlsx") as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets" in name)
    assert "<v>9.995</v>" in sheets
    assert "<v>8.41</v>" in sheets


def test_signs_and_lengths_that_a_cell_can_not_hold(tmp_path: Path) -> None:
    files = written(tmp_path, [account(site="North\x00")], [finding(message="x" * 40_000, check="U01")])
    book = opened(tmp_path, summarised(*files), files.findings)
    assert table(book["Sites"])[0]["Site"] == "North\ufffd"
    assert len(table(book["Findings"])[0]["What is wrong"]) == LONGEST


def test_beyond_the_limit_it_says_where_the_rest_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_FINDINGS", 2)
    files = written(tmp_path)
    book = opened(tmp_path, summarised(*files), files.findings)
    rows = [row[0] for row in book["Findings"].iter_rows(values_only=True)]
    assert rows[:3] == ["Check", "U03", "W04"]
    assert rows[-1] == "4 more findings, with less at stake, stand in findings.parquet."
    assert book["Findings"].auto_filter.ref == "A1:N3"
    assert "2 of them stand in this workbook" in [row["What it is"] for row in table(book["Summary"])]


def test_settings_say_how_it_was_matched_and_why_amounts_may_be_text(
    tmp_path: Path, summary: Summary, files: Files
) -> None:
    about = About(
        made=date(2025, 7, 1),
        settings=(Setting("Days around midnight", "1", "between dispensing and giving"),),
        data=(Setting("payment limits", "2025Q1"),),
        notes=("Shared vials by lot.",),
    )
    book = opened(tmp_path, summary, files.findings, about)
    cells = [str(value).strip() for row in book["Settings"].iter_rows(values_only=True) for value in row if value]
    assert {"Days around midnight", "between dispensing and giving", "payment limits", "Shared vials by lot."} <= set(
        cells
    )
    assert any("15 digits" in cell for cell in cells)
    assert book["Summary"]["B2"].value == datetime(2025, 7, 1)


def test_progress_is_told(tmp_path: Path, summary: Summary, files: Files) -> None:
    heard: list[tuple[int, int]] = []
    write_workbook(
        tmp_path / "a.xlsx", summary, About(), files.findings, tell=lambda done, of: heard.append((done, of))
    )
    assert heard[-1] == (6, 6)


def test_the_same_figures_give_the_same_file(
    tmp_path: Path, summary: Summary, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(tmp_path / "a.xlsx", summary, About(), files.findings)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_workbook(tmp_path / "b.xlsx", summary, About(), files.findings)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_was_reconciled(tmp_path: Path) -> None:
    files = written(tmp_path, [], [])
    book = opened(tmp_path, summarised(*files), files.findings)
    assert book.sheetnames == SHEETS
    assert table(book["Findings"]) == []


def test_half_a_workbook_is_none(tmp_path: Path, summary: Summary, files: Files) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "out" / "report.xlsx"
    with pytest.raises(KeyboardInterrupt):
        write_workbook(target, summary, About(), files.findings, tell=stop)
    assert list(target.parent.iterdir()) == []
    with pytest.raises(Refused):
        write_workbook(target, summary, About(), tmp_path / "missing.parquet")
    assert list(target.parent.iterdir()) == []


def test_money_of_cents_is_a_number(tmp_path: Path) -> None:
    """Ten trillion dollars and a cent are fifteen digits and more: text, so that no cent is lost."""
    rows = [account(code="J1", at_stake=cents("9999999999999.99"), checks="U01")] * 2
    files = written(tmp_path, rows, [])
    (drug,) = table(opened(tmp_path, summarised(*files), files.findings)["Drugs"])
    assert drug["At stake"] == "19999999999999.98"
