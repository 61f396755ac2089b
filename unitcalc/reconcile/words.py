"""Columns of text read value by value, each different text once: by the same readers that read a single field."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from unitcalc.findings import Refused

if TYPE_CHECKING:
    import pyarrow as pa

Value = TypeVar("Value")
MOST = 1_000_000
"""Different texts that are kept; then they are read anew."""


class Words(Generic[Value]):
    """Reads the texts of a column; what can't be read becomes a null."""

    def __init__(self, reader: Callable[[str], Value], default: Value | None = None) -> None:
        self._reader = reader
        self._default = default
        self._known: dict[str, Value | None] = {}
        self._bad: set[str] = set()

    def read(self, texts: "pa.Array", kind: "pa.DataType") -> tuple["pa.Array", "pa.BooleanArray"]:
        """The values, and whether each text could not be read. An empty text is the default, and is well."""
        import pyarrow as pa

        encoded = texts.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        values = pa.array([self._of(word) for word in words], kind)
        bad = pa.array([word in self._bad for word in words], pa.bool_())
        return values.take(encoded.indices), bad.take(encoded.indices)

    def is_bad(self, texts: "pa.Array") -> "pa.BooleanArray":
        """Whether each text can't be read."""
        import pyarrow as pa

        encoded = texts.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        for word in words:
            self._of(word)
        return pa.array([word in self._bad for word in words], pa.bool_()).take(encoded.indices)

    def _of(self, text: str) -> Value | None:
        if not text:
            return self._default
        if text not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
                self._bad.clear()
            try:
                self._known[text] = self._reader(text)
            except Refused:
                self._known[text] = None
                self._bad.add(text)
        return self._known[text]
