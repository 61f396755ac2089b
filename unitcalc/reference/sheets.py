"""Grids of text out of csv, tab-delimited and Excel files, also inside a zip or gz.

Nothing is interpreted: each record has its number as a spreadsheet shows it, header and blank lines counted, and its
cells as text. Excel's numbers are given as the shortest decimal that Excel itself would show.
"""

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from unitcalc.findings import Problem, Refused

LARGEST = 100 * 2**20
"""Bytes of one unpacked file; CMS's largest has less than half of it."""

LARGEST_ALL = 200 * 2**20
"""Bytes of everything in an archive together, archives inside it included."""

MOST_RECORDS = 2**20
"""Records of one grid, blank ones included: as many as a spreadsheet can have."""

MOST_CELLS = 5_000_000
"""Cells of one grid; CMS's largest has a fifth of it."""

DENSEST = 50
"""Times that a sheet of Excel may be larger than it is packed; one of CMS is ten times so."""

SMALL = 8 * 2**20
"""Bytes of a sheet that does no harm however densely it is packed."""

LONGEST_LINE = 2**20
"""Characters of one line of text."""

DEEPEST = 3
"""Archives inside archives."""

_TEXT = (".csv", ".txt", ".tsv")
_EXCEL = (".xlsx", ".xlsm")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_C1 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED}


class Sheet(NamedTuple):
    """One grid of a file."""

    name: str
    """The file's own name; for a file inside a zip, both names with a slash."""
    rows: list[tuple[int, tuple[str, ...]]]
    """Number and cells of each record that is not blank."""
    delimited: bool
    """Read from delimited text, where a short last record means a broken download."""
    day_zero: date | None = None
    """The day that a workbook of Excel counts days from, where a date stands as a bare number."""


@dataclass
class _Unpacking:
    """One file on its way: how many bytes may still be unpacked, and who hears of what is left out."""

    left_out: Callable[[str], None]
    left: int
    delimiter: str = ""
    """What separates the cells of a text; empty for tab or comma, whichever it has."""

    def take(self, name: str, sizes: Iterable[int]) -> None:
        """Count what is about to be unpacked; Refused, before it is, where that is too much."""
        for size in sizes:
            if size > LARGEST:
                raise _too_large(name, LARGEST)
            self.left -= size
        if self.left < 0:
            raise _too_large(name, LARGEST_ALL)


def read_sheets(path: Path, left_out: Callable[[str], None] = lambda text: None, delimiter: str = "") -> list[Sheet]:
    """Every grid of a file; Refused for a file that can't be read as one. `left_out` is told what was skipped.

    `delimiter` separates the cells of a text: tab or comma, whichever it has, where none is given.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _refused("file-not-found", f"There is no file {path}.", "Check the name and the folder.") from None
    except OSError as error:
        reason = error.strerror or "the system gave no reason"
        raise _refused("file-not-opened", f"{path.name} can't be opened: {reason}.", "Check its permissions.") from None
    return list(_grids(path.name, content, _Unpacking(left_out, LARGEST_ALL, delimiter)))


def decode(content: bytes) -> str:
    """Text in the encoding that its bytes tell: UTF-8, UTF-16 with its mark, else Windows (cp1252).

    Some files were turned from cp1252 into UTF-8 byte by byte; their control characters are the Windows ones.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if text.isascii():  # most files, and no second copy of them
        return text
    return text.translate(_C1)


def _grids(name: str, content: bytes, unpacking: _Unpacking) -> Iterator[Sheet]:
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if suffixes[-1:] == [".gz"]:
        content = _gunzip(name, content, unpacking)
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if not content.strip():
        raise _refused("file-empty", f"{name} is empty.", "Download it again.")
    if content.startswith(_OLE):
        raise _refused(
            "file-encrypted",
            f"{name} is protected with a password, or an Excel file of the old kind (.xls).",
            "Open it in Excel and save it as .xlsx or .csv without a password.",
        )
    if suffix == ".zip":
        yield from _members(name, content, unpacking)
    elif suffix in _EXCEL:
        yield from _excel(name, content, unpacking)
    elif suffix in _TEXT:
        yield Sheet(name, _filled(name, _records(name, content, unpacking.delimiter)), delimited=True)
    else:
        raise _refused(
            "file-kind",
            f"{name} is not a kind of file that can be read here.",
            "Give the csv, txt, xlsx or zip file as downloaded from CMS or the FDA.",
        )


