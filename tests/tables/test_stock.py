"""Stock lists as pharmacies export them."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from unitcalc.findings import Problem, Refused
from unitcalc.planning.request import StockRow
from unitcalc.tables.stock import read_stock, stock_of

PLAIN = "ndc,count\n50242-0053-06,3\n"


def written(folder: Path, text: str, name: str = "stock.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as raised:
        read_stock(path)
    assert all(problem.field == "stock" and problem.message and problem.hint for problem in raised.value.problems)
    return raised.value.problems


def test_every_column(tmp_path: Path) -> None:
    text = (
        "ndc,code,container_amount,container_unit,container_count,lot,expiry,cost,shelf\n"
        "00026-3824-25,J7211,1046,IU,2,A1,2027-05,1068.38,left\n"
    )
    assert read_stock(written(tmp_path, text)) == (
        StockRow("row 2", "2", "00026-3824-25", "J7211", "1046 IU", "A1", "2027-05", "1068.38"),
    )


@pytest.mark.parametrize(
    "heading",
    [
        "NDC Number,HCPCS Code,Potency,UOM,On Hand,Lot No.,Expiration Date,Unit Cost",
        "ndc11,hcpcs,assay,unit,qty,lot_number,exp,price",
        " NDC , Code , Label Amount , Units , Quantity , LOT , Expires , COST ",
    ],
)
def test_what_others_call_the_columns(tmp_path: Path, heading: str) -> None:
    text = f'{heading}\n00026-3824-25,J7211,"1,046",IU,2,A1,05/2027,"$1,068.38"\n'
    assert read_stock(written(tmp_path, text)) == (
        StockRow("row 2", "2", "00026-3824-25", "J7211", "1,046 IU", "A1", "05/2027", "$1,068.38"),
    )


def test_columns_in_any_order_and_rows_under_a_title(tmp_path: Path) -> None:
    text = "Stock of 1 February,,\n\n,,\ncount,note,code,amount\n3,x,J9312,100 mg\n\n2,,J9312,500 mg\n"
    assert [(row.place, row.count, row.amount) for row in read_stock(written(tmp_path, text))] == [
        ("row 5", "3", "100 mg"),
        ("row 7", "2", "500 mg"),
    ]


@pytest.mark.parametrize(
    "amount, unit, read",
    [("100", "mg", "100 mg"), ("100 mg", "EA", "100 mg"), ("100mg", "", "100mg"), ("100", "", "100"), ("", "mg", "")],
)
def test_an_amount_and_its_unit(tmp_path: Path, amount: str, unit: str, read: str) -> None:
    (row,) = read_stock(written(tmp_path, f"code,amount,unit,count\nJ9312,{amount},{unit},3\n"))
    assert row.amount == read


def test_a_short_row_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    row, _ = read_stock(written(tmp_path, "count,code,amount,lot\n3,J9312\n1,J9312,100 mg,A\n"))
    assert (row.count, row.code, row.amount, row.lot) == ("3", "J9312", "", "")


def test_excel_with_dates_numbers_and_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "North"
    book.active.append(["Pharmacy stock"])
    book.active.append(["NDC", "Potency", "Unit", "On hand", "Exp"])
    book.active.append(["00026-3824-25", 1046, "IU", 2, datetime(2027, 5, 31)])
    book.create_sheet("Notes").append(["nothing to see"])
    south = book.create_sheet("South")
    south.append(["code", "amount", "unit", "count", "exp"])
    south.append(["J7211", 523.5, "IU", 1.0, date(2026, 12, 1)])
    path = tmp_path / "stock.xlsx"
    book.save(path)
    north, other = read_stock(path)
    assert (north.amount, north.count, north.expiry) == ("1046 IU", "2", "2027-05-31")
    assert (other.amount, other.count, other.expiry) == ("523.5 IU", "1", "2026-12-01")
    assert (north.place, other.place) == ("sheet 1, row 3", "sheet 3, row 2")


def test_zipped_tabs_and_windows_text(tmp_path: Path) -> None:
    path = tmp_path / "stock.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stock.txt", "ndc\tcount\tlot\n50242-0053-06\t3\tcaf\xe9\n".encode("cp1252"))
    (row,) = read_stock(path)
    assert (row.ndc, row.count, row.lot) == ("50242-0053-06", "3", "café")


def test_a_column_that_is_missing_is_named_with_what_is_there(tmp_path: Path) -> None:
    count, drug = refused(written(tmp_path, "drug,vails\nRituxan,3\n"))
    assert (count.code, drug.code) == ("stock-column", "stock-column")
    assert "'count'" in count.message
    assert "drug, vails" in count.hint
    assert "'ndc (or code)'" in drug.message


def test_a_column_that_is_nearly_right(tmp_path: Path) -> None:
    (problem,) = refused(written(tmp_path, "ndc,counts\n50242-0053-06,3\n"))
    assert problem.candidates == ("counts",)
    assert "counts" in problem.hint


def test_names_in_several_rows(tmp_path: Path) -> None:
    (problem,) = refused(written(tmp_path, "ndc,count of\ncount,x\n50242-0053-06,3\n".replace("count of", "x")))
    assert problem.code == "stock-column"


@pytest.mark.parametrize(
    "name, text, code, told",
    [
        ("stock.csv", "", "file-empty", "empty"),
        ("stock.csv", " \n\n", "file-empty", "empty"),
        ("stock.csv", "ndc,count\n", "stock-empty", "no rows"),
        ("stock.pdf", PLAIN, "file-kind", "kind of file"),
        ("stock", PLAIN, "file-kind", "kind of file"),
        ("stock.xlsx", PLAIN, "xlsx-not-read", "Excel"),
        ("stock.zip", PLAIN, "zip-not-read", "damaged"),
    ],
)
def test_files_that_are_no_stock_list(tmp_path: Path, name: str, text: str, code: str, told: str) -> None:
    (problem,) = refused(written(tmp_path, text, name))
    assert problem.code == code
    assert told in problem.message
    assert "xport the stock" in problem.hint
    assert not any(word in problem.hint for word in ("CMS", "ownload"))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    (missing,) = refused(tmp_path / "nope.csv")
    assert missing.code == "file-not-found"
    assert "nope.csv" in missing.message
    (folder,) = refused(tmp_path)
    assert folder.code == "stock-not-read"
    assert "folder" in folder.message


def test_two_columns_of_one_kind_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("ndc,count,qty,lot\n50242-0051-21,2,3,A\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_stock(path)
    (problem,) = refused.value.problems
    assert problem.code == "stock-column-twice"
    assert "count, qty" in problem.message


def test_semicolons_separate_too(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("ndc;count;lot\n50242-0051-21;2;A\n", encoding="utf-8")
    (row,) = read_stock(path)
    assert (row.ndc, row.count, row.lot) == ("50242-0051-21", "2", "A")


def test_why_there_are_no_rows(tmp_path: Path) -> None:
    assert stock_of(None) == (None, ())
    rows, problems = stock_of(tmp_path / "nothing.csv")
    assert rows is None
    assert [problem.field for problem in problems] == ["stock"]
