"""What runs the plan: DuckDB in this process, bounded in memory and spilling to disk."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
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
    folder: Path
    """Where it may write."""
    product: str = "multiply"
    """What the engine calls the exact product of two decimals."""

    def read(self, path: Path) -> "Rows":
        """A Parquet file, or a folder of them."""
        return self.backend.read_parquet(str(path))

    def literal(self, rows: Sequence[Mapping[str, Any]], schema: Any) -> "Rows":
        """A small table out of rows in memory."""
        import ibis

        return ibis.memtable(list(rows), schema=schema)

    def decimal(self, number: Any, places: int) -> Any:
        """Whole numbers as the decimals that they stand for: so many places. Below 10**20; exact on every engine."""
        import ibis

        part = Decimal(1).scaleb(-places)
        digits = f"decimal({places + 1}, {places})"

        def product(whole: Any, part: Any) -> Any: ...

        signature = (("decimal(20, 0)", digits), f"decimal({21 + places}, {places})")
        multiplied = ibis.udf.scalar.builtin(product, name=self.product, signature=signature)
        return multiplied(number.cast("decimal(20, 0)"), ibis.literal(part, type=digits))

    def kept(self, rows: "Rows") -> "Rows":
        """The rows, computed once for what is asked of them several times."""
        return self.backend.create_table(f"kept_{next(_NUMBERS)}", rows, temp=True)

    def viewed(self, rows: "Rows") -> "Rows":
        """The rows under a name, so that what is asked of them is not written into their own expressions."""
        return self.backend.create_view(f"view_{next(_NUMBERS)}", rows)

    def in_order(self, rows: "Rows", by: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """The rows of a table in an order, in pieces: through a file, as several such streams are read at once."""
        from pyarrow import parquet

        path = self.folder / f"sorted_{next(_NUMBERS)}.parquet"
        self.backend.raw_sql("SET preserve_insertion_order = true")
        rows.order_by(list(by)).to_parquet(str(path))
        yield from parquet.ParquetFile(path).iter_batches(PIECE)
        path.unlink()

    def write(self, rows: "Rows", path: Path) -> None:
        """The rows as Parquet, in no order: that takes less memory."""
        self.backend.raw_sql("SET preserve_insertion_order = false")
        rows.to_parquet(str(path))

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
        yield Engine(connection, folder)
    finally:
        connection.disconnect()
