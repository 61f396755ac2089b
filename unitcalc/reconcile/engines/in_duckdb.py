"""DuckDB: in this process, bounded in memory and spilling to disk."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unitcalc.findings import Problem, Refused
from unitcalc.reconcile.engine import PIECE, PIECE_IN_ORDER, Engine

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Rows

MEMORY = "800MB"
"""What DuckDB may hold; the process around it takes some hundred megabytes more."""


ROWS_OF_A_PART = 15_000_000
"""Of all tables together. Measured: groups of 46 million rows went through 1,000 MB, those of 139 million did not."""
MODEST = "300MB"
"""And while other processes work."""


class DuckDB(Engine):
    """A connection to DuckDB."""

    product = "multiply"
    hash_of, hash_kind = "hash", "uint64"

    def __init__(self, backend: Any, folder: Path, memory: str) -> None:
        super().__init__(backend, folder)
        self.memory = memory

    def grouped(self, rows: "Rows", text: str, group: "Callable[[Rows], Rows]") -> "Rows":
        """What `group` makes of the rows, kept.

        Groups spill to disk, but not without end: of too many rows they are made in parts, one after the other. The
        parts are written first, so that the rows are computed once.
        """
        parts = -(-self.expected // ROWS_OF_A_PART)
        if parts <= 1:
            return super().grouped(rows, text, group)
        import ibis

        folder = self.folder / self.new("parts")
        part = (self.hashed(rows[text]) % parts).cast("int32")
        folder.mkdir()
        rows.mutate(part=part).to_parquet(str(folder), partition_by="part", compression="lz4")
        found = []
        for its in sorted(folder.iterdir()):
            found.append(
                self.kept(group(self.backend.read_parquet([*map(str, its.iterdir())], hive_partitioning=False)))
            )
            shutil.rmtree(its)
        return ibis.union(*found, distinct=False) if found else super().grouped(rows, text, group)

    @contextmanager
    def modest(self) -> Iterator[None]:
        """Less memory for the time in which other processes work: what was kept goes to disk."""
        self.backend.raw_sql(f"SET memory_limit = '{MODEST}'")
        try:
            yield
        finally:
            self.backend.raw_sql(f"SET memory_limit = '{self.memory}'")

    def read(self, path: Path) -> "Rows":
        """A Parquet file."""
        return self.backend.read_parquet(str(path), hive_partitioning=False)

    def literal(self, rows: Sequence[Mapping[str, Any]], schema: Any) -> "Rows":
        """A small table out of rows in memory."""
        import ibis
        import pyarrow as pa

        # Not out of rows: a data frame would hold whole numbers beside nothing as floats.
        return ibis.memtable(pa.Table.from_pylist(list(rows), schema.to_pyarrow()))

    def kept(self, rows: "Rows") -> "Rows":
        """The rows, computed once for what is asked of them several times."""
        return self.backend.create_table(self.new("kept"), rows, temp=True)

    def viewed(self, rows: "Rows") -> "Rows":
        """The rows under a name, so that what is asked of them is not written into their own expressions."""
        return self.backend.create_view(self.new("view"), rows)

    def in_order(self, rows: "Rows", by: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """The rows in an order: through a file, as several such streams are read at once."""
        from pyarrow import parquet

        path = self.folder / f"{self.new('sorted')}.parquet"
        self.backend.raw_sql("SET preserve_insertion_order = true")
        rows.order_by(list(by)).to_parquet(str(path))
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            yield from file.iter_batches(PIECE_IN_ORDER)
        path.unlink()

    def write(self, rows: "Rows", path: Path) -> None:
        """The rows as one Parquet file, in no order: that takes less memory."""
        self.backend.raw_sql("SET preserve_insertion_order = false")
        rows.to_parquet(str(path))

    def fetched(self, rows: "Rows") -> "Iterator[pa.RecordBatch]":
        """The rows of a table, in pieces."""
        yield from rows.to_pyarrow_batches(chunk_size=PIECE)


@contextmanager
def duckdb(folder: Path, memory: str = MEMORY) -> Iterator[DuckDB]:
    """DuckDB, its spilled rows in a folder."""
    import ibis
    from duckdb import IOException, OutOfMemoryException

    connection = ibis.duckdb.connect(
        memory_limit=memory, temp_directory=str(folder / "spilled"), preserve_insertion_order=False
    )
    try:
        yield DuckDB(connection, folder, memory)
    except (OutOfMemoryException, IOException) as error:
        message = f"DuckDB could not go on: {str(error).splitlines()[0]}."
        hint = f"Make room on the disk, where {folder.parent} is (TMPDIR names another place), and in memory."
        raise Refused(Problem("no-room", message, hint)) from error
    finally:
        connection.disconnect()
