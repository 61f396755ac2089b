"""A stock list (CSV, Excel; also zipped) as rows: what is there of each kind of container."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from unitcalc.findings import Problem, Refused
from unitcalc.planning.request import StockRow
from unitcalc.reference.sheets import Sheet, read_sheets
from unitcalc.tables.columns import Names, doubles, heading_of, plain, separated_by_semicolons

NAMES: Names = {
    "ndc": ("ndc", "ndc_number", "ndc11"),
    "code": ("code", "hcpcs", "hcpcs_code"),
    "amount": ("container_amount", "amount", "label_amount", "potency", "assay", "size", "strength"),
    "unit": ("container_unit", "unit", "units", "uom"),
    "count": ("container_count", "count", "quantity", "qty", "on_hand", "vials"),
    "lot": ("lot", "lot_number", "lot_no"),
    "expiry": ("expiry", "expires", "expiration", "expiration_date", "expiry_date", "exp"),
    "cost": ("cost", "unit_cost", "price"),
}
"""The columns of a stock list, the usual name first, and what others call them."""
_HINTED = frozenset({"file-not-found", "file-not-opened", "file-encrypted", "zip-too-deep"})
"""Problems whose hints hold for any file, not for one that was downloaded."""


def stock_of(path: Path | None) -> tuple[tuple[StockRow, ...] | None, tuple[Problem, ...]]:
    """The rows of a stock list, or why there are none: told with what is wrong beside it. No rows without a list."""
    if path is None:
        return None, ()
    try:
        return read_stock(path), ()
    except Refused as refused:
        return None, refused.problems


def read_stock(path: Path) -> tuple[StockRow, ...]:
    """The rows of a stock list, each with its place. Refused, naming the columns that it lacks, for any other file."""
    if path.is_dir():
        raise Refused(Problem("stock-not-read", f"{path} is a folder.", "Name a file in it.", field="stock"))
    try:
        sheets = read_sheets(path)
    except Refused as refused:
        told = (
            replace(each, hint=each.hint if each.code in _HINTED else "Export the stock once more, as csv or xlsx.")
            for each in refused.problems
        )
        raise Refused(*(replace(each, field="stock") for each in told)) from None
    found = _found(sheets)
    if not found and separated_by_semicolons(sheets):
        found = _found(read_sheets(path, delimiter=";"))
    if not found:
        raise _no_heading(path, sheets)
    for _, sheet, (at, _) in found:
        problems = doubles(path.name, next(cells for number, cells in sheet.rows if number == at), NAMES, "stock")
        if problems:
            raise Refused(*(replace(each, field="stock") for each in problems))
    several = len(found) > 1
    rows = [
        _row(f"{place}, row {number}" if several else f"row {number}", columns, cells)
        for place, sheet, (at, columns) in found
        for number, cells in sheet.rows
        if number > at
    ]
    if not rows:
        message = f"{path.name} has a heading and no rows."
        raise Refused(Problem("stock-empty", message, "Export the stock once more.", field="stock"))
    return tuple(rows)


def _found(sheets: Sequence[Sheet]) -> list[tuple[str, Sheet, tuple[int, dict[str, int]]]]:
    return [
        (place, sheet, heading)
        for place, sheet in _placed(sheets)
        if (heading := heading_of(sheet, NAMES, _enough)) is not None
    ]


def _placed(sheets: Sequence[Sheet]) -> Iterator[tuple[str, Sheet]]:
    """Sheets with what tells them apart: the file inside an archive, the number of the sheet in a workbook."""
    numbers = Counter[str]()
    of_name = Counter(sheet.name for sheet in sheets)
    for sheet in sheets:
        numbers[sheet.name] += 1
        yield (f"sheet {numbers[sheet.name]}" if of_name[sheet.name] > 1 else sheet.name), sheet


def _enough(columns: Mapping[str, int]) -> bool:
    return "count" in columns and ("ndc" in columns or "code" in columns)


def _no_heading(path: Path, sheets: Sequence[Sheet]) -> Refused:
    """What is missing, each column with the nearest that is there."""
    first = next((cells for sheet in sheets for _, cells in sheet.rows[:1]), ())
    if len(first) == 1 and ";" in first[0]:
        first = tuple(first[0].split(";"))
    present = [plain(cell) for cell in first if cell.strip()]
    there = f"Its columns are: {', '.join(present[:12])}." if present else "It is empty."
    found = []
    for wanted, fields in (("count", ("count",)), ("ndc (or code)", ("ndc", "code"))):
        if not any(name in present for field in fields for name in NAMES[field]):
            close = tuple(get_close_matches(fields[0], present, 2, 0.5))
            hint = f"Is it {' or '.join(close)}? Rename it." if close else there
            found.append(Problem("stock-column", f"{path.name} has no column '{wanted}'.", hint, close, "stock"))
    if not found:
        message = f"{path.name} names 'count' and 'ndc' or 'code' in no row together."
        found.append(Problem("stock-column", message, "Put all names into the first row.", field="stock"))
    return Refused(*found)


def _row(place: str, columns: Mapping[str, int], cells: Sequence[str]) -> StockRow:
    def cell(name: str) -> str:
        at = columns.get(name)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    amount = cell("amount")
    if amount and cell("unit") and not re.search(r"[a-z]", amount, re.IGNORECASE):
        amount = f"{amount} {cell('unit')}"
    return StockRow(place, cell("count"), cell("ndc"), cell("code"), amount, cell("lot"), cell("expiry"), cell("cost"))
