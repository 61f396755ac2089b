"""What each kind of file holds, as its rows: small files of each layout, and CMS's own."""

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.reference.small_files import (
    CROSSWALK_HEADER,
    crosswalk_file,
    crosswalk_lines,
    in_columns_of,
    mue_file,
    refused,
)
from unitcalc.reference.cells import ROWS
from unitcalc.reference.files import data_folder
from unitcalc.reference.importer import read_file
from unitcalc.reference.records import (
    BiologicRow,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    ModifierRow,
    MueRow,
    Quarter,
    SingleDoseRow,
    StatusRow,
)


def test_a_record_of_the_crosswalk(tmp_path: Path) -> None:
    path = crosswalk_file(tmp_path / "x.csv", ["J1745,Infliximab,JANSSEN,57894-0030-01,Remicade ,10 MG,1,1,10,10,,"])
    ((parsed, entry),) = read_file(path).parts
    quarter = Quarter(2026, 2)
    ten = Fraction(10)
    assert parsed.rows == (
        CrosswalkRow(
            "57894-0030-01", "J1745", "Remicade", "JANSSEN", "10 MG", Fraction(1), Fraction(1), ten, ten, quarter,
            quarter, 5,
        ),
    )  # fmt: skip
    assert (entry.table, entry.period, entry.first_day, entry.last_day) == (
        "crosswalk", "2026Q2", date(2026, 4, 1), date(2026, 6, 30),
    )  # fmt: skip
    assert (entry.file, entry.rows, entry.repeated, entry.rejected) == ("x.csv", 1, 0, {})


@pytest.mark.parametrize(
    "line, column, code",
    [
        ("J7674,x,x,64281-0100-06,Provocholine,1 MG,1,6,21.3125?,1", "BILLUNITS", "cell-no-number"),
        ("J7674,x,x,64281-0100-06,Provocholine,1 MG,1e3,6,21,1", "PKG SIZE", "cell-no-number"),
        ("J7674,x,x,64281-0100-06,Provocholine,1 MG,-1,6,21,1", "PKG SIZE", "cell-out-of-range"),
        ("J7674,x,x,64281-0100-06,Provocholine,1 MG,0,6,21,1", "PKG SIZE", "cell-out-of-range"),
        ("J7674,x,x,64281-0100-06,Provocholine,1 MG,1,6,0.0,1", "BILLUNITS", "cell-out-of-range"),
        (f"J7674,x,x,64281-0100-06,Provocholine,1 MG,1,6,{'9' * 5000},1", "BILLUNITS", "cell-no-number"),
        ("Q4111,x,x,GG100,GammaGraft,1 SQ CM,1,1,1,1", "NDC2", "device-number"),
        ("Q4126,x,x,880304040404,Dermaspan,1 SQ CM,1,1,1,1", "NDC2", "device-number"),
        ("Q4115,x,x,51120-61052,AlloSkin,1 SQ CM,1,1,1,1", "NDC2", "ndc-not-valid"),
        ("J1745,x,x,5789403001,Remicade,10 MG,1,1,10,10", "NDC2", "ndc-not-valid"),
        ("J1745,x,x,,Remicade,10 MG,1,1,10,10", "NDC2", "ndc-missing"),
        (",x,x,57894-0030-01,Remicade,10 MG,1,1,10,10", "_2026_CODE", "code-missing"),
        ("Z1745,x,x,57894-0030-01,Remicade,10 MG,1,1,10,10", "_2026_CODE", "code-not-read"),
        ("J1745,x,x,57894-0000-01,Remicade,10 MG,9,1,10,10", "", "row-contradicts"),
    ],
)
def test_a_bad_row_is_kept_aside_and_the_others_stay(line: str, column: str, code: str, tmp_path: Path) -> None:
    found = read_file(crosswalk_file(tmp_path / "x.csv", [*crosswalk_lines(3), line, *crosswalk_lines(5)[3:]]))
    ((parsed, entry),) = found.parts
    assert [row.ndc[6:10] for row in parsed.rows] == ["0000", "0001", "0002", "0003", "0004"]
    (row,) = parsed.rejected
    assert (row.table, row.period, row.file, row.row, row.column, row.code) == (
        "crosswalk", "2026Q2", "x.csv", 8, column, code,
    )  # fmt: skip
    assert row.message
    assert row.hint
    assert entry.rejected == {code: 1}
    assert [note.code for note in found.notes] == [code]


