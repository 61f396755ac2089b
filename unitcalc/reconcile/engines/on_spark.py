"""Spark: the same plan on one machine or on a cluster.

What passes between this process and Spark passes through Parquet files in the folder of the run, so that every number
keeps its type and nothing is collected in memory. The workers of a cluster have to see that folder by the same path.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unitcalc.reconcile.engine import PIECE, Engine
from unitcalc.reconcile.engines.spark_session import LOCAL, spark_session

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Rows
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    # What is no number or does not fit is an error, as in DuckDB, and not silently nothing or another number.
    "spark.sql.ansi.enabled": "true",
    # A product of decimals keeps every place behind the point.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "true",
}
"""What results depend on; Ibis sets the time zone to UTC."""


class Spark(Engine):
    """A session of Spark."""

    product = "try_multiply"
    hash_of, hash_kind = "xxhash64", "int64"

    @property
    def _session(self) -> "SparkSession":
        session: SparkSession = self.backend._session
        return session

    def read(self, path: Path) -> "Rows":
        """A Parquet file; of one that lies elsewhere a copy is made in the folder that the workers see."""
        if not path.is_relative_to(self.folder):
            path = Path(shutil.copy(path, self.folder / f"{self.new('read')}.parquet"))
        return self._named(self._session.read.parquet(_of_file(path)))

    def literal(self, rows: Sequence[Mapping[str, Any]], schema: Any) -> "Rows":
        """A small table out of rows in memory."""
        import pyarrow as pa
        from pyarrow import parquet

        path = self.folder / f"{self.new('literal')}.parquet"
        parquet.write_table(pa.Table.from_pylist(list(rows), schema.to_pyarrow()), path)
        return self.read(path)

    def kept(self, rows: "Rows") -> "Rows":
        """The rows, computed once for what is asked of them several times."""
        return self.read(self._written(rows))

    def viewed(self, rows: "Rows") -> "Rows":
        """The rows under a name, so that what is asked of them is not written into their own expressions."""
        return self._named(self._found(rows))

    def in_order(self, rows: "Rows", by: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """The rows in an order: the parts that Spark writes follow one another."""
        yield from self.fetched(rows.order_by(list(by)))

    def write(self, rows: "Rows", path: Path) -> None:
        """The rows as one Parquet file, out of the parts that the workers wrote."""
        from pyarrow import parquet

        folder = self._written(rows)
        with parquet.ParquetWriter(path, rows.schema().to_pyarrow(), compression="zstd") as writer:
            for batch in _parts(folder):
                writer.write_batch(batch.cast(writer.schema))
        shutil.rmtree(folder)

    def fetched(self, rows: "Rows") -> "Iterator[pa.RecordBatch]":
        """The rows of a table, in pieces."""
        folder = self._written(rows)
        yield from _parts(folder)
        shutil.rmtree(folder)

    def _written(self, rows: "Rows") -> Path:
        """A folder of Parquet files with the rows."""
        path = self.folder / f"{self.new('rows')}.parquet"
        self._found(rows).write.parquet(_of_file(path))
        return path

    def _found(self, rows: "Rows") -> "DataFrame":
        return self._session.sql(self.backend.compile(rows))

    def _named(self, found: "DataFrame") -> "Rows":
        name = self.new("view")
        found.createOrReplaceTempView(name)
        return self.backend.table(name)


def _of_file(path: Path) -> str:
    """A path as Spark takes it for one of this machine, whatever file system a cluster has by default."""
    return f"file:{path.as_posix()}"


def _parts(folder: Path) -> "Iterator[pa.RecordBatch]":
    """The rows of the files that Spark wrote, which are numbered in their order."""
    from pyarrow import parquet

    for path in sorted(folder.glob("part-*.parquet")):
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            yield from file.iter_batches(PIECE)


@contextmanager
def spark(folder: Path, master: str = LOCAL) -> Iterator[Spark]:
    """Spark, all that it writes in a folder. In a process that has a session of Spark already, that one is used.

    Refused without pyspark or Java, and where Spark does not start or fails.
    """
    with spark_session(folder, master) as session:
        import ibis

        yield Spark(ibis.pyspark.connect(session, **_SETTINGS), folder)
