"""A newly read period beside those that are loaded: is it whole, does it lie near them, what does it replace."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from unitcalc.findings import Problem, Refused
from unitcalc.reference.cells import QUARTERLY, ROWS
from unitcalc.reference.files import data_folder, user_folder
from unitcalc.reference.parse import Parsed
from unitcalc.reference.records import TABLES, Quarter
from unitcalc.reference.sources import SourceEntry, folder_name
from unitcalc.reference.tables import expand, read_table

AHEAD = 366
"""Days after today, or after the newest loaded period, on which a file's period may begin."""


def far_ahead(name: str, entry: SourceEntry, loaded: list[SourceEntry]) -> None:
    """Refuse a period that nobody can have published yet."""
    newest = max([date.today(), *(other.last_day for other in loaded)])
    if (entry.first_day - newest).days > AHEAD:
        raise Refused(
            Problem(
                "period-too-far",
                f"{name} says that it is of {entry.period}, more than a year after everything that is loaded.",
                "Compare the dates above its header with CMS's own file, or the period that you asked for.",
            )
        )


def enough(name: str, entry: SourceEntry, loaded: list[SourceEntry]) -> None:
    """Refuse under half the rows of the nearest period: a download that broke off."""
    before = _nearest(entry, loaded)
    if before and entry.rows * 2 < before.rows:
        raise Refused(
            Problem(
                "too-few-rows",
                f"{name} has {_rows(entry.rows)} of {_what(entry)}; {before.period} has {before.rows:,}.",
                "It seems to be cut off. Download it again.",
            )
        )


def fewer(entry: SourceEntry, loaded: list[SourceEntry]) -> Iterator[Problem]:
    """Say so where a period has notably fewer rows than the nearest one."""
    before = _nearest(entry, loaded)
    if before and entry.rows * 10 < before.rows * 9:
        yield Problem(
            "fewer-rows",
            f"{_what(entry)} has {_rows(entry.rows)}, {before.period} has {before.rows:,}: "
            f"{100 - entry.rows * 100 // before.rows} % fewer.",
            "If CMS did not remove so many, the file is cut off. Download it again.",
        )


def replaced(parsed: Parsed, entry: SourceEntry, loaded: list[SourceEntry]) -> Iterator[Problem]:
    """Say so where the period is loaded already, and how much changes."""
    others = [other for other in _alike(entry, loaded) if other.period == entry.period]
    if not others:
        return
    before = others[-1]  # the user's own stands behind the embedded one
    try:
        old, new = _said(_loaded_rows(before)), _said(parsed.rows)
    except (Refused, OSError):
        differ = "its rows could not be read"
    else:
        most = max(len(old), len(new))
        differ = f"{max(len(old - new), len(new - old)):,} of {_rows(most)} {'differs' if most == 1 else 'differ'}"
    yield Problem("period-replaced", f"{_what(entry)} replaces {before.file}; {differ}.")


def superseded(entry: SourceEntry, loaded: list[SourceEntry]) -> Iterator[Problem]:
    """Say so where a file is older than what is loaded of a table of which only the newest list is used."""
    newer = [other for other in _alike(entry, loaded) if other.first_day > entry.first_day]
    if newer and entry.table not in QUARTERLY:
        used = max(newer, key=lambda other: other.first_day)
        yield Problem("newer-in-use", f"{_what(entry)} was stored, but {used.period} is newer and stays in use.")


def _alike(entry: SourceEntry, loaded: list[SourceEntry]) -> list[SourceEntry]:
    return [other for other in loaded if (other.table, other.part) == (entry.table, entry.part)]


def _nearest(entry: SourceEntry, loaded: list[SourceEntry]) -> SourceEntry | None:
    """The nearest other period; the same one, loaded before, where there is no other."""
    others = _alike(entry, loaded)
    others = [other for other in others if other.period != entry.period] or others
    return min(others, key=lambda other: abs((other.first_day - entry.first_day).days), default=None)


def _loaded_rows(entry: SourceEntry) -> list[Any]:
    """The rows of one loaded period: the user's, or their part of the embedded table."""
    row_type = ROWS[entry.table]
    own = user_folder() / "reference" / folder_name(entry) / "rows.csv"
    if own.is_file():
        return list(read_table(own, row_type))
    rows: list[Any] = read_table(data_folder() / "reference" / f"{entry.table}.csv", row_type)
    if entry.table in QUARTERLY:
        quarter = Quarter.read(entry.period)
        return [row for row in expand(rows) if row.first == quarter]
    return [row for row in rows if not entry.part or row.service == entry.part]


def _said(rows: Iterable[Any]) -> set[Any]:
    """What rows say, without their place and without the labeler, which is kept in its newest spelling only."""
    unsaid = {"row": 0, "labeler": ""}
    return {row._replace(**{name: unsaid[name] for name in unsaid.keys() & set(row._fields)}) for row in rows}


def _what(entry: SourceEntry) -> str:
    return f"{TABLES[entry.table]} {entry.period}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
