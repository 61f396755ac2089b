"""Files into the user's folder: what is refused, what it replaces, what is said of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.reference.small_files import CROSSWALK_HEADER, PREAMBLE, crosswalk_file, crosswalk_lines, mue_file, refused
from unitcalc.findings import Refused
from unitcalc.reference.importer import Report, import_files, read_file
from unitcalc.reference.records import Quarter
from unitcalc.reference.store import Reference

ENOUGH = 3600
"""Rows that a crosswalk needs beside the embedded 2026Q1, which has 7,097."""


def unclosed(then: str) -> str:
    """A file with a quotation mark that is not closed in its record, or only in another one."""
    lines = crosswalk_lines(9)
    lines[4] = lines[4].replace("Infliximab", '"Infliximab')
    lines[6] = lines[6].replace("Infliximab,", f"{then}Infliximab,")
    return PREAMBLE + "\r\n".join([CROSSWALK_HEADER, *lines, ""])


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


def test_a_row_kept_aside_says_which_code_it_is_about(user: Path, tmp_path: Path) -> None:
    bad = ["j7674,x,x,64281-0100-06,Provocholine,1 MG,1,6,21?,1", "Z1745,x,x,57894-0030-01,Remicade,10 MG,1,1,10,10"]
    path = crosswalk_file(tmp_path / "x.csv", [*crosswalk_lines(ENOUGH), *bad])
    assert [row.about for row in import_files([path]).rejected] == ["J7674", ""]
    reference = Reference.open()
    (row,) = [row for row in reference.rejected_of("J7674") if row.period == "2026Q2"]
    assert (row.table, row.file, row.row, row.column) == ("crosswalk", "x.csv", ENOUGH + 5, "BILLUNITS")
    assert reference.rejected_of("J1745") == reference.rejected_of("") == ()


def test_a_newer_list_of_modifiers_takes_the_older_one_s_place(user: Path, tmp_path: Path) -> None:
    names = [f"{first}{second}" for first in "ABCDEFG" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
    path = tmp_path / "modifiers_2026-07.csv"
    path.write_text(
        "HCPC,LONG DESCRIPTION,SHORT DESCRIPTION,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n"
        + "".join(f"{name},long,short,C,20260701,20260701,,A\n" for name in names)
    )
    report = import_files([path])
    assert report.problems == ()
    assert [(info.table, info.period, info.rows) for info in report.tables] == [("modifiers", "2026Q3", 252)]
    reference = Reference.open()
    assert [info.period for info in reference.periods("modifiers")] == ["2026Q3"]
    assert [row.modifier for row in reference.modifiers()] == sorted(names)
    assert reference.modifier("JW") is None
