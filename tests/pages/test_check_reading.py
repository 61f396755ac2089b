"""What is pasted and uploaded becomes lines and records, or problems in words: never an exception."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unitcalc.pages.check_form import EXAMPLE_LINES, EXAMPLE_RECORD
from unitcalc.pages.check_reading import (
    KINDS,
    MOST_RECORD_BYTES,
    PASTED,
    Material,
    Upload,
    is_record,
    read_all,
    read_upload,
)

TODAY = date(2025, 4, 1)
TABLE = b"service_date,code,modifiers,units\n2025-03-01,J1745,,35\n2025-03-01,J1745,JW,5\n"
LINES = ["J1745  35", "J1745-JW  5"]


def read(name: str, content: bytes) -> Material:
    return read_upload(Upload(name, content), TODAY, None)


def lines(material: Material) -> list[str]:
    return [str(line) for line in material.claims.lines]


def said(material: Material) -> str:
    return " ".join(f"{problem.message} {problem.hint}" for problem in material.problems)


def test_lines_a_table_and_a_record_are_told_apart() -> None:
    assert lines(read_all("2025-03-01 J1745 35\n2025-03-01 J1745-JW 5", (), TODAY, None)) == LINES
    assert lines(read_all(TABLE.decode(), (), TODAY, None)) == LINES
    record = read_all(EXAMPLE_RECORD, (), TODAY, None)
    assert [each.code for each in record.records] == ["J1745"]
    assert record.claims.rows == 0
    assert not is_record(EXAMPLE_LINES)
    assert not is_record(TABLE.decode())
    assert is_record("- date: 2025-03-01\n  code: J1745\n")


def test_rows_name_what_they_were_pasted_with() -> None:
    (alone,) = read_all("what is this", (), TODAY, None).claims.cells
    assert str(alone.place) == "line 1"
    (beside,) = read_all("what is this", (Upload("a.csv", TABLE),), TODAY, None).claims.cells
    assert str(beside.place) == f"{PASTED}, row 1"


def test_a_zip_of_tables() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("march.csv", TABLE)
        archive.writestr("april.csv", TABLE.replace(b"2025-03", b"2025-04"))
    found = read("year.zip", packed.getvalue())
    assert sorted(lines(found)) == sorted(LINES * 2)
    assert {line.day.month for line in found.claims.lines} == {3, 4}


def test_parquet() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    day = date(2025, 3, 1)
    columns = {"service_date": [day, day], "code": ["J1745"] * 2, "modifiers": [None, "JW"], "units": [35, 5]}
    parquet.write_table(pyarrow.table(columns), out)
    assert lines(read("claims.parquet", out.getvalue())) == LINES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_as_windows_writes_it(encoding: str) -> None:
    text = "2025-03-01 J1745 35\r\n2025-03-01 J1745-JW 5\r\n"
    assert lines(read("lines.txt", text.encode(encoding))) == LINES
    assert [each.code for each in read("record.txt", EXAMPLE_RECORD.encode(encoding)).records] == ["J1745"]


def test_what_is_no_kind_of_file_says_which_kinds_are() -> None:
    assert said(read("claims.xls", b"anything")).startswith("claims.xls is no kind of file that can be checked.")
    assert "an old xls as xlsx" in said(read("claims.xls", b"anything"))


def test_a_record_file_has_a_largest_size() -> None:
    assert "too large for a file of records. Split it" in said(read("all.yaml", b"#" * (MOST_RECORD_BYTES + 1)))


def test_one_bad_file_stops_no_other() -> None:
    found = read_all("", (Upload("bad.csv", b""), Upload("good.csv", TABLE)), TODAY, None)
    assert lines(found) == LINES
    assert said(found).startswith("bad.csv is empty.")


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), content=st.binary(max_size=400))
@example(kind="yaml", content=b"date: &a [*a]\n")
@example(kind="yaml", content=b"date: 2025-03-01\nlines: {a: b}\ngiven: [1, {}]\nauthorization: 5\nhistory: x\n")
@example(kind="yaml", content=b"? [a]\n: b\n")
@example(kind="csv", content=b"service_date,code,units\n\x00,\xff,\n")
@example(kind="csv", content=b"service_date,code,units,units\n2025-03-01,J1745,35,35\n")
@example(kind="csv", content=b'service_date,code,units\n"2025-03-01,J1745,35')
@example(kind="zip", content=b"PK\x05\x06" + b"\0" * 18)
@example(kind="txt", content=b"code: [")
def test_no_file_whatever_breaks_the_page(kind: str, content: bytes) -> None:
    found = read(f"file.{kind}", content)
    assert "/tmp" not in said(found)
    assert found.problems or not found.empty or content.strip(), "an empty file is never silent"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
@example("code: J1745\nlines:\n  - ''\n")
@example('"J1745 35')
@example("\x00")
@example("code: \ud800")
@example("date\tcode\tunits\n\t\t\n")
def test_no_text_whatever_breaks_the_page(text: str) -> None:
    read_all(text, (), TODAY, None)
