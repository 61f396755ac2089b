"""One grid into the rows of a table: finds the layout and the period, keeps bad rows aside, checks for truncation."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from unitcalc.codes import is_code, is_level_one
from unitcalc.findings import Problem, Refused
from unitcalc.reference.layouts import LAYOUTS, Cells, Layout
from unitcalc.reference.layouts.base import columns, matched
from unitcalc.reference.periods import Period, find_day, find_stated_day, period_of, wrongly_stated
from unitcalc.reference.records import TABLES, Quarter, RejectedRow
from unitcalc.reference.sheets import Sheet, typical_width

HEADER_WITHIN = 80
"""Records among which a header is looked for; CMS's preambles have up to a dozen."""


LONGEST_CELL = 4000
"""Characters; the longest cell of all tables, a descriptor, has 615."""

_SWALLOWED = re.compile(r'\n"?(?:[0-9]{4}Q[1-4]"?[,\t]"?)?[A-Z0-9][0-9]{3}[A-Z0-9]"?[,\t]')
"""The beginning of a record inside a cell."""


class Parsed(NamedTuple):
    """One period of one table (or of a part of it that is issued on its own), as a file has it."""

    table: str
    part: str
    period: Period
    rows: tuple[Any, ...]
    rejected: tuple[RejectedRow, ...]
    counts: dict[str, int]
    """Rows kept aside, by reason. Rows of CPT's codes and modifiers are counted here only."""
    repeated: int
    """Rows that say the same as one before."""


class _Found(NamedTuple):
    layout: Layout
    places: dict[str, int]
    at: int
    """Index of the header among the sheet's records."""


@dataclass
class _Part:
    period: Period
    rows: dict[Any, Any] = field(default_factory=dict)
    """By what the row says, its source row left out."""
    keys: dict[Any, int] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    repeated: int = 0


_Parts = dict[tuple[str, str, str], _Part]
"""By table, period and part."""


def has_table(sheet: Sheet) -> bool:
    """Whether a sheet has a header that is known."""
    return _find(sheet) is not None


def parse(sheet: Sheet, period: date | None = None) -> list[Parsed]:
    """Every table and period in a sheet; Refused if it can't be used as a whole.

    `period` is a day in the period, for files that do not say it themselves.
    """
    found = _find(sheet)
    if found is None:
        raise Refused(_unknown(sheet))
    layout, places, at = found
    records = sheet.rows[at + 1 :]
    if sheet.delimited:
        _whole(sheet.name, records)
    stated = None if "quarter" in places else _period(sheet, found, period)
    parts: _Parts = {}
    headings = {name: sheet.rows[at][1][place] for name, place in places.items()}
    for number, values in _joined(_records(records, places, layout)):
        own = _quarter(values, period, sheet.name) if stated is None else stated
        cells = Cells(number, values, headings, Quarter.of(own.first_day))
        _take(parts, layout.beside.get(values.get("record", ""), layout), cells, own, sheet.name)
    if not any(part.rows for part in parts.values()):
        raise _refused(
            "file-no-rows",
            f"{sheet.name} has the header of {TABLES[layout.table]} and no usable row.",
            "Download again.",
        )
    return [
        Parsed(
            table,
            name,
            part.period,
            tuple(part.rows.values()),
            tuple(part.rejected),
            dict(sorted(part.counts.items())),
            part.repeated,
        )
        for (table, _, name), part in _with_rows(parts).items()
    ]


def _with_rows(parts: _Parts) -> _Parts:
    """Parts that have rows; what was kept aside in a part without any goes with the first that has."""
    kept = {name: part for name, part in parts.items() if part.rows}
    first = next(iter(kept.values()))
    for name, part in parts.items():
        if name not in kept:
            first.rejected += part.rejected
            first.counts += part.counts
    return kept


def _find(sheet: Sheet) -> _Found | None:
    for at, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        if sum(map(bool, cells)) < 2:  # a title or a blank line of three hundred cells
            continue
        for layout in LAYOUTS:
            places = columns(layout, cells)
            if places is not None:
                return _Found(layout, places, at)
    return None


def _unknown(sheet: Sheet) -> Problem:
    """Why no layout fits: which one nearly does, and what it lacks."""
    best: tuple[float, Layout, list[str]] | None = None
    for _, cells in sheet.rows[:HEADER_WITHIN]:
        for layout in LAYOUTS:
            found = matched(layout.required, cells)
            share = len(found) / len(layout.required)
            if len(found) >= 2 and share >= 0.5 and (best is None or share > best[0]):
                best = (share, layout, [name.replace("_", " ") for name in layout.required if name not in found])
    if best is None:
        known = ", ".join(dict.fromkeys(TABLES[layout.table] for layout in LAYOUTS))
        return Problem(
            "layout-not-known",
            f"{sheet.name} has no header of a table that is known here.",
            f"Known are {known}, as downloaded from CMS or the FDA. Was the header cut off?",
        )
    _, layout, missing = best
    return Problem(
        "layout-changed",
        f"{sheet.name} looks like {TABLES[layout.table]}, but has no column for {', '.join(missing)}.",
        "Was a column removed or renamed? Download the file again and give it unchanged.",
    )


