"""A table's file in pieces of text, each row with its number, however large the file: CSV, Parquet, Excel, zipped.

Only the columns that are known are read. A file is refused whole where it can't be opened, lacks a column, or changed
while it was read; a row that does not fit the heading is handed on by itself.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reconcile.tabled import Table
from unitcalc.reference.sheets import Sheet, read_sheets, uncomputed
from unitcalc.tables.columns import FIRST_ROWS, columns_of, doubles, missing
from unitcalc.tables.entries import DRUG

if TYPE_CHECKING:  # late: half a second
    import pyarrow as pa

ROWS = 65_536
"""Rows of one piece."""
BYTES = 100
"""Of a row of text, about."""
HEAD = 2**20
"""Bytes of a text in which its encoding, separator and heading show."""
_SEPARATORS = (",", "\t", ";", "|")
_TEXTS = (".csv", ".tsv", ".txt")
_KIND = "table"


class Piece(NamedTuple):
    """Rows of a table as text, with the number of each as a spreadsheet counts them (`row`)."""

    rows: "pa.RecordBatch"
    formulas: Mapping[int, frozenset[str]]
    """Fields that hold a formula whose result was not saved, by row."""
    misfits: Mapping[int, str]
    """Rows that do not fit the heading, and what is wrong with them."""


@dataclass(frozen=True)
class Source:
    """A file of one table, its columns found."""

    table: Table
    path: Path
    columns: Mapping[str, int]
    """Where each known field stands."""
    pieces: Callable[[], Iterator[Piece]] = field(repr=False)
    """Reads the rows, once."""
    zero: date | None = None
    """The day that a workbook counts days from."""
    rows: int | None = None
    """How many there are, where that is known before they are read."""

    @property
    def about(self) -> int:
        """About how many rows it has; of a text, by its size."""
        return self.rows if self.rows is not None else self.path.stat().st_size // BYTES

    @property
    def name(self) -> str:
        """The file's name, as findings call it."""
        return self.path.name


