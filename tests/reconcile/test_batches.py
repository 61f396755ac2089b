"""Files in pieces of text: whatever their encoding and separator, each row with the number that a spreadsheet shows."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from unitcalc.findings import Refused
from unitcalc.reconcile import batches
from unitcalc.reconcile.batches import Source, open_source
from unitcalc.reconcile.tabled import Table

HEAD = "encounter_id,service_date,code,given_amount,given_unit"


def rows_of(source: Source) -> list[dict[str, object]]:
    return [row for piece in source.pieces() for row in piece.rows.to_pylist()]


def written(tmp_path: Path, content: bytes, name: str = "given.csv") -> Source:
    path = tmp_path / name
    path.write_bytes(content)
    return open_source(Table.ADMINISTERED, path)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("utf-8-sig", ","), ("utf-16", ","), ("cp1252", ";"), ("utf-8", "\t"), ("utf-8-sig", ";")],
)
def test_encodings_and_separators(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"{HEAD},by\nE1,2025-03-01,J1745,350,mg,Müller\n".replace(",", mark)
    (row,) = rows_of(written(tmp_path, text.encode(encoding)))
    assert (row["row"], row["encounter_id"], row["given_amount"], row["by"]) == (2, "E1", "350", "Müller")


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    """A title, a blank line, a row without its last cells, one that is too long, a cell over two lines."""
    text = (
        f"March\n\n{HEAD},reason\nE1,2025-03-01,J1745,350,mg,x\n\nE2,2025-03-01,J1745,350,mg\n"
        'E3,2025-03-01,J1745,350,mg,x,y\nE4,2025-03-01,J1745,350,mg,"two\nlines"\nE5,2025-03-01,J1745,350,mg,,\n'
    )
    source = written(tmp_path, text.encode())
    pieces = list(source.pieces())
    rows = {row["encounter_id"]: row for piece in pieces for row in piece.rows.to_pylist() if row["encounter_id"]}
    assert {name: row["row"] for name, row in rows.items()} == {"E1": 4, "E2": 6, "E3": 7, "E4": 8, "E5": 9}
    assert {number: what for piece in pieces for number, what in piece.misfits.items()} == {
        7: "the row has 7 cells, the heading 6"
    }
    assert rows["E2"]["reason"] == ""


def test_columns_of_parquet_are_read_as_their_shortest_text(tmp_path: Path) -> None:
    from datetime import date, datetime
    from decimal import Decimal

    table = pa.table(
        {
            "encounter": ["E1"],
            "date": [date(2025, 3, 1)],
            "hcpcs": pa.array(["J1745"]).dictionary_encode(),
            "given": [Decimal("350.500")],
            "unit": ["mg"],
            "start": [datetime(2025, 3, 1, 23, 30)],
            "discarded": [0.1],
        }
    )
    parquet.write_table(table, tmp_path / "given.parquet")
    (row,) = rows_of(open_source(Table.ADMINISTERED, tmp_path / "given.parquet"))
    assert row == {
        "row": 2, "encounter_id": "E1", "service_date": "2025-03-01", "code": "J1745", "given_amount": "350.5",
        "given_unit": "mg", "start": "2025-03-01 23:30", "discarded_amount": "0.1",
    }  # fmt: skip


def test_many_pieces_hold_every_row_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ROWS", 7)
    text = HEAD + "\n" + "".join(f"E{at},2025-03-01,J1745,{at},mg\n" for at in range(100))
    source = written(tmp_path, text.encode())
    assert len(list(source.pieces())) == 15
    assert [(row["row"], row["given_amount"]) for row in rows_of(source)] == [(at + 2, str(at)) for at in range(100)]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    source = written(tmp_path, f"{HEAD}\nE1,2025-03-01,J1745,350,mg\n".encode())
    pieces = source.pieces()
    next(pieces)
    source.path.write_text(f"{HEAD}\nE1,2025-03-01,J1745,350,mg\nE2,2025-03-01,J1745,350,mg\n")
    with pytest.raises(Refused, match="changed while it was read"):
        list(pieces)


def test_a_file_that_goes_away_while_it_is_read(tmp_path: Path) -> None:
    source = written(tmp_path, f"{HEAD}\nE1,2025-03-01,J1745,350,mg\n".encode())
    pieces = source.pieces()
    next(pieces)
    source.path.unlink()
    with pytest.raises(Refused, match="changed while it was read"):
        list(pieces)


def test_two_columns_that_say_the_same(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2 columns for 'given_unit'"):
        written(tmp_path, f"{HEAD},uom\nE1,2025-03-01,J1745,350,mg,mg\n".encode())
