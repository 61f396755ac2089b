import gzip
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.reference.small_files import CROSSWALK_HEADER, PREAMBLE, crosswalk_file, crosswalk_lines, in_columns_of
from unitcalc.findings import Refused
from unitcalc.reference.cells import ROWS
from unitcalc.reference.files import data_folder
from unitcalc.reference.importer import FileRead, Report, import_files, read_file
from unitcalc.reference.records import (
    BiologicRow,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    MueRow,
    Quarter,
    SingleDoseRow,
    StatusRow,
)
from unitcalc.reference.store import Reference

ENOUGH = 3600
"""Rows that a crosswalk needs beside the embedded 2026Q1, which has 7,097."""


def codes_of(found: FileRead) -> dict[str, int]:
    (entry,) = [entry for _, entry in found.parts]
    return entry.rejected


def unclosed(then: str) -> str:
    """A file with a quotation mark that is not closed in its record, or only in another one."""
    lines = crosswalk_lines(9)
    lines[4] = lines[4].replace("Infliximab", '"Infliximab')
    lines[6] = lines[6].replace("Infliximab,", f"{then}Infliximab,")
    return PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *lines, ""])


def refused(path: Path, period: date | None = None) -> str:
    with pytest.raises(Refused) as raised:
        read_file(path, period)
    (problem,) = raised.value.problems
    assert problem.hint
    return problem.code


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


def test_rows_of_cpt_codes_are_counted_and_nowhere_stored(user: Path, tmp_path: Path) -> None:
    cpt = ["90371,Hepatitis b ig im,GRIFOLS,13533-0636-01,HyperHEP B,1 ML,1,1,1,1"] * 2
    report = import_files([crosswalk_file(tmp_path / "x.csv", [*crosswalk_lines(ENOUGH), *cpt])])
    assert report.problems == ()
    assert [(note.code, note.field, "2 rows" in note.message) for note in report.notes] == [
        ("cpt-row", "x.csv", True),
        ("fewer-rows", "x.csv", False),
    ]
    assert report.rejected == ()
    assert report.tables[0].rejected == 2
    written = "".join(path.read_text() for path in user.rglob("*.*") if path.is_file())
    assert "57894-0000-01" in written
    assert "90371" not in written
    assert "HyperHEP" not in written


def test_footers_blank_lines_and_repeated_rows_are_no_rows(tmp_path: Path) -> None:
    lines = [*crosswalk_lines(2), "", ",,,,,,,,,", crosswalk_lines(1)[0], "Note: prices of vaccines are elsewhere,,,"]
    ((parsed, entry),) = read_file(crosswalk_file(tmp_path / "x.csv", lines)).parts
    assert len(parsed.rows) == 2
    assert (entry.repeated, entry.rejected) == (1, {})


@pytest.mark.parametrize(
    "content, code",
    [
        (PREAMBLE, "layout-not-known"),
        ("a,b\n1,2\n", "layout-not-known"),
        ("\r\n".join(crosswalk_lines(9)), "layout-not-known"),
        (
            PREAMBLE + CROSSWALK_HEADER.replace("BILLUNITS,", "UNITS,") + "\r\n" + crosswalk_lines(1)[0],
            "layout-changed",
        ),
        (PREAMBLE + CROSSWALK_HEADER + "\r\n", "file-no-rows"),
        (PREAMBLE + CROSSWALK_HEADER + "\r\n99213,a,b,c,d,e,1,1,1,1\r\n", "file-no-rows"),
        (CROSSWALK_HEADER + "\r\n" + crosswalk_lines(1)[0], "period-not-known"),
        (PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *crosswalk_lines(9)])[:-25], "file-truncated"),
        (PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *crosswalk_lines(9)]) + '\r\nJ1745,"Inflix', "file-truncated"),
        (PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *crosswalk_lines(9)]) + "\r\nJ1745", "file-truncated"),
        (unclosed(""), "quote-not-closed"),
        (unclosed('"x",'), "quote-not-closed"),
        (PREAMBLE.replace("April 1", "April 31") + CROSSWALK_HEADER, "period-impossible"),
        (PREAMBLE.replace("April 1", "July 1") + CROSSWALK_HEADER, "period-impossible"),
        (PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *crosswalk_lines(9)]) + "\r\nJ1", "file-truncated"),
    ],
)
def test_a_file_that_can_not_be_used_says_why(content: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="cp1252", newline="")
    assert refused(path) == code