def test_footers_blank_lines_and_repeated_rows_are_no_rows(tmp_path: Path) -> None:
    lines = [*crosswalk_lines(2), "", ",,,,,,,,,", crosswalk_lines(1)[0], "Note: prices of vaccines are elsewhere,,,"]
    ((parsed, entry),) = read_file(crosswalk_file(tmp_path / "x.csv", lines)).parts
    assert len(parsed.rows) == 2
    assert (entry.repeated, entry.rejected) == (1, {})


def test_the_same_table_in_every_wrapping(tmp_path: Path) -> None:
    plain = crosswalk_file(tmp_path / "x.csv", crosswalk_lines(4))
    records = [line.split(",") for line in crosswalk_lines(4)]
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Effective April 1, 2026 through June 30, 2026"])
    book.active.append([])
    book.active.append([])
    book.active.append(CROSSWALK_HEADER.split(","))
    for record in records:
        book.active.append([*record[:6], *map(float, record[6:])])
    book.create_sheet("Notes").append(["see elsewhere"])
    book.save(tmp_path / "x.xlsx")
    (tmp_path / "x.txt").write_text(plain.read_text("cp1252").replace(",", "\t"))
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.write(plain, "508/x.csv")
        archive.write(tmp_path / "x.xlsx", "x.xlsx")
    ((expected, _),) = read_file(plain).parts
    assert len(expected.rows) == 4
    for name in ("x.xlsx", "x.txt", "x.csv.gz", "x.zip"):
        found = read_file(tmp_path / name)
        ((parsed, entry),) = found.parts
        assert parsed.rows == expected.rows, name
        assert entry.file == ("x.zip/x.csv" if name == "x.zip" else name)
    assert [note.code for note in read_file(tmp_path / "x.zip").notes] == ["sheet-left-out"] * 2


def test_hcpcs_as_released_with_continued_descriptors_and_modifiers(tmp_path: Path) -> None:
    path = tmp_path / "HCPC2026_APR_ANWEB.csv"
    path.write_text(
        "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,XREF1,XREF2,COV,BETOS,TOS1,ADD DT,ACT EFF DT,TERM DT\n"
        '"J1100",00100,3,"Injection, dexamethasone",Dexamethasone,J1095,31574,D,O1E,1,20020101,20040101,\n'
        '"J1100",00200,4,"sodium phosphate, 1 mg",,,,,,,,,\n'
        "J8560,00100,3,Etoposide; oral,Etoposide,,,D,O1D,1,19950101,,20301231\n"
        "J9999,00100,3,x,x,,,D,O1D,1,19951301,,\n"
        "25,00100,7,x,x,,,D,,,19950101,,\n"
        "P1,00100,7,x,x,,,D,,,20060101,,\n"
        'GX,00100,7,"Notice of liability issued,",Voluntary notice,,,C,,,20100401,20100401,\n'
        "GX,00200,8,voluntary under payer policy,,,,,,,,,\n"
        "J,00100,7,x,x,,,C,,,20100401,20100401,\n"
        "JG,00100,7,Drug acquired,340b,,,C,,,20180101,20250101,20241231\n"
    )
    (parsed, entry), (modifiers, beside) = read_file(path).parts
    assert parsed.rows == (
        CodeRow(
            "J1100", "Injection, dexamethasone sodium phosphate, 1 mg", "Dexamethasone", date(2002, 1, 1),
            date(2004, 1, 1), None, "D", "O1E", "1", "J1095", 2,
        ),
        CodeRow(
            "J8560", "Etoposide; oral", "Etoposide", date(1995, 1, 1), None, date(2030, 12, 31), "D", "O1D", "1", "", 4,
        ),
    )  # fmt: skip
    assert (entry.table, entry.period, entry.rejected) == ("codes", "2026Q2", {"cell-no-date": 1})
    assert modifiers.rows == (
        ModifierRow(
            "GX", "Notice of liability issued, voluntary under payer policy", "Voluntary notice", date(2010, 4, 1),
            date(2010, 4, 1), None, "C", 8,
        ),
        ModifierRow(
            "JG", "Drug acquired", "340b", date(2018, 1, 1), date(2025, 1, 1), date(2024, 12, 31), "C", 11,
        ),
    )  # fmt: skip
    assert (beside.table, beside.period) == ("modifiers", "2026Q2")
    assert beside.rejected == {"modifier-not-read": 1, "modifier-row": 2}


