"""Files and pasted text by their kind, the same for the command, the API and the page."""

from datetime import date
from pathlib import Path

import pytest

from unitcalc.findings import Refused
from unitcalc.tables.reading import names_file, read_files, read_text

TODAY, DAY = date(2026, 2, 1), date(2025, 3, 1)
CSV = "service_date,code,units\n2025-03-01,J1745,35\n"
RECORD = "date: 2025-03-01\ncode: J1745\ngiven: 350 mg\nlines: [J1745 35]\n"


def nothing() -> str:
    """Standard input, where no file is `-`."""
    raise AssertionError("standard input was read")


@pytest.mark.parametrize(
    "name, content, lines, records",
    [
        ("claims.csv", CSV, 1, 0),
        ("record.yaml", RECORD, 0, 1),
        ("record.YML", RECORD, 0, 1),
        ("lines.txt", "J1745 35\nJ1745-JW 5\n", 2, 0),
        ("lines", "J1745 35\n", 1, 0),
        ("record.txt", RECORD, 0, 1),
    ],
)
def test_a_file_by_its_kind(tmp_path: Path, name: str, content: str, lines: int, records: int) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found, written = read_files([tmp_path / name], TODAY, DAY, nothing)
    assert (len(found.lines), len(written)) == (lines, records)
    assert all(line.place.file == name for line in found.lines)


def test_files_and_standard_input_are_added(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(CSV, encoding="utf-8")
    found, written = read_files([str(tmp_path / "claims.csv"), "-"], TODAY, DAY, lambda: "J1745-JZ 40")
    assert [str(line) for line in found.lines] == ["J1745  35", "J1745-JZ  40"]
    assert found.lines[1].place.file == "standard input"
    assert written == ()


def test_every_problem_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfeJ")
    (tmp_path / "no.yaml").write_text("5", encoding="utf-8")
    names = [tmp_path, tmp_path / "gone.csv", tmp_path / "bad.txt", tmp_path / "no.yaml"]
    with pytest.raises(Refused) as raised:
        read_files(names, TODAY, DAY, nothing)
    codes = [problem.code for problem in raised.value.problems]
    assert codes == ["file-not-found", "file-not-found", "file-not-text", "record-not-read"]


def test_a_pasted_record_is_read_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "pasted.yaml").write_text(RECORD, encoding="utf-8")
    assert read_text(RECORD, TODAY) == read_files([tmp_path / "pasted.yaml"], TODAY, None, nothing)


def test_what_is_wrong_with_a_pasted_record_names_no_folder() -> None:
    with pytest.raises(Refused) as raised:
        read_text("date: 2025-03-01\ngiven: [", TODAY)
    (problem,) = raised.value.problems
    assert "pasted.yaml, line" in problem.message
    assert "/" not in f"{problem.message}{problem.hint}"


@pytest.mark.parametrize("text", ["J1745-JZ 40", "", "J1745 35\nJ1745-JW 5", RECORD, "x" * 300, "a\0b"])
def test_text_is_no_file(text: str) -> None:
    assert not names_file(text)


def test_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names_file("gone.csv"), "a name that ends like one, so that it is told to be missing"
    monkeypatch.chdir(tmp_path)
    Path("J1745 35").write_text("J1745 35", encoding="utf-8")
    assert names_file("J1745 35")
