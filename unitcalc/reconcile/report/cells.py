"""Cells of an Excel workbook: exact, formatted, and never a formula.

Excel keeps a number as a binary fraction of about 15 digits: a longer one is written as text, so that none of its
digits is lost. Text that begins like a formula is marked as text, so that it stays one when it is edited.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from unitcalc.checks.record import LIKE_A_FORMULA
from unitcalc.quantity import plain
from unitcalc.reconcile.report.texts import printable

DIGITS = 15
"""Decimal digits that a number of Excel keeps."""
LONGEST = 32_767
"""Characters that a cell holds."""

MONEY = '"$"#,##0.00;-"$"#,##0.00'
COUNT = "#,##0"
AMOUNT = "#,##0.############"
SHARE = "0.0%"
DAY = "yyyy-mm-dd"
TEXT = "General"

_A4 = 9

Value = str | int | Fraction | date | bool | None


class Column(NamedTuple):
    """A column: its heading, its width in characters, how its numbers are shown, whether its text is wrapped."""

    title: str
    width: int
    format: str = TEXT
    wrap: bool = False


class Shown(NamedTuple):
    """A value with a format of its own, in a column of several kinds."""

    value: Value
    format: str


def table(
    book: Any, title: str, columns: tuple[Column, ...], rows: Iterable[Iterable[Value | Shown]], last: str = ""
) -> int:
    """A sheet with a heading that stays in sight, filters, and one row each; `last` is a remark below them.

    Returns how many rows it holds.
    """
    sheet = book.create_sheet(title)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([_heading(sheet, column) for column in columns])
    count = 0
    for row in rows:
        sheet.append([cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    if last:
        sheet.append([])
        sheet.append([text_cell(sheet, last)])
    sheet.close()
    return count


def abandoned(book: Any) -> None:
    """Close what an unfinished workbook has open, and remove its temporary files.

    Left alone, openpyxl complains of each sheet when the program ends.
    """
    for sheet in book.worksheets:
        with suppress(Exception):
            if not sheet.closed:
                sheet.close()
        with suppress(Exception):
            sheet._writer.cleanup()


def _heading(sheet: Any, column: Column) -> Any:
    made = WriteOnlyCell(sheet, cleaned(column.title))
    made.data_type = "s"
    made.font = Font(bold=True)
    right = column.format not in (TEXT, DAY)
    made.alignment = Alignment(horizontal="right" if right else "left", vertical="top", wrap_text=True)
    return made


def cell(sheet: Any, value: Value | Shown, column: Column) -> Any:
    """One cell; None for nothing, which costs no space in the file."""
    match value:
        case Shown():
            return cell(sheet, value.value, column._replace(format=value.format))
        case None | "":
            return None
        case bool():
            return "yes" if value else "no"
        case int() | Fraction():
            return _number(sheet, value, column)
        case date():
            made = WriteOnlyCell(sheet, value)
            made.number_format = column.format
            return made
        case _:
            return text_cell(sheet, value, wrap=column.wrap)


def exact(value: Fraction | int) -> tuple[str, bool]:
    """A number's exact text, and whether Excel can hold it as a number.

    >>> exact(Fraction(1, 8)), exact(Fraction(1, 3)), exact(1234567890123456)
    (('0.125', True), ('1/3', False), ('1234567890123456', False))
    """
    text = plain(value)
    digits = text.lstrip("-").replace(".", "").strip("0")
    return text, "/" not in text and len(digits) <= DIGITS


def _number(sheet: Any, value: Fraction | int, column: Column) -> Any:
    text, fits = exact(value)
    made = WriteOnlyCell(sheet, text)
    if fits:
        made.data_type = "n"  # the digits themselves: openpyxl would round a Decimal by way of a float
        made.number_format = column.format
    else:
        made.data_type = "s"
        made.quotePrefix = True  # text on purpose: no green corner that offers to convert it
        made.alignment = Alignment(horizontal="right")
    return made


def text_cell(sheet: Any, value: str, *, wrap: bool = False) -> Any:
    """Text is text, whatever it begins with."""
    text = cleaned(value)
    formula = text.startswith(LIKE_A_FORMULA)
    if not formula and not wrap:
        return text  # a styled cell costs ten times as much
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"  # openpyxl takes every text that begins with = for a formula
    if formula:
        made.quotePrefix = True  # Excel's own sign for it: it stays text when somebody edits it
    if wrap:
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def cleaned(text: str) -> str:
    """Text that a cell can hold: without characters that XML forbids, and not longer than a cell."""
    text = printable(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
