"""Rows in pieces: whatever batches they come in, no encounter is torn apart, and nothing is lost."""

from collections.abc import Iterator
from typing import Any, cast

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.fetching import pieces
from unitcalc.reconcile.tabled import Table

ENCOUNTERS = st.lists(st.sampled_from(["A", "AB", "B", "a", "é", "Ω", "10", "9"]), max_size=40).map(sorted)
Rows = list[tuple[str, int]]


class Fetched:
    """Stands for the engine: rows in their order, some at a time."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once

    def in_order(self, rows: Rows, by: object) -> Iterator[pa.RecordBatch]:
        for first in range(0, len(rows), self.at_once):
            part = rows[first : first + self.at_once]
            yield pa.record_batch({"encounter_id": [e for e, _ in part], "row": [number for _, number in part]})


@given(
    st.lists(ENCOUNTERS, min_size=1, max_size=3),
    st.integers(min_value=1, max_value=7),
    st.integers(min_value=1, max_value=9),
)
def test_pieces_hold_whole_encounters(tables: list[list[str]], at_once: int, size: int) -> None:
    rows = {table: list(zip(its, range(len(its)), strict=True)) for table, its in zip(Table, tables, strict=False)}
    engine = cast(Engine, Fetched(at_once))
    told = [
        {table: [tuple(row.values()) for row in its.to_pylist()] for table, its in piece.items()}
        for piece in pieces(engine, cast(Any, rows), size)
    ]
    for table, its in rows.items():
        assert [row for piece in told for row in piece[table]] == its
    of_pieces = [{encounter for its in piece.values() for encounter, _ in its} for piece in told]
    assert sum(map(len, of_pieces)) == len(set().union(*of_pieces))
    assert all(of_pieces)
