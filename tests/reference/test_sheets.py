import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from unitcalc.findings import Refused
from unitcalc.reference.sheets import decode, read_sheets


def rows(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    (sheet,) = read_sheets(path)
    return sheet.rows


def workbook(path: Path, *records: list[object]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for record in records:
        book.active.append(record)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content, text",
    [
        ("Herceptin® µg".encode(), "Herceptin® µg"),
        (b"\xef\xbb\xbfcode", "code"),
        (b"Orencia\x99 1 million\xa0PFU", "Orencia™ 1 million\xa0PFU"),
        ("Orencia\x99".encode(), "Orencia™"),  # cp1252 turned into UTF-8 byte by byte
        ("code".encode("utf-16"), "code"),
    ],
)
def test_bytes_tell_their_encoding(content: bytes, text: str) -> None:
    assert decode(content) == text


def test_records_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'title,\r\n\r\ncode,notes\r\nA9606,"one\r\ntwo"\r\nJ0129, x \r\n')
    assert rows(path) == [
        (1, ("title", "")),
        (3, ("code", "notes")),
        (4, ("A9606", "one\ntwo")),
        (5, ("J0129", "x")),
    ]


def test_tabs_are_told_from_commas(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("code\tname\nJ1\tInjection, x, y\n")
    assert rows(path)[1] == (2, ("J1", "Injection, x, y"))


def test_excel_numbers_are_what_excel_shows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [43.163, 0.3, 20.0, 1e-7, 123456789012345, "00026-3824-25", None, True],
        [],
        [datetime(2026, 1, 1), date(2026, 3, 31), 0.046],
    )
    found = rows(path)
    assert found[0] == (
        1,
        ("43.163", "0.3", "20", "0.0000001", "123456789012345", "00026-3824-25", "", "TRUE"),
    )
    assert found[1] == (3, ("2026-01-01", "2026-03-31", "0.046", *[""] * (len(found[1][1]) - 3)))


def test_seventeen_stored_digits_mean_the_short_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [43.163])
    stored = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>43.163</v>", b"<v>43.162999999999997</v>"))
    path.write_bytes(stored.getvalue())
    assert rows(path) == [(1, ("43.163",))]


def test_files_inside_zip_and_gz_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "April 2026.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/b.txt", "c\td\n")
        archive.writestr("folder/a.csv", "a,b\n")
        archive.writestr("readme.pdf", "x")
    assert [(sheet.name, sheet.rows[0][1]) for sheet in read_sheets(packed)] == [
        ("April 2026.zip/a.csv", ("a", "b")),
        ("April 2026.zip/b.txt", ("c", "d")),
    ]
    single = tmp_path / "a.csv.gz"
    single.write_bytes(gzip.compress(b"a,b\n"))
    assert rows(single) == [(1, ("a", "b"))]


def test_every_piece_of_a_gzip_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n") + gzip.compress(b"c,d\n"))
    assert [cells for _, cells in rows(path)] == [("a", "b"), ("c", "d")]


def test_what_a_system_adds_to_a_zip_is_left_out_and_said(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
        for name in ("__MACOSX/._a.csv", "sub/.DS_Store", "._a.csv"):
            archive.writestr(name, b"\0\0")
        archive.writestr("empty.txt", "")
        archive.mkdir("folder")
    told: list[str] = []
    assert [sheet.name for sheet in read_sheets(packed, told.append)] == ["a.zip/a.csv"]
    assert [text.split(" in ")[0] for text in told] == ["__MACOSX/._a.csv", "sub/.DS_Store", "._a.csv", "empty.txt"]


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_what_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unitcalc.reference.sheets.LARGEST", 5000)
    monkeypatch.setattr("unitcalc.reference.sheets.LARGEST_ALL", 9000)
    inner = zipped({"a.csv": b"a,b\n" * 1000})
    packed = {
        "one.zip": zipped({"a.csv": b"a,b\n" * 1251}),
        "all.zip": zipped(dict.fromkeys(("a.csv", "b.csv", "c.pdf"), b"a,b\n" * 1000)),
        "inside.zip": zipped({"a.zip": inner, "b.zip": inner, "c.zip": inner}),
        "a.csv.gz": gzip.compress(b"a,b\n" * 1251),
        "a.xlsx": zipped({"xl/worksheets/sheet1.xml": b"<row/>" * 999}),
    }
    for name, content in packed.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Refused) as refused:
            read_sheets(tmp_path / name)
        assert refused.value.problems[0].code == "file-too-large", name


def test_what_is_all_the_same_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a," * 2**20)
    (tmp_path / "a.xlsx").write_bytes(zipped({"xl/worksheets/sheet1.xml": b"<row/>" * (2**21 - 2**19)}))
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(Refused) as refused:
            read_sheets(tmp_path / name)
        assert refused.value.problems[0].code == "file-too-large", name


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    content = b"a,b\n"
    for name in ("a.csv", *["a.zip"] * 4):
        content = zipped({name: content})
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_sheets(tmp_path / "a.zip")
    assert refused.value.problems[0].code == "zip-too-deep"


def test_blank_records_are_not_kept_and_not_endless(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b",,,\n" * 999 + b"a,b\n")
    assert rows(path) == [(1000, ("a", "b"))]
    path.write_bytes(b"\n" * 2**21)
    with pytest.raises(Refused):
        read_sheets(path)
    path.write_bytes(b"a" + b"\n" * 2**21)
    with pytest.raises(Refused) as refused:
        read_sheets(path)
    assert refused.value.problems[0].code == "file-too-large"


def broken_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a,b\n" * 1000)
    return packed.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(broken_zip())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag of an encrypted file, in the directory
    return bytes(content)


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.csv", b"", "file-empty"),
        ("a.csv", b" \r\n", "file-empty"),
        ("a.csv", b"a,b\0c\n", "file-not-text"),
        ("a.pdf", b"%PDF", "file-kind"),
        ("a", b"a,b", "file-kind"),
        ("a.zip", b"PK no zip", "zip-not-read"),
        ("a.zip", broken_zip()[:-30], "zip-not-read"),
        ("a.zip", encrypted_zip(), "file-encrypted"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "zip-without-table"),
        ("a.csv.gz", b"no gzip", "gzip-not-read"),
        ("a.csv.gz", gzip.compress(b"a,b\n" * 9999)[:-12], "gzip-not-read"),
        ("a.csv.gz", gzip.compress(b""), "file-empty"),
        ("a.xlsx", b"no workbook", "xlsx-not-read"),
        ("a.xlsx", broken_zip(), "xlsx-not-read"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "file-encrypted"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "file-encrypted"),
    ],
)
def test_a_broken_file_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_sheets(path)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert name in problem.message
    assert problem.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_sheets(tmp_path / "none.csv")
    assert refused.value.problems[0].code == "file-not-found"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_sheets(tmp_path)
    assert refused.value.problems[0].code == "file-not-opened"
