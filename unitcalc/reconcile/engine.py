"""What runs the plan: the little in which engines differ. The plan itself is written once, in Ibis."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Rows

PIECE = 10_000
"""Rows fetched at a time."""
PIECE_IN_ORDER = 2_000
"""Rows of each table that are fetched at a time in an order: several tables are, and few rows of each are needed."""

_NUMBERS = count(1)


class Engine(ABC):
    """A connection, and what differs between engines."""

    product: ClassVar[str]
    """What the engine calls the exact product of two decimals."""
    hash_of: ClassVar[str]
    hash_kind: ClassVar[str]
    """What it calls a hash of 64 bits, and its type."""

    def __init__(self, backend: Any, folder: Path) -> None:
        self.backend, self.folder = backend, folder
        """`folder`: where it may write."""
        self.expected = 0
        """Rows of all tables together, once that is known."""

    @abstractmethod
    def read(self, path: Path) -> "Rows":
        """A Parquet file."""

    @abstractmethod
    def literal(self, rows: Sequence[Mapping[str, Any]], schema: Any) -> "Rows":
        """A small table out of rows in memory."""

    @abstractmethod
    def kept(self, rows: "Rows") -> "Rows":
        """The rows, computed once for what is asked of them several times."""

    @abstractmethod
    def viewed(self, rows: "Rows") -> "Rows":
        """The rows under a name, so that what is asked of them is not written into their own expressions."""

    @abstractmethod
    def in_order(self, rows: "Rows", by: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        """The rows of a table in an order, in pieces; texts by their bytes. Several are read at once."""

    @abstractmethod
    def write(self, rows: "Rows", path: Path) -> None:
        """The rows as one Parquet file, in no order: that takes less memory."""

    @abstractmethod
    def fetched(self, rows: "Rows") -> "Iterator[pa.RecordBatch]":
        """The rows of a table, in pieces."""

    def expects(self, rows: int) -> None:
        """So many rows will come."""
        self.expected = rows

    def grouped(self, rows: "Rows", text: str, group: "Callable[[Rows], Rows]") -> "Rows":
        """What `group` makes of the rows, kept; no group has rows of two values of the text column."""
        return self.kept(group(rows))

    def modest(self) -> AbstractContextManager[None]:
        """Less memory for the time in which other processes work."""
        return nullcontext()

    def few(self, rows: "Rows") -> list[dict[str, Any]]:
        """The rows of a small table, at once."""
        return [row for batch in self.fetched(rows) for row in batch.to_pylist()]

    def number(self, rows: "Rows") -> int:
        """How many rows there are."""
        (row,) = self.few(rows.aggregate(number=rows.count()))
        return int(row["number"])

    def decimal(self, number: Any, places: int) -> Any:
        """Whole numbers as the decimals that they stand for: so many places. Below 10**20; exact on every engine."""
        import ibis

        part = Decimal(1).scaleb(-places)
        digits = f"decimal({places + 1}, {places})"

        def product(whole: Any, part: Any) -> Any: ...

        signature = (("decimal(20, 0)", digits), f"decimal({21 + places}, {places})")
        multiplied = ibis.udf.scalar.builtin(product, name=self.product, signature=signature)
        return multiplied(number.cast("decimal(20, 0)"), ibis.literal(part, type=digits))

    def hashed(self, text: Any) -> Any:
        """A number of 64 bits for a text: texts that differ have different ones, as far as anybody will ever see."""
        import ibis

        def number(text: Any) -> Any: ...

        return ibis.udf.scalar.builtin(number, name=self.hash_of, signature=(("string",), self.hash_kind))(text)

    def new(self, what: str) -> str:
        """A name that nothing of this process has."""
        return f"{what}_{next(_NUMBERS)}"


Opens = Callable[[Path], AbstractContextManager[Engine]]
"""Opens an engine that may write into a folder, and closes it at the end."""