def test_a_list_of_modifiers_alone(tmp_path: Path) -> None:
    path = tmp_path / "modifiers_2026-04.csv"
    path.write_text(
        "HCPC,LONG DESCRIPTION,SHORT DESCRIPTION,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n"
        "jz,Zero drug amount discarded,Zero drug wasted,C,20230101,20230101,,N\n"
        "76,x,x,C,19950101,19950101,,N\n"
        "J1745,x,x,C,19950101,19950101,,N\n"
        ",x,x,C,19950101,19950101,,N\n"
        "TB,340b,340b,C,about 2018,20250101,,N\n"
    )
    ((parsed, entry),) = read_file(path).parts
    assert parsed.rows == (
        ModifierRow(
            "JZ", "Zero drug amount discarded", "Zero drug wasted", date(2023, 1, 1), date(2023, 1, 1), None, "C", 2
        ),
    )
    assert (entry.table, entry.period) == ("modifiers", "2026Q2")
    assert entry.rejected == {"cell-no-date": 1, "modifier-not-read": 2, "modifier-row": 1}
    assert [(row.row, row.column, row.message) for row in parsed.rejected] == [
        (4, "HCPC", "'J1745' is not a HCPCS modifier."),
        (5, "HCPC", "The modifier is missing."),
        (6, "ADD DT", "'about 2018' is not a date."),
    ]
    assert "x" not in {row.long for row in parsed.rows}


def test_limits_with_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        '"Effective April 1, 2026 through June 30, 2026"\n'
        "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,"
        "Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes,\n"
        'J7211,Kovaltry,1 IU,"1,234.570",20.000,,,,,1,"one\r\ntwo",\n'
        "A9606,Radium,1 microCurie,N/A,20.000,,,,,,,\n"
        "J0001,x,1 MG,about 3,20.000,,,,,yes,,\n"
    )
    ((parsed, entry),) = read_file(path).parts
    quarter = Quarter(2026, 2)
    assert parsed.rows == (
        LimitRow("J7211", "1 IU", Fraction("1234.57"), Fraction(20), True, "one\ntwo", quarter, quarter, 3),
        LimitRow("A9606", "1 microCurie", None, Fraction(20), False, "", quarter, quarter, 4),
    )
    assert entry.rejected == {"cell-no-flag": 1}


@pytest.mark.parametrize(
    "limit, coinsurance, column",
    [("-1.5", "20.000", "Payment Limit"), ("-$1", "20", "Payment Limit"), ("1", "100.1", "Co-insurance Percentage"),
     ("1", "-20", "Co-insurance Percentage")],
)  # fmt: skip
def test_limits_outside_their_range_are_kept_aside(limit: str, coinsurance: str, column: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Effective April 1, 2026 through June 30, 2026\n"
        "HCPCS Code,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Clotting Factor,Notes\n"
        f"J0001,1 MG,0,0,,\nJ0002,1 MG,1,100,,\nJ0003,1 MG,{limit},{coinsurance},,\n"
    )
    ((parsed, _),) = read_file(path).parts
    assert [(row.limit, row.coinsurance) for row in parsed.rows] == [(0, 0), (1, 100)]
    assert [(row.about, row.code, row.column) for row in parsed.rejected] == [("J0003", "cell-out-of-range", column)]


def test_mue_as_published_for_one_service(tmp_path: Path) -> None:
    ((parsed, entry),) = read_file(mue_file(tmp_path, "Practitioner Services", 1)).parts
    assert parsed.rows == (
        MueRow("J7192", "practitioner", 22000, 1, "Prescribing Information", 4),
        MueRow("J2000", "practitioner", 7, 2, "CMS Policy", 7),
    )
    assert entry.rejected == {"cpt-row": 1, "cell-no-count": 1, "mue-indicator": 1}
    assert (entry.part, entry.period) == ("practitioner", "2026Q4")
    ((parsed, entry),) = read_file(mue_file(tmp_path, "Outpatient Hospital Services", 1)).parts
    assert (parsed.rows[0].service, entry.part) == ("outpatient_hospital", "outpatient_hospital")
    assert refused(mue_file(tmp_path, "DME Supplier Services", 1)) == "layout-changed"