def test_a_changed_layout_names_the_missing_column(tmp_path: Path) -> None:
    header = CROSSWALK_HEADER.replace("PKG QTY", "COUNT")
    with pytest.raises(Refused, match=r"NDC-HCPCS crosswalk.* no column for package quantity"):
        read_file(crosswalk_file(tmp_path / "x.csv", crosswalk_lines(2), header=header))


def test_the_period_is_asked_for_and_not_overruled(tmp_path: Path) -> None:
    path = crosswalk_file(tmp_path / "x.csv", crosswalk_lines(1), preamble="")
    assert read_file(path, date(2026, 4, 1)).parts[0][1].period == "2026Q2"
    assert read_file(path.rename(tmp_path / "July_2025_crosswalk.csv")).parts[0][1].period == "2025Q3"
    assert refused(crosswalk_file(tmp_path / "y.csv", crosswalk_lines(1)), date(2026, 7, 1)) == "period-conflict"


def test_a_period_that_can_not_be_read_is_refused() -> None:
    with pytest.raises(Refused) as raised:
        import_files([], period="next quarter")
    assert [(p.code, p.field) for p in raised.value.problems] == [("period-not-read", "period")]


def test_a_download_that_broke_off_replaces_nothing(user: Path, tmp_path: Path) -> None:
    good = crosswalk_file(tmp_path / "good.csv", crosswalk_lines(ENOUGH))
    import_files([good])
    before = {path: path.read_bytes() for path in user.rglob("*") if path.is_file()}
    assert before
    report = import_files([crosswalk_file(tmp_path / "short.csv", crosswalk_lines(ENOUGH // 2 - 1)), tmp_path / "none"])
    assert [(p.code, p.field) for p in report.problems] == [("too-few-rows", "short.csv"), ("file-not-found", "none")]
    assert report.tables == ()
    assert {path: path.read_bytes() for path in user.rglob("*") if path.is_file()} == before


def test_a_folder_that_can_not_be_written(tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("UNITCALC_DATA", str(tmp_path / "file" / "user"))
    report = import_files([crosswalk_file(tmp_path / "good.csv", crosswalk_lines(ENOUGH))])
    assert [(p.code, p.field) for p in report.problems] == [("folder-not-written", "good.csv")]
    assert report.tables == ()


@pytest.mark.parametrize("step", ["write_table", "write_sources"])
def test_a_write_that_fails_leaves_the_period_as_it_was(
    step: str, tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = crosswalk_file(tmp_path / "good.csv", crosswalk_lines(ENOUGH))
    import_files([good])
    before = {path: path.read_bytes() for path in user.rglob("*") if path.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"unitcalc.reference.storing.{step}", full)
    report = import_files([crosswalk_file(tmp_path / "other.csv", crosswalk_lines(ENOUGH + 1))])
    assert [p.code for p in report.problems] == ["folder-not-written"]
    assert "the disk is full" in report.problems[0].message
    assert {path: path.read_bytes() for path in user.rglob("*") if path.is_file()} == before
    assert not [path for path in (user / "reference").iterdir() if path.name.startswith(".")]


def test_a_file_given_again_takes_its_period_s_place(tmp_path: Path, user: Path) -> None:
    for count in (ENOUGH, ENOUGH + 5):
        report = import_files([crosswalk_file(tmp_path / "x.csv", crosswalk_lines(count))])
        assert [info.rows for info in report.tables] == [count]
    assert [path.name for path in (user / "reference").iterdir()] == ["crosswalk-2026Q2"]
    assert Reference.open().periods("crosswalk")[-1].rows == ENOUGH + 5


def notes_of(report: Report, code: str) -> list[str]:
    return [note.message for note in report.notes if note.code == code]


def test_what_a_file_replaces_is_said(tmp_path: Path, user: Path) -> None:
    lines = crosswalk_lines(ENOUGH)
    first = import_files([crosswalk_file(tmp_path / "a.csv", lines)])
    assert notes_of(first, "period-replaced") == []
    lines[7] = lines[7].replace(",10,10", ",11,11")
    again = import_files([crosswalk_file(tmp_path / "b.csv", [*lines, *crosswalk_lines(ENOUGH + 2)[-2:]])])
    (said,) = notes_of(again, "period-replaced")
    assert "2026Q2 replaces a.csv; 3 of 3,602 rows differ" in said
    preamble = PREAMBLE.replace("April 1, 2026 through June 30", "January 1, 2026 through March 31")
    embedded = import_files([crosswalk_file(tmp_path / "c.csv", lines, preamble)])
    (said,) = notes_of(embedded, "period-replaced")
    assert "2026Q1 replaces asp_ndc_hcpcs_crosswalk" in said
    assert " of 7,097 rows differ" in said


@pytest.mark.shared
def test_cms_s_own_file_replaces_the_embedded_rows_with_the_same(source: Path, user: Path) -> None:
    name = "section_508_version_of_January_2026_ASP_NDC-HCPCS_Crosswalk_121725.csv.gz"
    (said,) = notes_of(import_files([source / "raw" / name]), "period-replaced")
    assert "; 0 of 7,097 rows differ" in said


def test_of_two_files_of_a_period_the_second_is_refused(tmp_path: Path, user: Path) -> None:
    paths = [crosswalk_file(tmp_path / name, crosswalk_lines(ENOUGH + at)) for at, name in enumerate("ab")]
    paths = [path.rename(path.with_suffix(".csv")) for path in paths]
    report = import_files(paths)
    assert [info.file for info in report.tables] == ["a.csv"]
    (problem,) = report.problems
    assert (problem.code, problem.field) == ("period-given-twice", "b.csv")
    assert "a.csv" in problem.message
    assert Reference.open().periods("crosswalk")[-1].rows == ENOUGH


@pytest.mark.parametrize("count, notes", [(6387, 1), (6388, 0)])
def test_notably_fewer_rows_are_noted(count: int, notes: int, tmp_path: Path, user: Path) -> None:
    report = import_files([crosswalk_file(tmp_path / "a.csv", crosswalk_lines(count))])
    assert report.problems == ()
    assert len(notes_of(report, "fewer-rows")) == notes


def test_a_period_that_nobody_can_have_published_is_refused(tmp_path: Path, user: Path) -> None:
    path = crosswalk_file(tmp_path / "a.csv", crosswalk_lines(ENOUGH), PREAMBLE.replace("2026", "2099"))
    report = import_files([path])
    assert [problem.code for problem in report.problems] == ["period-too-far"]
    assert "2099Q2" in report.problems[0].message
    assert report.problems[0].hint
    assert not user.exists()


def single_dose_file(folder: Path) -> Path:
    path = folder / "jw_jz_2026-02-10.csv"
    path.write_text("hcpcs,single_dose\n" + "".join(f"J{number},True\n" for number in range(1000, 1400)))
    return path


@pytest.mark.parametrize(
    "name, content",
    [("rows.csv", None), ("rows.csv", "x\n"), ("source.yaml", "- a: [\n"), ("source.yaml", "- table: single-dose\n"),
     ("source.yaml", "7\n"), ("source.yaml", None), ("rejected.csv", None)],
)  # fmt: skip
def test_a_damaged_folder_is_named_and_an_import_repairs_it(
    name: str, content: str | None, tmp_path: Path, user: Path
) -> None:
    path = single_dose_file(tmp_path)
    import_files([path])
    damaged = user / "reference" / "single-dose-2026-02-10" / name
    damaged.unlink()
    if content is not None:
        damaged.write_text(content)
    with pytest.raises(Refused) as raised:
        Reference.open()
    (problem,) = raised.value.problems
    assert str(damaged.parent) in f"{problem.message} {problem.hint}"
    report = import_files([path])
    assert report.problems == ()
    assert Reference.open().single_dose("J1399") is not None


def test_several_imports_of_a_period_at_once(tmp_path: Path, user: Path) -> None:
    path = single_dose_file(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        reports = list(threads.map(lambda _: import_files([path]), range(40)))
    assert [report.problems for report in reports] == [()] * 40
    assert [entry.name for entry in (user / "reference").iterdir()] == ["single-dose-2026-02-10"]
    assert Reference.open().single_dose("J1399") is not None


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
        "25,00100,7,Significant service,Significant,,,D,,,19950101,,\n"
    )
    ((parsed, entry),) = read_file(path).parts
    assert parsed.rows == (
        CodeRow(
            "J1100", "Injection, dexamethasone sodium phosphate, 1 mg", "Dexamethasone", date(2002, 1, 1),
            date(2004, 1, 1), None, "D", "O1E", "1", "J1095", 2,
        ),
        CodeRow(
            "J8560", "Etoposide; oral", "Etoposide", date(1995, 1, 1), None, date(2030, 12, 31), "D", "O1D", "1", "", 4,
        ),
    )  # fmt: skip
    assert (entry.period, entry.rejected) == ("2026Q2", {"cell-no-date": 1, "modifier-row": 1})


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


def mue_file(folder: Path, service: str, count: int) -> Path:
    path = folder / f"MCR_MUE_{service.replace(' ', '')}_Eff_10-01-2026.csv"
    path.write_text(
        '"Current Procedural Terminology (CPT) codes, descriptions and other data only are copyright 2025 American\r\n'
        'Medical Association. All rights reserved.",,,\r\n'
        f'"HCPCS/\r\nCPT Code","{service} MUE Values","MUE Adjudication Indicator","MUE Rationale"\r\n'
        '99213,1,"3 Date of Service Edit: Clinical",Clinical: Data\r\n'
        'J7192,22000,"1 Line Edit",Prescribing Information\r\n'
        'J1745,0150x,"3 Date of Service Edit: Clinical",Clinical: Data\r\n'
        'J1746,150,"Date of Service",Clinical: Data\r\n'
        + "".join(
            f'J{number},7,"2 Date of Service Edit: Policy",CMS Policy\r\n' for number in range(2000, 2000 + count)
        ),
        newline="",
    )
    return path


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


def test_one_service_s_newer_mue_leaves_the_other_s(user: Path, tmp_path: Path) -> None:
    report = import_files([mue_file(tmp_path, "Practitioner Services", 900)])
    assert report.problems == ()
    reference = Reference.open()
    assert [(row.service, row.units) for row in reference.mue("J7192")] == [
        ("practitioner", 22000),
        ("outpatient_hospital", 22000),
    ]
    assert [(row.service, row.units) for row in reference.mue("J2000")] == [("practitioner", 7)]
    assert [row.service for row in reference.mue("J9271")] == ["outpatient_hospital"]
    assert [info.period for info in reference.periods("mue")] == ["2026Q3", "2026Q4"]


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


def test_a_user_s_quarter_is_looked_up_and_replaces_the_embedded_one(user: Path, tmp_path: Path) -> None:
    told: list[str] = []
    preamble = PREAMBLE.replace("April 1, 2026 through June 30", "January 1, 2026 through March 31")
    lines = [line.replace(",10,10", ",11,11") for line in crosswalk_lines(ENOUGH)]
    report = import_files(
        [
            crosswalk_file(tmp_path / "new.csv", crosswalk_lines(ENOUGH)),
            crosswalk_file(tmp_path / "own.csv", lines, preamble),
        ],
        progress=told.append,
    )
    assert report.problems == ()
    assert [(info.table, info.period, info.rows) for info in report.tables] == [
        ("crosswalk", "2026Q1", ENOUGH),
        ("crosswalk", "2026Q2", ENOUGH),
    ]
    assert told[0] == "reading new.csv"
    reference = Reference.open()
    assert [
        (str(row.first), str(row.last), row.billing_units) for row in reference.crosswalk_of_ndc("57894-0001-01")
    ] == [
        ("2026Q1", "2026Q1", 11),
        ("2026Q2", "2026Q2", 10),
    ]
    # Remicade's real NDC stood unchanged over the nine embedded quarters; the user's 2026Q1 does not have it.
    (row,) = [row for row in reference.crosswalk_of_ndc("57894-0030-01") if row.last < Quarter(2026, 1)]
    assert (row.first, row.last) == (Quarter(2024, 1), Quarter(2025, 4))
    assert [info.file for info in reference.periods("crosswalk")][-2:] == ["own.csv", "new.csv"]
    assert all(row.period != "2026Q1" for row in reference.rejected())


def test_an_older_list_is_stored_and_the_newer_one_stays_in_use(user: Path, tmp_path: Path) -> None:
    path = tmp_path / "jw_jz_2024-03-01.csv"
    path.write_text("hcpcs,single_dose\n" + "".join(f"J{number},True\n" for number in range(1000, 1400)))
    report = import_files([path])
    assert [note.code for note in report.notes] == ["newer-in-use"]
    assert "2025-06-20" in report.notes[0].message
    reference = Reference.open()
    assert [info.period for info in reference.periods("single-dose")] == ["2025-06-20"]
    assert reference.single_dose("J1399") is None


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


def test_a_row_kept_aside_says_which_code_it_is_about(user: Path, tmp_path: Path) -> None:
    bad = ["j7674,x,x,64281-0100-06,Provocholine,1 MG,1,6,21?,1", "Z1745,x,x,57894-0030-01,Remicade,10 MG,1,1,10,10"]
    path = crosswalk_file(tmp_path / "x.csv", [*crosswalk_lines(ENOUGH), *bad])
    assert [row.about for row in import_files([path]).rejected] == ["J7674", ""]
    reference = Reference.open()
    (row,) = [row for row in reference.rejected_of("J7674") if row.period == "2026Q2"]
    assert (row.table, row.file, row.row, row.column) == ("crosswalk", "x.csv", ENOUGH + 5, "BILLUNITS")
    assert reference.rejected_of("J1745") == reference.rejected_of("") == ()


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
