"""Claim lines out of files and pasted text: what is read, and what is told of what can't be."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.account import Place
from unitcalc.findings import Refused
from unitcalc.tables.claims import Claims, pasted, read_claims, written

TODAY, DAY = date(2026, 11, 1), date(2025, 3, 1)
HEADING = "claim_id,encounter_id,line,service_date,code,modifiers,units"


def of_csv(tmp_path: Path, *rows: str, heading: str = HEADING, name: str = "claims.csv") -> Claims:
    path = tmp_path / name
    path.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return read_claims(path, TODAY)


def test_a_row_is_read(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "C1,E1,2,03/01/2025,j1745,JW:TB,5")
    (line,) = claims.lines
    assert (line.claim, line.encounter, line.number) == ("C1", "E1", "2")
    assert (line.day, line.code, line.modifiers, line.units) == (DAY, "J1745", ("JW", "TB"), Fraction(5))
    assert line.place == Place("claims.csv", 2)
    assert claims.cells == ()


@pytest.mark.parametrize(
    "heading",
    [
        "DOS,HCPCS,Mod1,Mod2,Qty",
        "Date of Service,HCPCS Code,Modifier 1,Modifier 2,Units",
        "Qty,Mod2,Mod1,HCPCS,DOS,Remark",
    ],
)
def test_columns_by_other_names_and_in_any_order(tmp_path: Path, heading: str) -> None:
    values = {"dos": "2025-03-01", "hcpcs": "J1745", "mod1": "JW", "mod2": "TB", "qty": "5", "remark": "seen"}
    plain = {
        "date of service": "dos",
        "hcpcs code": "hcpcs",
        "modifier 1": "mod1",
        "modifier 2": "mod2",
        "units": "qty",
    }
    cells = [values[plain.get(name.lower(), name.lower())] for name in heading.split(",")]
    (line,) = of_csv(tmp_path, ",".join(cells), heading=heading).lines
    assert (line.day, line.code, line.modifiers, line.units) == (DAY, "J1745", ("JW", "TB"), 5)


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        of_csv(tmp_path, "2025-03-01,J1745,35", heading="service_dat,code,units")
    (problem,) = refused.value.problems
    assert problem.message == "claims.csv has no column 'service_date'."
    assert "service_dat" in problem.hint


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2 columns for 'units': units, qty"):
        of_csv(tmp_path, "2025-03-01,J1745,35,36", heading="service_date,code,units,qty")


def test_a_thousand_bad_rows_are_a_thousand_cells_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [f"C{n},E{n},1,2025-03-01,J1745,JZ,{'forty' if n % 2 else 40}" for n in range(2000)]
    claims = of_csv(tmp_path, *rows)
    assert len(claims.lines) == 1000
    assert len(claims.cells) == 1000
    assert {cell.facts.column for cell in claims.cells} == {"units"}
    assert [cell.place.row for cell in claims.cells[:2]] == [3, 5]
    assert claims.rows == 2000


def test_every_wrong_cell_of_a_row_is_told(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "C1,E1,1,2025-02-30,J17455,JWZ,-5")
    assert claims.lines == ()
    assert [cell.facts.column for cell in claims.cells] == ["service_date", "code", "modifiers", "units"]
    assert all(cell.facts.stated and not cell.facts.readable for cell in claims.cells)


@pytest.mark.parametrize("units", ["-40", "- 40", "(40)", "-40.00"])
def test_a_row_that_takes_units_back_says_what_to_do(tmp_path: Path, units: str) -> None:
    claims = of_csv(tmp_path, f"C1,E1,1,2025-03-01,J1745,,{units}", "C1,E1,2,2025-03-01,J1745,JZ,40")
    assert [line.units for line in claims.lines] == [40]
    (cell,) = claims.cells
    assert (cell.place.row, cell.facts.column) == (2, "units")
    assert "frequency 8" in cell.facts.problem
    assert "is not a number" not in cell.facts.problem


@pytest.mark.parametrize("day", ["03/01/2025 10:30", "2025-03-01 10:00", "3/1/2025 10:30:00 AM", "2025-03-01T00:00:00"])
def test_the_time_of_day_is_left_out(tmp_path: Path, day: str) -> None:
    (line,) = of_csv(tmp_path, f"C1,E1,1,{day},J1745,JZ,40").lines
    assert line.day == DAY


def test_a_bare_number_is_no_date_in_a_text(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "C1,E1,1,45717,J1745,JZ,40")
    assert claims.lines == ()
    assert [cell.facts.column for cell in claims.cells] == ["service_date"]


def test_a_line_with_an_unreadable_modifier_is_told_once_and_left_out(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "C1,E1,1,2025-03-01,J1745,JZZ,40", "C1,E1,1,2025-04-26,J1745,JZ,40")
    assert [line.day for line in claims.lines] == [date(2025, 4, 26)]
    assert [cell.facts.column for cell in claims.cells] == ["modifiers"]


@pytest.mark.parametrize(
    "row", ["Total,,,,,,75", ",,,,,,Total: 75", ",,,Grand Total,,,75", ",,,,Sub-total,,75", "SUM,,,,,,75"]
)
def test_a_row_of_totals_is_no_line(tmp_path: Path, row: str) -> None:
    claims = of_csv(tmp_path, "C1,E1,1,2025-03-01,J1745,JZ,40", row)
    assert (len(claims.lines), claims.cells, claims.rows, claims.totals) == (1, (), 2, 1)


@pytest.mark.parametrize("row", ["Total Care Clinic,E1,1,2025-03-01,J1745,,35", "Sum,E1,1,,J1745,,35", "Somme,,,,,,75"])
def test_a_row_that_only_looks_so_is_read(tmp_path: Path, row: str) -> None:
    claims = of_csv(tmp_path, row)
    assert claims.totals == 0
    assert claims.lines or claims.cells


@pytest.mark.parametrize(
    "text",
    [
        "service_date;code;modifiers;units\n2025-03-01;J1745;JW;5\n",
        "sep=;\nservice_date;code;modifiers;units\n2025-03-01;J1745;JW;5\n",
        'Lines, of March\nservice_date;code;modifiers;units;payer\n2025-03-01;J1745;JW;5;"Plan; east"\n',
    ],
)
def test_semicolons_separate_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")
    (line,) = read_claims(path, TODAY).lines
    assert (line.day, line.code, line.modifiers, line.units) == (DAY, "J1745", ("JW",), 5)


def test_pasted_semicolons_separate_too() -> None:
    (line,) = pasted("service_date;code;units\n2025-03-01;J1745;35\n", TODAY).lines
    assert (line.day, line.units, line.place.row) == (DAY, 35, 2)


def test_two_columns_and_a_semicolon(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("code;units\nJ1745;35\n", encoding="utf-8")
    assert [str(line) for line in read_claims(path, TODAY, DAY).lines] == ["J1745  35"]
    with pytest.raises(Refused) as refused:
        read_claims(path, TODAY)
    (problem,) = refused.value.problems
    assert "service_date" in problem.message
    assert problem.hint == "Its columns are: code, units."


@pytest.mark.parametrize("heading", ["Units Billed", "HCPCS Units", "Units of Service"])
def test_units_by_other_names(tmp_path: Path, heading: str) -> None:
    (line,) = of_csv(tmp_path, "2025-03-01,J1745,35", heading=f"service_date,code,{heading}").lines
    assert line.units == 35


def test_a_column_with_a_word_of_the_name_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        of_csv(tmp_path, "2025-03-01,J1745,35", heading="service_date,code,Total Units Charged On Line")
    (problem,) = refused.value.problems
    assert problem.candidates == ("total_units_charged_on_line",)


def test_procedures_are_left_alone(tmp_path: Path) -> None:
    claims = of_csv(tmp_path, "C1,E1,1,2025-03-01,96413,,1", "C1,E1,2,2025-03-01,J1745,JZ,40")
    assert [line.code for line in claims.lines] == ["J1745"]
    assert claims.others == 1


def test_a_parquet_file_is_a_table_too(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table(
        {"service_date": [DAY], "code": ["J1745"], "modifiers": [None], "units": [Fraction(35).numerator]}
    )
    parquet.write_table(table, tmp_path / "claims.parquet")
    (line,) = read_claims(tmp_path / "claims.parquet", TODAY).lines
    assert (line.day, line.code, line.modifiers, line.units) == (DAY, "J1745", (), 35)


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").write_bytes(b"not at all")
    with pytest.raises(Refused, match="can't be read as Parquet"):
        read_claims(tmp_path / "claims.parquet", TODAY)


def test_a_sheet_of_excel_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Claims of March"])
    book.active.append(["service_date", "code", "units", "charge"])
    book.active.append([DAY, "J1745", 35, 1068.38])
    book.save(tmp_path / "claims.xlsx")
    (line,) = read_claims(tmp_path / "claims.xlsx", TODAY).lines
    assert (line.day, line.units, line.charge) == (DAY, 35, Fraction("1068.38"))
    assert line.place.row == 3


def test_a_bare_number_in_a_workbook_is_a_date(tmp_path: Path) -> None:
    from openpyxl import Workbook

    # From 1899-12-30: 2025-01-01 is 45658, and 59 days later is 2025-03-01.
    serials = {45717: DAY, 32874: date(1990, 1, 1), 73415: date(2100, 12, 31), 45717.4375: DAY}
    book = Workbook()
    book.active.append(["service_date", "code", "units"])
    for serial in (*serials, 32873, 73416, 4571):
        book.active.append([serial, "J1745", 35])
    book.save(tmp_path / "claims.xlsx")
    claims = read_claims(tmp_path / "claims.xlsx", TODAY)
    assert [line.day for line in claims.lines] == list(serials.values())
    assert [cell.place.row for cell in claims.cells] == [6, 7, 8]


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["service_date", "code", "units"])
    book.active.append([45717 - 1462, "J1745", 35])  # 1904-01-01 is day 1462 of the other count
    book.save(tmp_path / "claims.xlsx")
    (line,) = read_claims(tmp_path / "claims.xlsx", TODAY).lines
    assert line.day == DAY


def test_a_formula_whose_result_was_not_saved_is_told(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["service_date", "code", "modifiers", "units", "remark"])
    book.active.append([DAY, "J1745", None, "=30+5", None])
    book.active.append([DAY, "J1745", '="J"&"Z"', 40, None])
    book.active.append([DAY, "J1745", "JZ", 40, "=1+1"])
    book.save(tmp_path / "claims.xlsx")
    claims = read_claims(tmp_path / "claims.xlsx", TODAY)
    assert [(cell.place.row, cell.facts.column) for cell in claims.cells] == [(2, "units"), (3, "modifiers")]
    assert all("formula" in cell.facts.problem for cell in claims.cells)
    assert [line.place.row for line in claims.lines] == [4]


@pytest.mark.parametrize(
    "text, code, modifiers, units",
    [
        ("J1745 35", "J1745", (), 35),
        ("J1745-JW 5", "J1745", ("JW",), 5),
        ("j1745 jw tb 5 units", "J1745", ("JW", "TB"), 5),
        ("J7211-JZ-76 9,999", "J7211", ("JZ", "76"), 9999),
        ("J1745,JW,5", "J1745", ("JW",), 5),
        ("Q2042-KX-LU 0.1", "Q2042", ("KX", "LU"), Fraction(1, 10)),
        ("J1745 x 40", "J1745", (), 40),
    ],
)
def test_lines_as_people_write_them(text: str, code: str, modifiers: tuple[str, ...], units: int) -> None:
    (line,) = written(text, Place(""), TODAY, DAY).lines
    assert (line.code, line.modifiers, line.units, line.day) == (code, modifiers, units, DAY)


def test_a_written_line_with_date_and_ndc() -> None:
    (line,) = written("2025-03-01 J1745 35 N457894003001 UN3.5", Place(""), TODAY).lines
    assert (line.day, line.ndc, line.ndc_unit, line.ndc_quantity) == (DAY, "57894003001", "UN", Fraction(7, 2))


@pytest.mark.parametrize("text", ["hello", "J1745", "35", "J1745 thirty", "J1745 35 and more", "J1745-JWZ 5"])
def test_what_is_no_line_is_told(text: str) -> None:
    claims = written(text, Place("", 3), TODAY, DAY)
    assert claims.lines == ()
    assert claims.cells
    assert claims.cells[0].place.row == 3


def test_a_pasted_table_keeps_its_rows() -> None:
    claims = pasted("service_date\tcode\tunits\n\n2025-03-01\tJ1745\t35\n2025-03-01\tJ1745\tx\n", TODAY)
    assert [line.place.row for line in claims.lines] == [3]
    assert [cell.place.row for cell in claims.cells] == [4]


def test_pasted_lines_need_a_day() -> None:
    claims = pasted("J1745 35", TODAY)
    assert [(cell.facts.column, cell.facts.required, cell.facts.stated) for cell in claims.cells] == [
        ("service_date", True, False)
    ]


@given(st.text(max_size=200))
def test_no_pasted_text_breaks_it(text: str) -> None:
    try:
        claims = pasted(text, TODAY, DAY)
    except Refused:
        return
    assert len(claims.lines) + claims.others <= claims.rows