def _whole(name: str, records: list[tuple[int, tuple[str, ...]]]) -> None:
    """Refuse delimited text that breaks off inside its last record."""
    if not records:
        return
    for number, cells in records:
        for cell in cells:
            # Prose of several lines stands in some cells; the separators of a whole record don't.
            lines = cell.split("\n")[1:]
            separators = max((max(line.count(","), line.count("\t")) for line in lines), default=0)
            if (lines and len(cell) > LONGEST_CELL) or _SWALLOWED.search(cell) or separators >= max(len(cells), 6):
                raise _refused(
                    "quote-not-closed",
                    f"{name}, row {number}: a quotation mark is opened and not closed, so that a cell holds the "
                    f"rows that follow ({cell[:40]!r} ...).",
                    "Download the file again and give it unchanged.",
                )
    number, last = records[-1]
    # A footer is one cell of words; the beginning of a code alone is the beginning of a record.
    begun = sum(map(bool, last)) > 1 or re.fullmatch(r"[A-Za-z0-9]{1,5}", last[0])
    if begun and len(last) < typical_width(records):
        raise _refused(
            "file-truncated",
            f"{name} breaks off in row {number}: {len(last)} cells where the others have {typical_width(records)}.",
            "Download it again.",
        )


def _period(sheet: Sheet, found: _Found, asked: date | None) -> Period:
    """The period by the preamble, else a column, else what was asked for, else the file's name."""
    layout, places, at = found
    preamble = [" ".join(cell for cell in cells if cell) for _, cells in sheet.rows[:at]]
    wrong = wrongly_stated(preamble)
    if wrong:
        raise _refused(
            "period-impossible", f"{sheet.name}: {wrong}.", "Compare the dates above the header with CMS's own file."
        )
    stated = find_stated_day(preamble) or _column_day(sheet, places, at)
    if stated and asked and period_of(stated, layout.issued) != period_of(asked, layout.issued):
        said, wanted = (period_of(day, layout.issued).label for day in (stated, asked))
        raise _refused(
            "period-conflict", f"{sheet.name} says that it is of {said}, not {wanted}.", "Leave the period out."
        )
    day = stated or asked or _named_day(sheet.name)
    if day is None:
        raise _refused(
            "period-not-known",
            f"{sheet.name} does not say which period it covers.",
            "Say its period with --period, such as --period 2026Q1 or --period 2026-01-01.",
        )
    return period_of(day, layout.issued)


def _named_day(name: str) -> date | None:
    """The day that the innermost file's name speaks of, else the archive's."""
    for part in reversed(name.split("/")):
        found = find_day(part)
        if found:
            return found
    return None


def _column_day(sheet: Sheet, places: dict[str, int], at: int) -> date | None:
    if "day" not in places:
        return None
    for _, cells in sheet.rows[at + 1 :]:
        if len(cells) > places["day"]:
            found = find_day(cells[places["day"]])
            if found:
                return found
    return None


def _quarter(values: dict[str, str], asked: date | None, name: str) -> Period:
    try:
        quarter = Quarter.read(values["quarter"])
        found = Period(str(quarter), quarter.first_day, quarter.last_day)
    except ValueError:
        raise _refused(
            "period-not-known", f"'{values['quarter'][:20]}' in {name} is not a quarter.", "Write it as 2026Q1."
        ) from None
    if asked and Quarter.of(asked) != quarter:
        raise _refused("period-conflict", f"{name} holds several quarters.", "Leave the period out.")
    return found


def _records(
    records: list[tuple[int, tuple[str, ...]]], places: dict[str, int], layout: Layout
) -> Iterator[tuple[int, dict[str, str]]]:
    """The records below the header by our names; blank lines and footers (one filled cell, no code) are no records."""
    for number, cells in records:
        filled = sum(map(bool, cells))
        values = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        leading = values[layout.leading]
        note = filled == 1 and not is_code(leading) and not is_level_one(leading)
        if filled and not note:
            yield number, values


def _joined(records: Iterator[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    """HCPCS records with their continuation records (RECID 4 and 8) joined to them."""
    held: tuple[int, dict[str, str]] | None = None
    for number, values in records:
        if values.get("record") in ("4", "8") and held and held[1]["code"] == values["code"]:
            held[1]["long"] = f"{held[1]['long']} {values['long']}"
            continue
        if held:
            yield held
        held = (number, values)
    if held:
        yield held


def _take(parts: _Parts, layout: Layout, cells: Cells, period: Period, file: str) -> None:
    """Put one record where it belongs: among the rows, the rejected, or the counts."""
    identify = layout.identify or (_code_problem if "code" in layout.required else None)
    aside, counted = identify(cells) if identify else (None, "")
    row = layout.read(cells)
    part = parts.setdefault((layout.table, period.label, layout.part(row)), _Part(period))
    if counted:
        part.counts[counted] += 1
        return
    problem = aside or (cells.problems[0] if cells.problems else None)
    said = row._replace(row=0)
    if problem is None and said in part.rows:
        part.repeated += 1
        return
    if problem is None and layout.key:
        before = part.keys.setdefault(layout.key(row), cells.row)
        if before != cells.row:
            problem = Problem(
                "row-contradicts", f"Row {before} says something else of the same code.", "Ask CMS which one holds."
            )
    if problem:
        part.counts[problem.code] += 1
        part.rejected.append(
            RejectedRow(
                layout.table,
                period.label,
                file,
                cells.row,
                problem.field,
                problem.code,
                problem.message,
                problem.hint,
                cells.text("code") if is_code(cells.text("code")) else "",
            )
        )
        return
    part.rows[said] = row


def _code_problem(cells: Cells) -> tuple[Problem | None, str]:
    """What is wrong with a record's code, or the reason under which it is only counted."""
    code = cells.text("code").upper()
    column = cells.headings["code"]
    if is_code(code):
        cells.values = {**cells.values, "code": code}
        return None, ""
    if is_level_one(code):
        return None, "cpt-row"
    if not code:
        return Problem(
            "code-missing", "The code is missing.", "Compare with the file that CMS shows.", field=column
        ), ""
    message = f"'{code[:20]}' is not a HCPCS Level II code."
    return Problem("code-not-read", message, "A code is a letter A to V and four digits.", field=column), ""


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))
