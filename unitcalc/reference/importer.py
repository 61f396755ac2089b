"""Newer files into the user's data folder, checked before they replace anything.

Each period of each table lies in a folder of its own, `<user folder>/reference/<table>-<period>[-<part>]`, with the
rows, the rows kept aside and the source entry. It is written beside its place and takes it when it is complete.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reference.comparing import enough, far_ahead, fewer, replaced, superseded
from unitcalc.reference.files import data_folder, not_readable, user_tables
from unitcalc.reference.parse import Parsed, has_table, parse
from unitcalc.reference.periods import find_day
from unitcalc.reference.records import TABLES, RejectedRow, TableInfo
from unitcalc.reference.sheets import read_sheets
from unitcalc.reference.sources import SourceEntry, read_sources, table_infos
from unitcalc.reference.storing import store

Progress = Callable[[str], None]


class FileRead(NamedTuple):
    """What one file holds."""

    parts: tuple[tuple[Parsed, SourceEntry], ...]
    notes: tuple[Problem, ...]
    """What to know about it: sheets left out, rows kept aside. `field` is the file."""


class Report(NamedTuple):
    """What an import did."""

    tables: tuple[TableInfo, ...]
    """The periods that were taken in."""
    rejected: tuple[RejectedRow, ...]
    """Rows kept aside, by their first wrong cell."""
    notes: tuple[Problem, ...]
    """What to know about the files that were taken in; `field` is the file."""
    problems: tuple[Problem, ...]
    """Why other files were not taken in; `field` is the file. Nothing of such a file replaced anything."""


def import_files(paths: Iterable[Path | str], period: str | None = None, progress: Progress | None = None) -> Report:
    """Read files as downloaded from CMS or the FDA into the user's data folder.

    `period` (2026Q1, 2026-01 or 2026-01-01) is for files that do not say theirs. A file that can't be used is
    reported in `problems` and the others are taken in; only a period that can't be read is Refused.
    """
    day = _asked(period)
    tell = progress or (lambda text: None)
    taken: dict[tuple[str, str, str], SourceEntry] = {}
    rejected: list[RejectedRow] = []
    notes: list[Problem] = []
    problems = Problems()
    for path in map(Path, paths):
        with problems.of(path.name):
            tell(f"reading {path.name}")
            found = read_file(path, day)
            loaded = loaded_entries()
            for _, entry in found.parts:
                _once(path.name, entry, taken)
                far_ahead(path.name, entry, loaded)
                enough(path.name, entry, loaded)
            said = [note for part in found.parts for note in (*fewer(part[1], loaded), *replaced(*part, loaded))]
            for parsed, entry in found.parts:
                tell(f"writing {TABLES[entry.table]} {entry.period}")
                store(parsed, entry)
                rejected += parsed.rejected
                taken[_same(entry)] = entry
                said += superseded(entry, loaded)
            notes += [*found.notes, *(replace(note, field=path.name) for note in said)]
    return Report(tuple(table_infos(taken.values())), tuple(rejected), tuple(notes), tuple(problems.found))


def read_file(path: Path, period: date | None = None) -> FileRead:
    """Every table and period in a file, checked and not yet written; Refused for a file that can't be used."""
    left_out: list[str] = []
    sheets = read_sheets(path, left_out.append)
    usable = [sheet for sheet in sheets if has_table(sheet)]
    notes = [Problem("member-left-out", text, field=path.name) for text in left_out]
    notes += [
        Problem("sheet-left-out", f"{sheet.name} was left out: it has no header that is known.", field=path.name)
        for sheet in sheets
        if usable and not has_table(sheet)
    ]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    parts: dict[tuple[str, str, str], tuple[Parsed, SourceEntry]] = {}
    for sheet in usable or sheets[:1]:
        for parsed in parse(sheet, period):
            same = (parsed.table, parsed.period.label, parsed.part)
            if same in parts:
                what = f"{TABLES[parsed.table]} {parsed.period.label}"
                message = f"{sheet.name} was left out: {what} came already from {parts[same][1].file}."
                notes.append(Problem("sheet-left-out", message, field=path.name))
                continue
            entry = SourceEntry(
                parsed.table,
                parsed.part,
                *parsed.period,
                sheet.name,
                sha256,
                len(parsed.rows),
                parsed.repeated,
                parsed.counts,
            )
            parts[same] = (parsed, entry)
            notes += _kept_aside(path.name, entry)
    return FileRead(tuple(parts.values()), tuple(notes))


def loaded_entries() -> list[SourceEntry]:
    """The source entries of the embedded tables and of the user's, damaged ones left out: an import repairs them."""
    found = read_sources(data_folder() / "reference" / "SOURCES.yaml")
    try:
        folders = user_tables()
    except OSError as error:
        raise not_readable(error) from error
    for folder in folders:
        with suppress(Refused):
            found += read_sources(folder / "source.yaml")
    return found


def _same(entry: SourceEntry) -> tuple[str, str, str]:
    return entry.table, entry.period, entry.part


def _once(name: str, entry: SourceEntry, taken: dict[tuple[str, str, str], SourceEntry]) -> None:
    """Refuse a second file of a period: which of the two holds is not for a program to guess."""
    before = taken.get(_same(entry))
    if before and before.sha256 != entry.sha256:
        raise Refused(
            Problem(
                "period-given-twice",
                f"{name} holds {TABLES[entry.table]} {entry.period}, which came already from {before.file}.",
                "Give the file that holds, and no other one of this period.",
            )
        )


def _asked(period: str | None) -> date | None:
    if period is None:
        return None
    day = find_day(period)
    if day is None:
        raise Refused(
            Problem(
                "period-not-read", f"'{period[:30]}' is not a period.", "Write 2026Q1, 2026-01 or 2026-01-01.",
                field="period",
            )
        )  # fmt: skip
    return day


def _kept_aside(name: str, entry: SourceEntry) -> Iterator[Problem]:
    what = f"{TABLES[entry.table]} {entry.period}"
    for reason, count in entry.rejected.items():
        rows, were = ("1 row", "was") if count == 1 else (f"{count:,} rows", "were")
        match reason:
            case "cpt-row":
                message = f"{rows} of CPT codes in {what} {were} left out: only Level II codes are held here."
            case "modifier-row":
                message = f"{rows} of CPT modifiers in {what} {were} left out: only Level II modifiers are held here."
            case _:
                message = f"{rows} of {what} {were} kept aside ({reason})."
        yield Problem(reason, message, field=name)
