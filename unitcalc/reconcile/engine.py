"""What runs the plan: DuckDB in this process, bounded in memory and spilling to disk."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Rows

MEMORY = "1500MB"
"""What DuckDB may hold; the process around it takes some hundred megabytes more."""
PIECE = 10_000
"""Rows fetched at a time."""


_NUMBERS = count(1)


class Engine(NamedTuple):
    """A connection, and what differs between engines."""

    backend: Any

    def read(self, path: Path) -> "Rows":
        """A Parquet file, or a folder of them."""
        return self.backend.read_parquet(str(path))

    def literal(self, rows: Sequence[Mapping[str, Any]], schema: Any) -> "Rows":
        """A small table out of rows in memory."""
        import ibis

        return ibis.memtable(list(rows), schema=schema)

    def kept(self, rows: "Rows") -> "Rows":
        """The rows, computed once for what is asked of them several times."""
        return self.backend.create_table(f"kept_{next(_NUMBERS)}", rows, temp=True)

    def fetched(self, rows: "Rows") -> "Iterator[pa.RecordBatch]":
        """The rows of a table, in pieces."""
        yield from rows.to_pyarrow_batches(chunk_size=PIECE)


@contextmanager
def duckdb(folder: Path, memory: str = MEMORY) -> Iterator[Engine]:
    """DuckDB, its spilled rows in a folder."""
    import ibis

    connection = ibis.duckdb.connect(
        memory_limit=memory, temp_directory=str(folder / "spilled"), preserve_insertion_order=False
    )
    try:
        yield Engine(connection)
    finally:
        connection.disconnect()