def _gunzip(name: str, content: bytes, unpacking: _Unpacking) -> bytes:
    """The whole content: a file may be packed in several pieces that follow each other."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            unpacked = file.read(LARGEST + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise _broken("gzip-not-read", name) from None
    unpacking.take(name, [len(unpacked)])
    return unpacked


def _members(name: str, content: bytes, unpacking: _Unpacking) -> Iterator[Sheet]:
    readable = (*_TEXT, *_EXCEL, ".zip", ".gz")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacking.take(name, (info.file_size for info in archive.infolist()))
            chosen = []
            for info in archive.infolist():
                if reason := _no_file(info):
                    unpacking.left_out(f"{info.filename} in {name} was left out: {reason}.")
                elif info.filename.lower().endswith(readable):
                    chosen.append(info)
            if not chosen:
                raise _refused(
                    "zip-without-table", f"{name} holds no csv, txt or xlsx file.", "Is it the right download?"
                )
            # CSV first: of two forms of the same table it is the one without a spreadsheet program's changes.
            for info in sorted(chosen, key=lambda info: (not info.filename.lower().endswith(".csv"), info.filename)):
                if info.flag_bits & 1:
                    raise _refused("file-encrypted", f"{name} needs a password.", "Unpack it and give the file inside.")
                inner = f"{name}/{PurePosixPath(info.filename).name}"
                if inner.count("/") > DEEPEST:
                    raise _refused(
                        "zip-too-deep", f"{name} is packed too often.", "Unpack it and give the file inside."
                    )
                yield from _grids(inner, archive.read(info), unpacking)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise _broken("zip-not-read", name) from None


def _no_file(info: zipfile.ZipInfo) -> str:
    """Why a member is none that anyone put there; empty for one that is."""
    parts = PurePosixPath(info.filename).parts
    if "__MACOSX" in parts or parts[-1:] == (".DS_Store",) or (parts[-1:] and parts[-1].startswith("._")):
        return "macOS put it there"
    return "it is empty" if not info.file_size and not info.is_dir() else ""


def _filled(name: str, records: Iterable[tuple[int, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    """The records that are not blank; Refused for more than any table has."""
    found = []
    count = 0
    for number, cells in records:
        if any(cells):
            found.append((number, cells))
            count += len(cells)
        if number > MOST_RECORDS or count > MOST_CELLS:
            raise _refused(
                "file-too-large", f"{name} has more rows or cells than any table.", "Is it the right download?"
            )
    return found


def _lines(name: str, text: str) -> Iterator[str]:
    """The lines, one at a time: a file object of a text takes four times its size."""
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text):
        if match.end() - match.start() > LONGEST_LINE:
            raise _refused("file-too-large", f"{name} has a line longer than any table's.", "Is it the right download?")
        yield match.group()


def _records(name: str, content: bytes, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = decode(content)
    if "\0" in text:
        raise _refused("file-not-text", f"{name} is not a text file.", "Give the file as downloaded, not renamed.")
    head = [line for line in text[:20_000].splitlines() if line.strip()]
    delimiter = delimiter or ("\t" if sum("\t" in line for line in head) * 2 > len(head) else ",")
    try:
        for number, cells in enumerate(csv.reader(_lines(name, text), delimiter=delimiter), 1):
            yield number, tuple(_clean(cell) for cell in cells)
    except csv.Error as error:
        raise _refused("csv-not-read", f"{name} can't be read: {error}.", "Download it again.") from None


def _excel(name: str, content: bytes, unpacking: _Unpacking) -> Iterator[Sheet]:
    import openpyxl  # a third of a second, and only here
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacking.take(name, (info.file_size for info in archive.infolist()))
            # Each of its bytes takes a hundred while it is read: what is all the same is not read at all.
            if any(info.file_size > max(SMALL, info.compress_size * DENSEST) for info in archive.infolist()):
                raise _refused(
                    "file-too-large", f"{name} is packed too densely to be a table.", "Is it the right download?"
                )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the stated size of a sheet is often wrong
            records = (
                (number, tuple(_clean(_shown(value)) for value in cells))
                for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
            )
            yield Sheet(name, _filled(name, records), delimited=False, day_zero=book.epoch.date())
    except Refused:
        raise
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError):
        # SyntaxError is the base of the XML parser's errors; KeyError is a missing part of the workbook.
        raise _refused(
            "xlsx-not-read",
            f"{name} is not an Excel workbook that can be read.",
            "Download it again, or open it in Excel and save it as .csv.",
        ) from None


def uncomputed(path: Path) -> list[frozenset[tuple[int, int]]]:
    """Row (from 1) and column (from 0) of each cell with a formula whose result was not saved, sheet by sheet.

    For an Excel file that `read_sheets` has read; nothing for any other. A program that writes a workbook without
    computing it leaves such cells; their value is not known until Excel opens and saves it.
    """
    import openpyxl  # as above

    if path.suffix.lower() not in _EXCEL:
        return []
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(re.search(rb"<(?:\w+:)?f[ />]", archive.read(name)) for name in sheets):
            return []
    formulas = openpyxl.load_workbook(path, read_only=True)
    results = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found = []
    for written, saved in zip(formulas.worksheets, results.worksheets, strict=True):
        written.reset_dimensions()
        saved.reset_dimensions()
        found.append(
            frozenset(
                (row, column)
                for row, (cells, values) in enumerate(zip(written.iter_rows(), saved.iter_rows(), strict=True), 1)
                for column, (cell, value) in enumerate(zip(cells, values, strict=True))
                if cell.data_type == "f" and value.value in (None, "")
            )
        )
    return found


def _shown(value: object) -> str:
    """A cell's value as text: a date as ISO, a number in the shortest digits that mean it, without exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            digits = format(Decimal(repr(value)), "f")
            return digits.removesuffix(".0")
        case datetime():  # the time of day, where there is one
            return value.isoformat(" ", "minutes").removesuffix(" 00:00")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def typical_width(rows: list[tuple[int, tuple[str, ...]]]) -> int:
    """The most common number of cells in a record; 0 without records."""
    counted = Counter(len(cells) for _, cells in rows)
    return counted.most_common(1)[0][0] if counted else 0


def _broken(code: str, name: str) -> Refused:
    return _refused(code, f"{name} is damaged: it can't be unpacked to its end.", "Download it again.")


def _too_large(name: str, limit: int) -> Refused:
    return _refused("file-too-large", f"{name} unpacks to more than {limit >> 20} MB.", "Is it the right download?")


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))
