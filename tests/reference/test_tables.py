import re
import string
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.small_files import in_columns_of
from unitcalc.findings import Refused
from unitcalc.reference.cells import ROWS, typed
from unitcalc.reference.files import data_folder
from unitcalc.reference.records import CodeRow, CrosswalkRow, LimitRow, ModifierRow, Quarter, RejectedRow, SingleDoseRow
from unitcalc.reference.tables import cells, compress, expand, read_table, write_table

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.just('a "b", c\nd')
NUMBERS = st.none() | st.decimals(min_value=0, max_value=10**9, places=3).map(Fraction)
DAYS = st.dates(date(1980, 1, 1), date(2099, 12, 31))
QUARTERS = st.builds(Quarter, st.just(2025), st.integers(1, 4))
CODES = st.from_regex(r"[A-V][0-9]{4}", fullmatch=True)

code_rows = st.builds(
    CodeRow, code=CODES, long=TEXT, short=TEXT, added=DAYS, changed=st.none() | DAYS, terminated=st.none() | DAYS,
    coverage=TEXT, betos=TEXT, type_of_service=TEXT, cross_reference=TEXT, row=st.integers(1, 99999),
)  # fmt: skip
limit_rows = st.builds(
    LimitRow, code=CODES, dosage=TEXT, limit=NUMBERS, coinsurance=NUMBERS, clotting_factor=st.booleans(), notes=TEXT,
    first=QUARTERS, last=QUARTERS, row=st.integers(1, 99999),
)  # fmt: skip


@given(code_rows)
def test_a_row_is_read_back_as_it_was_written(row: CodeRow) -> None:
    assert typed(CodeRow, cells(row)) == row


@given(st.lists(limit_rows, max_size=6, unique_by=lambda row: (row.code, row.first, row.row)))
def test_a_table_is_read_back_as_it_was_written(rows: list[LimitRow]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "limits.csv"
        write_table(path, LimitRow, rows)
        assert read_table(path, LimitRow) == sorted(rows, key=lambda row: (row.code, row.first, row.row))
        assert [entry.name for entry in Path(folder).iterdir()] == ["limits.csv"]


def quarterly(ndc: int, quarter: int, units: int, labeler: str) -> CrosswalkRow:
    """A row of one quarter, at a source row of its own."""
    when = Quarter(2025, quarter)
    source = 1000 * quarter + 10 * ndc + 1
    return CrosswalkRow(
        f"00001-000{ndc}-01", "J1745", "P", labeler, "1 MG", None, None, Fraction(units), None, when, when, source
    )


quarters = st.lists(
    st.builds(quarterly, st.integers(1, 2), st.integers(1, 4), st.integers(1, 2), st.sampled_from(["Firm", "FIRM"])),
    unique_by=lambda row: (row.ndc, row.first),
)


@given(quarters)
def test_expanding_gives_back_what_was_compressed(rows: list[CrosswalkRow]) -> None:
    def said(found: list[CrosswalkRow]) -> set[CrosswalkRow]:
        return {row._replace(row=0, labeler="") for row in found}

    compressed = compress(rows)
    assert len(expand(compressed)) == len(rows)
    assert said(expand(compressed)) == said(rows)
    assert set(compress(expand(compressed))) == set(compressed)


@given(quarters)
def test_a_compressed_row_is_its_newest_quarter_s_row(rows: list[CrosswalkRow]) -> None:
    assert {row._replace(first=row.last) for row in compress(rows)} <= set(rows)


def test_only_consecutive_quarters_are_joined() -> None:
    rows = [quarterly(1, number, 1, "F") for number in (1, 2, 4)]
    assert [(str(row.first), str(row.last), row.row) for row in compress(rows)] == [
        ("2025Q1", "2025Q2", 2011),
        ("2025Q4", "2025Q4", 4011),
    ]


@pytest.mark.parametrize("table", sorted(ROWS))
def test_the_committed_tables_are_written_as_they_are_read(table: str, tmp_path: Path) -> None:
    path = data_folder() / "reference" / f"{table}.csv"
    rows: list[Any] = read_table(path, ROWS[table])
    write_table(tmp_path / "again.csv", ROWS[table], rows)
    committed = path.read_text(encoding="utf-8")
    assert in_columns_of(committed, (tmp_path / "again.csv").read_text(encoding="utf-8")) == committed
    assert path.stat().st_size < 1_500_000


@pytest.mark.parametrize("table", sorted(ROWS))
def test_only_level_two_codes_are_committed(table: str) -> None:
    rows: list[Any] = read_table(data_folder() / "reference" / f"{table}.csv", ROWS[table])
    for row in rows:
        for code in [row.code] if table not in ("biologics", "modifiers", "rejected") else []:
            assert code[0] in string.ascii_uppercase[:22]
            assert len(code) == 5
            assert set(code[1:]) <= set(string.digits)
        if isinstance(row, ModifierRow):
            assert re.fullmatch(r"[A-Z][A-Z0-9]", row.modifier)
            assert not re.fullmatch(r"P[1-6]", row.modifier)  # CPT's own
        if isinstance(row, CodeRow):
            assert all(code[0].isalpha() for code in row.cross_reference.split())


def test_a_table_without_its_newest_column_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    path.write_text("table,period,file,row,column,code,message,hint\nlimits,2026Q1,a.csv,7,Limit,cell,m,h\n")
    assert [(row.row, row.about) for row in read_table(path, RejectedRow)] == [(7, "")]
    path.write_text("table,period,file,row,column,code,message\nlimits,2026Q1,a.csv,7,Limit,cell,m\n")
    with pytest.raises(Refused, match="row 1"):
        read_table(path, RejectedRow)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("code\nJ1745\n", "row 1"),
        ("code,row\nJ1745,2\nJ1746\n", "row 3"),
        ("code,row\nJ1745,two\n", "row 2"),
    ],
)
def test_a_damaged_table_is_refused_with_file_and_row(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "single-dose.csv"
    path.write_text(text)
    with pytest.raises(Refused, match=reason) as refused:
        read_table(path, SingleDoseRow)
    assert refused.value.problems[0].code == "table-damaged"


def test_a_write_that_fails_leaves_the_old_table(tmp_path: Path) -> None:
    path = tmp_path / "single-dose.csv"
    write_table(path, SingleDoseRow, [SingleDoseRow("J1745", 2)])
    before = path.read_bytes()
    with pytest.raises(TypeError):
        write_table(path, SingleDoseRow, [SingleDoseRow("J1745", 2), SingleDoseRow(None, 3)])  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["single-dose.csv"]