def test_addendum_b_the_single_dose_list_and_the_purple_book(tmp_path: Path) -> None:
    status = tmp_path / "2026_January_Addendum_B.csv"
    status.write_text(
        "Addendum B,,,,,\nHCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n"
        '99213,x,B,,,\nJ1745,Infliximab,K,7043,,"$17,956.720"\nJ3490,Drugs,N,,,\nJ0001,x,,,,\n'
    )
    ((parsed, entry),) = read_file(status).parts
    assert parsed.rows == (StatusRow("J1745", "K", Fraction("17956.72"), 4), StatusRow("J3490", "N", None, 5))
    assert (entry.period, entry.rejected) == ("2026Q1", {"cpt-row": 1, "cell-empty": 1})

    listed = tmp_path / "jw_jz_2026-02-10.csv"
    listed.write_text("hcpcs,single_dose\nJ1745,True\nJ1746,False\n")
    ((parsed, entry),) = read_file(listed).parts
    assert parsed.rows == (SingleDoseRow("J1745", 2),)
    assert (entry.period, entry.last_day) == ("2026-02-10", date(2026, 3, 31))
    assert entry.rejected == {"single-dose-not-true": 1}

    book = tmp_path / "purplebook-search-june-2026-data-download.csv"
    line = "Janssen,103772,Remicade,infliximab,351(a),100MG,Injection,Intravenous,Single-Dose Vial,Rx\n"
    book.write_text(
        "Applicant,BLA Number,Proprietary Name,Proper Name,BLA Type,Strength,Dosage Form,Route of Administration,"
        f"Product Presentation,Marketing Status\n{line}{line}"
    )
    ((parsed, entry),) = read_file(book).parts
    assert parsed.rows == (
        BiologicRow(
            "Janssen", "Remicade", "infliximab", "100MG", "Injection", "Intravenous", "Single-Dose Vial", "Rx", 2
        ),
    )
    assert (entry.period, entry.repeated) == ("2026-06", 1)


@pytest.mark.shared
@pytest.mark.parametrize(
    "table, name, quarter",
    [
        ("crosswalk", "section_508_version_of_January_2024_ASP_NDC-HCPCS_Crosswalk_122023.csv.gz", "2024Q1"),
        ("crosswalk", "section_508_version_of_January_2026_ASP_NDC-HCPCS_Crosswalk_121725.csv.gz", "2026Q1"),
        ("limits", "section_508_version_of_January_2024_ASP_Pricing_File_121223.csv", "2024Q1"),
        ("limits", "section_508_version_of_January_2026_Medicare_Part_B_Payment_Limit_File_121725.csv", "2026Q1"),
    ],
)
def test_cms_s_own_file_and_the_joined_table_have_the_same_rows(
    table: str, name: str, quarter: str, source: Path
) -> None:
    joined = {
        "crosswalk": "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz",
        "limits": "asp_payment_limits_2024q1_2026q1.csv",
    }
    ((own, entry),) = read_file(source / "raw" / name).parts
    (same,) = [parsed for parsed, other in read_file(source / joined[table]).parts if other.period == quarter]
    assert entry.period == quarter
    assert len(own.rows) > 780
    assert [row._replace(row=0) for row in own.rows] == [row._replace(row=0) for row in same.rows]
    assert [row._replace(file="", row=0, column="") for row in own.rejected] == [
        row._replace(file="", row=0, column="") for row in same.rejected
    ]


@pytest.mark.shared
def test_the_committed_tables_are_what_the_source_files_give(source: Path, tmp_path: Path) -> None:
    from unitcalc.reference.build import build

    build(source, tmp_path)
    for name in [*(f"{table}.csv" for table in ROWS), "SOURCES.yaml"]:
        made = (tmp_path / name).read_text(encoding="utf-8")
        committed = (data_folder() / "reference" / name).read_text(encoding="utf-8")
        assert (made if name.endswith(".yaml") else in_columns_of(committed, made)) == committed, name


@pytest.mark.shared
@pytest.mark.parametrize(
    "table, file, columns",
    [
        ("codes", "hcpcs_level2_drug_codes_2026-01.csv", {0: "code", 1: "long", 2: "short"}),
        ("crosswalk", "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz", {0: "last", 1: "code", 3: "labeler", 4: "ndc"}),
        ("limits", "asp_payment_limits_2024q1_2026q1.csv", {0: "last", 1: "code", 3: "dosage", 11: "notes"}),
        ("mue", "ncci_mue_2026q3.csv", {0: "code", 1: "service", 2: "units", 3: "indicator", 4: "rationale"}),
        ("single-dose", "jw_jz_single_dose_codes_2025-06-20.csv", {0: "code"}),
        ("modifiers", "hcpcs_modifiers_2026-01.csv", {0: "modifier", 1: "long", 2: "short", 3: "coverage"}),
        ("status", "opps_status_2025-10.csv", {0: "code", 2: "status"}),
        ("rejected", "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz", {0: "period"}),
    ],
)
def test_every_row_names_its_place_in_the_source_file(
    table: str, file: str, columns: dict[int, str], records: Callable[[str], list[list[str]]]
) -> None:
    from unitcalc.reference.tables import read_table

    source = records(file)
    rows = read_table(data_folder() / "reference" / f"{table}.csv", ROWS[table])
    assert rows
    for row in rows:
        cells = source[row.row - 1]
        for place, name in columns.items():
            assert cells[place].strip().replace("\r\n", "\n").replace("\x99", "™") == str(getattr(row, name)), row
