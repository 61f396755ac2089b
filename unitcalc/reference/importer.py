"""Newer files into the user's data folder, checked before they replace anything.

Each period of each table lies in a folder of its own, `<user folder>/reference/<table>-<period>[-<part>]`, with the
rows, the rows kept aside and the source entry. It is written beside its place and takes it when it is complete.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reference.cells import QUARTERLY, ROWS
from unitcalc.reference.files import data_folder, user_folder, user_tables
from unitcalc.reference.parse import Parsed, has_table, parse
from unitcalc.reference.periods import find_day
from unitcalc.reference.records import TABLES, RejectedRow, TableInfo
from unitcalc.reference.sheets import read_sheets
from unitcalc.reference.sources import SourceEntry, read_sources, table_infos, write_sources
from unitcalc.reference.tables import write_table

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
    taken: list[SourceEntry] = []
    rejected: list[RejectedRow] = []
    notes: list[Problem] = []
    problems = Problems()
    for path in map(Path, paths):
        with problems.of(path.name):
            tell(f"reading {path.name}")
            found = read_file(path, day)
            loaded = loaded_entries()
            _enough(path.name, found, loaded)
            for parsed, entry in found.parts:
                tell(f"writing {TABLES[entry.table]} {entry.period}")
                _write(parsed, entry)
                rejected += parsed.rejected
                taken.append(entry)
            notes += [*found.notes, *_superseded(path.name, found, loaded)]
    return Report(tuple(table_infos(taken)), tuple(rejected), tuple(notes), tuple(problems.found))


def read_file(path: Path, period: date | None = None) -> FileRead:
    """Every table and period in a file, checked and not yet written; Refused for a file that can't be used."""
    sheets = read_sheets(path)
    usable = [sheet for sheet in sheets if has_table(sheet)]
    notes = [
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
    """The source entries of the embedded tables and of the user's."""
    embedded = read_sources(data_folder() / "reference" / "SOURCES.yaml")
    return embedded + [entry for folder in user_tables() for entry in read_sources(folder / "source.yaml")]


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


def _enough(name: str, found: FileRead, loaded: list[SourceEntry]) -> None:
    """Refuse a file with under half the rows of the period before it: a download that broke off."""
    for _, entry in found.parts:
        others = [other for other in loaded if (other.table, other.part) == (entry.table, entry.part)]
        if not others:
            continue
        before = min(others, key=lambda other: abs((other.first_day - entry.first_day).days))
        if entry.rows * 2 < before.rows:
            raise Refused(
                Problem(
                    "too-few-rows",
                    f"{name} has {entry.rows:,} rows of {TABLES[entry.table]} {entry.period}; "
                    f"{before.period} has {before.rows:,}.",
                    "It seems to be cut off. Download it again.",
                )
            )


def _kept_aside(name: str, entry: SourceEntry) -> Iterator[Problem]:
    what = f"{TABLES[entry.table]} {entry.period}"
    for reason, count in entry.rejected.items():
        match reason:
            case "cpt-row":
                message = f"{count:,} rows of CPT codes in {what} were left out: only Level II codes are held here."
            case "modifier-row":
                message = f"{count:,} rows of modifiers in {what} were left out."
            case _:
                message = f"{count:,} rows of {what} were kept aside ({reason})."
        yield Problem(reason, message, field=name)


def _superseded(name: str, found: FileRead, loaded: list[SourceEntry]) -> Iterator[Problem]:
    """Say so where a file is older than what is loaded of a table of which only the newest list is used."""
    for _, entry in found.parts:
        newer = [
            other
            for other in loaded
            if (other.table, other.part) == (entry.table, entry.part) and other.first_day > entry.first_day
        ]
        if newer and entry.table not in QUARTERLY:
            used = max(newer, key=lambda other: other.first_day)
            message = f"{TABLES[entry.table]} {entry.period} was stored, but {used.period} is newer and stays in use."
            yield Problem("newer-in-use", message, field=name)


def _write(parsed: Parsed, entry: SourceEntry) -> None:
    folder = user_folder() / "reference"
    place = folder / "-".join(filter(None, (entry.table, entry.period, entry.part)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder, ignore_cleanup_errors=True) as name:
            new = Path(name) / "new"
            write_table(new / "rows.csv", ROWS[entry.table], parsed.rows)
            write_table(new / "rejected.csv", RejectedRow, parsed.rejected)
            write_sources(new / "source.yaml", [entry])
            # A folder can't be replaced in one step: the old one steps aside, and comes back if the new one can't.
            old = Path(name) / "old"
            with suppress(FileNotFoundError):
                place.rename(old)
            try:
                new.rename(place)
            except OSError:
                if old.exists():
                    old.rename(place)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise Refused(
            Problem(
                "folder-not-written",
                f"{folder} can't be written: {error.strerror}.",
                "Check its permissions, or name another folder in UNITCALC_DATA.",
            )
        ) from error