def open_source(table: Table, path: Path) -> Source:
    """A file of a table. Refused where it can't be read as one, or lacks a column that must be there."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise Refused(Problem("file-not-found", f"{path} {what}.", f"Name the file of what was {table.value}."))
    if not path.stat().st_size:
        raise Refused(Problem("file-empty", f"{path.name} is empty.", "Export it once more."))
    match path.suffix.lower():
        case ".parquet":
            return _parquet(table, path)
        case ending if ending in _TEXTS:
            return _text(table, path)
        case _:
            return _sheets(table, path)


def _checked(table: Table, path: Path, cells: Sequence[str]) -> dict[str, int]:
    """The columns of a heading. Refused where one is missing or stands twice."""
    problems = Problems()
    problems.found += doubles(path.name, cells, table.names, _KIND)
    found = columns_of(cells, table.names)
    lacking = [name for name in table.required if name not in found]
    if table.by_ndc and not any(name in found for name in DRUG):
        lacking.append("code")
    if lacking:
        problems.found += missing(path.name, cells, table.names, lacking, _KIND).problems
    problems.raise_any()
    return found


def _enough(table: Table, cells: Sequence[str]) -> int:
    """How many of the columns that must be there a row of a file names."""
    found = columns_of(cells, table.names)
    return sum(name in found for name in table.required)


def _heading(table: Table, rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, Sequence[str]]:
    """The row that names most of what must be there: the heading, or what comes nearest to one."""
    first = [(number, cells) for number, cells in rows[:FIRST_ROWS] if any(cells)]
    return max(first, key=lambda each: (_enough(table, each[1]), -each[0]), default=(1, ()))


# Text


def _text(table: Table, path: Path) -> Source:
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = _encoding(head)
    lines = _decoded(head, encoding, whole=len(head) < HEAD).splitlines()
    best: tuple[int, int, Sequence[str], str] | None = None
    for mark in _SEPARATORS:
        rows = [(number, [cell.strip() for cell in row]) for number, row in _records(lines, mark)]
        number, cells = _heading(table, rows)
        if best is None or _enough(table, cells) > best[0]:
            best = (_enough(table, cells), number, cells, mark)
    assert best is not None
    _, number, cells, mark = best
    columns = _checked(table, path, cells)
    width = len(cells)

    def pieces() -> Iterator[Piece]:
        with _unchanged(path):
            yield from _of_text(path, encoding, mark, number, width, columns)

    return Source(table, path, columns, pieces)


def _records(lines: Sequence[str], mark: str) -> list[tuple[int, list[str]]]:
    try:
        return list(enumerate(csv.reader(lines[: FIRST_ROWS * 2], delimiter=mark), 1))[:FIRST_ROWS]
    except csv.Error:
        return []


def _encoding(head: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else Windows."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _decoded(head: bytes, encoding: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)("replace").decode(head, whole)


def _of_text(
    path: Path, encoding: str, mark: str, heading: int, width: int, columns: Mapping[str, int]
) -> Iterator[Piece]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [f"c{at}" for at in range(width)]
    refused: dict[int, str] = {}

    def misfit(row: Any) -> str:
        refused[row.number] = row.text
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            path,
            # One thread, so that each row that does not fit is told with its number.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, skip_rows=heading, column_names=names, encoding=encoding, block_size=2**22
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=mark, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=misfit
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
        following = heading + 1
        for batch in reader:
            numbers, following = _numbered(batch.num_rows, following, refused)
            arrays = [batch.column(at) for at in columns.values()]
            told = {number: refused.pop(number) for number in [*refused] if number < following}
            yield from _mended(numbers, arrays, columns, told, mark, width)
        if refused:
            yield from _mended([], [pa.array([], pa.string()) for _ in columns], columns, refused, mark, width)
    except pa.ArrowInvalid as error:
        message = f"{path.name} can't be read: {str(error).splitlines()[0][:160]}"
        hint = "Save it as CSV in UTF-8 once more."
        raise Refused(Problem("table-not-read", message, hint)) from None


def _numbered(count: int, following: int, refused: Mapping[int, str]) -> tuple[list[int], int]:
    """The numbers of the rows of a piece, those left out that did not fit the heading."""
    if not refused:
        return list(range(following, following + count)), following + count
    numbers: list[int] = []
    while len(numbers) < count:
        if following not in refused:
            numbers.append(following)
        following += 1
    while following in refused:
        following += 1
    return numbers, following


def _mended(
    numbers: list[int],
    arrays: Sequence[Any],
    columns: Mapping[str, int],
    refused: Mapping[int, str],
    mark: str,
    width: int,
) -> Iterator[Piece]:
    """A piece, with the rows whose last cells are missing or empty: spreadsheets write them so."""
    yield from _cut(_batch(numbers, arrays, columns), {})
    if not refused:
        return
    rows, misfits = dict[int, list[str]](), dict[int, str]()
    for number, text in refused.items():
        cells = next(csv.reader([text], delimiter=mark), [])
        if len(cells) > width and any(map(str.strip, cells[width:])):
            misfits[number] = f"the row has {len(cells)} cells, the heading {width}"
        rows[number] = [*cells, *[""] * (width - len(cells))]
    texts = [[row[at] for row in rows.values()] for at in columns.values()]
    yield from _cut(_batch(list(rows), texts, columns), misfits)


def _batch(numbers: Sequence[int], texts: Sequence[Any], columns: Mapping[str, int]) -> "pa.RecordBatch":
    import pyarrow as pa
    from pyarrow import compute

    arrays = [compute.utf8_trim_whitespace(pa.array(text, pa.string())) for text in texts]
    return pa.record_batch([pa.array(numbers, pa.int32()), *arrays], names=["row", *columns])


def _cut(batch: "pa.RecordBatch", misfits: Mapping[int, str]) -> Iterator[Piece]:
    for first in range(0, batch.num_rows, ROWS):
        yield Piece(batch.slice(first, ROWS), {}, misfits)


# Parquet


def _parquet(table: Table, path: Path) -> Source:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # Without buffers ahead: they would hold all of the file until its end.
        file = parquet.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowInvalid, OSError) as error:
        message = f"{path.name} can't be read as Parquet: {str(error).splitlines()[0][:120]}"
        raise Refused(Problem("parquet-not-read", message, "Export it once more.")) from None
    names = file.schema_arrow.names
    columns = _checked(table, path, names)
    total = file.metadata.num_rows

    def pieces() -> Iterator[Piece]:
        first = 2  # as if a heading stood above
        with _unchanged(path):
            try:
                for batch in file.iter_batches(ROWS, columns=[names[at] for at in columns.values()]):
                    arrays = [_as_text(batch.column(names[at])) for at in columns.values()]
                    numbers = range(first, first + batch.num_rows)
                    yield Piece(_batch(list(numbers), arrays, columns), {}, {})
                    first += batch.num_rows
            except (pa.ArrowInvalid, OSError) as error:
                message = f"{path.name} is damaged: {str(error).splitlines()[0][:120]}"
                raise Refused(Problem("parquet-not-read", message, "Export it once more.")) from None

    return Source(table, path, columns, pieces, rows=total)


def _as_text(array: Any) -> Any:
    """A column as text: dates as ISO (and the time of day where there is one), numbers in their shortest digits."""
    import pyarrow as pa
    from pyarrow import compute

    kind = array.type
    if pa.types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), kind.value_type
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_nested(kind):
        from unitcalc.tables.parquet import text_of  # each different value once

        encoded = array.dictionary_encode() if not pa.types.is_nested(kind) else None
        if encoded is None:
            return pa.array([text_of(value) for value in array.to_pylist()], pa.string())
        words = pa.array([text_of(value) for value in encoded.dictionary.to_pylist()], pa.string())
        return compute.fill_null(words.take(encoded.indices), "")
    if pa.types.is_timestamp(kind):
        return compute.fill_null(compute.replace_substring(compute.strftime(array, "%Y-%m-%d %H:%M"), " 00:00", ""), "")
    return compute.fill_null(array.cast(pa.string()), "")


# Workbooks, archives


def _sheets(table: Table, path: Path) -> Source:
    before = _state(path)
    sheets = read_sheets(path)
    formulas = uncomputed(path)
    if _state(path) != before:
        raise _changed(path)
    ranked = [(_heading(table, sheet.rows), place, sheet) for place, sheet in enumerate(sheets) if sheet.rows]
    if not ranked:
        raise Refused(Problem("file-empty", f"{path.name} holds no rows.", "Export it once more."))
    (number, cells), place, sheet = max(ranked, key=lambda each: (_enough(table, each[0][1]), -each[1]))
    columns = _checked(table, path, cells)
    unsaved = formulas[place] if formulas else frozenset[tuple[int, int]]()

    def pieces() -> Iterator[Piece]:
        rows = [each for each in sheet.rows if each[0] > number]
        for first in range(0, len(rows), ROWS):
            yield _of_sheet(rows[first : first + ROWS], columns, unsaved)

    return Source(table, path, columns, pieces, sheet.day_zero, _count(sheet, number))


def _count(sheet: Sheet, heading: int) -> int:
    return sum(number > heading for number, _ in sheet.rows)


def _of_sheet(
    rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int], unsaved: frozenset[tuple[int, int]]
) -> Piece:
    numbers = [number for number, _ in rows]
    texts = [[cells[at] if at < len(cells) else "" for _, cells in rows] for at in columns.values()]
    formulas = {
        number: found
        for number in numbers
        if unsaved and (found := frozenset(name for name, at in columns.items() if (number, at) in unsaved))
    }
    return Piece(_batch(numbers, texts, columns), formulas, {})


# A file that changes while it is read


def _state(path: Path) -> tuple[int, int] | None:
    if not path.exists():
        return None
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _changed(path: Path) -> Refused:
    message = f"{path.name} was changed while it was read."
    return Refused(Problem("file-changed", message, "Let the export finish, or copy the file, and start again."))


@contextmanager
def _unchanged(path: Path) -> Iterator[None]:
    """Refuses a file that is not the same after it was read."""
    before = _state(path)
    yield
    if _state(path) != before:
        raise _changed(path)
