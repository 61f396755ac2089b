"""What each period of each table was read from: the entries of `SOURCES.yaml`."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.records import TABLES, TableInfo
from unitcalc.reference.tables import replacing


class SourceEntry(NamedTuple):
    """One period of one table, or of a part of it that is issued on its own."""

    table: str
    part: str
    """MUE: the service; otherwise empty."""
    period: str
    first_day: date
    last_day: date
    file: str
    sha256: str
    rows: int
    repeated: int
    """Rows left out because they say the same as one before."""
    rejected: dict[str, int]
    """Rows kept aside, by reason; `cpt-row` and `modifier-row` are counted and not listed."""


def folder_name(entry: SourceEntry) -> str:
    """The name of the folder that holds a user's period of a table."""
    return "-".join(filter(None, (entry.table, entry.period, entry.part)))


def write_sources(path: Path, entries: Iterable[SourceEntry]) -> None:
    """Write entries, by table and period."""
    import yaml

    documents = []
    for entry in sorted(entries, key=lambda entry: (entry.table, entry.first_day, entry.part)):
        fields: dict[str, Any] = entry._asdict()
        fields |= {"first_day": entry.first_day.isoformat(), "last_day": entry.last_day.isoformat()}
        if not entry.part:
            del fields["part"]
        documents.append(fields)
    with replacing(path) as file:
        yaml.safe_dump(documents, file, sort_keys=False, allow_unicode=True, width=120)


def read_sources(path: Path) -> list[SourceEntry]:
    """The entries of a file; Refused for one that is missing or damaged."""
    try:
        return [_entry(fields) for fields in read_yaml(path)]
    except (Refused, TypeError, KeyError, ValueError, OSError):
        raise Refused(
            Problem(
                "table-damaged",
                f"{path} can't be read.",
                f"Import the table's source again, or remove the folder {path.parent}.",
            )
        ) from None


def _entry(fields: dict[str, Any]) -> SourceEntry:
    days = {name: date.fromisoformat(fields[name]) for name in ("first_day", "last_day")}
    entry = SourceEntry(**{"part": "", **fields, **days})
    if entry.table not in TABLES or type(entry.rows) is not int or type(entry.rejected) is not dict:
        raise ValueError("not an entry of ours")
    return entry


def table_infos(entries: Iterable[SourceEntry]) -> list[TableInfo]:
    """Entries as people see them: parts that came from one file are one."""
    joined: dict[tuple[Any, ...], TableInfo] = {}
    for entry in entries:
        rejected = sum(entry.rejected.values())
        info = TableInfo(
            entry.table, entry.period, entry.first_day, entry.last_day, entry.rows, rejected, entry.file, entry.sha256
        )
        same = (entry.table, entry.period, entry.file, entry.sha256)
        before = joined.get(same)
        joined[same] = (
            info._replace(rows=before.rows + info.rows, rejected=before.rejected + rejected) if before else info
        )
    return sorted(joined.values(), key=lambda info: (info.table, info.first_day, info.file))
