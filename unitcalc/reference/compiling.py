"""Writes the SQLite file: the embedded tables with the user's periods in place of the same ones, and what is searched.

Cells stay text, as in the CSV; `cells.typed` gives them their types when a row is looked up.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

from unitcalc.reference.cells import QUARTERLY, ROWS, typed
from unitcalc.reference.compiled import inputs
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.files import data_folder, user_tables
from unitcalc.reference.names import plain_name, proprietary_names
from unitcalc.reference.records import TABLES, RejectedRow, TableInfo
from unitcalc.reference.searching import compile_search, write_table
from unitcalc.reference.sources import SourceEntry, read_sources, table_infos
from unitcalc.reference.tables import cells, compress, expand, read_cells, read_table
from unitcalc.reference.vials.checking import check_rows
from unitcalc.reference.vials.model import OURS, YOURS, VialFacts
from unitcalc.reference.vials.reading import read_all
from unitcalc.reference.vials.rows import store

INDEXES = {
    "codes": ("code",),
    "crosswalk": ("code", "ndc"),
    "limits": ("code",),
    "mue": ("code",),
    "status": ("code",),
    "single-dose": ("code",),
    "modifiers": ("modifier",),
    "rejected": ("about",),
}


def compile_tables(path: Path, schema: int) -> None:
    """Compile everything into a new SQLite file; Refused for a table or document that is damaged."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        compile_into(connection, schema)
    finally:
        connection.close()


def compile_into(connection: sqlite3.Connection, schema: int) -> None:
    """Compile everything into an empty database."""
    vials = _vials()  # first: a mistake in the user's own costs no waiting for everything else
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for table, rows in _tables().items():
        write_table(connection, table, ROWS[table]._fields, rows)
        for column in INDEXES.get(table, ()):
            connection.execute(f'CREATE INDEX "{table} by {column}" ON "{table}" ({column})')
    write_table(connection, "info", TableInfo._fields, map(cells, table_infos(_used(_entries()))))
    _store_documents(connection)
    check_rows(connection, vials.sizes)
    store(connection, vials)
    _store_biologic_names(connection)
    compile_search(connection)
    connection.execute(f"PRAGMA user_version = {schema}")
    connection.execute("COMMIT")


def _entries() -> list[tuple[SourceEntry, Path | None]]:
    """Source entries with the folder of the user's table, None for embedded ones."""
    found: list[tuple[SourceEntry, Path | None]] = [
        (entry, None) for entry in read_sources(data_folder() / "reference" / "SOURCES.yaml")
    ]
    return found + [(entry, folder) for folder in user_tables() for entry in read_sources(folder / "source.yaml")]


def _used(entries: list[tuple[SourceEntry, Path | None]]) -> list[SourceEntry]:
    """The entries that are looked up: the user's in place of an embedded one of the same period; of a table without
    quarters, the newest."""
    chosen: dict[tuple[str, ...], SourceEntry] = {}
    for entry, _ in entries:
        quarterly = entry.table in QUARTERLY
        same = (entry.table, entry.part, entry.period if quarterly else "")
        before = chosen.get(same)
        if before is None or quarterly or entry.first_day >= before.first_day:
            chosen[same] = entry
    return list(chosen.values())


def _tables() -> dict[str, list[list[str]]]:
    """The cells of every table, the user's merged in."""
    embedded = data_folder() / "reference"
    found = {table: read_cells(embedded / f"{table}.csv", row_type) for table, row_type in ROWS.items()}
    entries = _entries()
    used = set(map(id, _used(entries)))
    mine = [(entry, folder) for entry, folder in entries if folder and id(entry) in used]
    for table in TABLES:
        own = [(entry, folder) for entry, folder in mine if entry.table == table]
        if own and table in QUARTERLY:
            found[table] = _with_quarters(table, found[table], own)
        elif own:
            found[table] = _with_parts(table, found[table], own)
    replaced = {(entry.table, entry.period) for entry, _ in mine}
    rejected = [row for row in found["rejected"] if (row[0], row[1]) not in replaced]
    for _, folder in mine:
        rejected += read_cells(folder / "rejected.csv", RejectedRow)
    found["rejected"] = rejected
    return found


def _with_quarters(table: str, embedded: list[list[str]], own: list[tuple[SourceEntry, Path]]) -> list[list[str]]:
    row_type = ROWS[table]
    quarters = {entry.period for entry, _ in own}
    rows: list[Any] = [
        row for row in expand(typed(row_type, row) for row in embedded) if str(row.first) not in quarters
    ]
    for _, folder in own:
        rows += read_table(folder / "rows.csv", row_type)
    return [cells(row) for row in sorted(compress(rows), key=lambda row: (row.code, row.first, row.row))]


def _with_parts(table: str, embedded: list[list[str]], own: list[tuple[SourceEntry, Path]]) -> list[list[str]]:
    """Only MUE is issued in parts, a service each: a part that the user has takes the place of the embedded one."""
    row_type = ROWS[table]
    parts = {entry.part for entry, _ in own}
    kept = [row for row in embedded if "" not in parts and typed(row_type, row).service not in parts]
    return kept + [row for _, folder in own for row in read_cells(folder / "rows.csv", row_type)]


def _store_documents(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE document (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID")
    for name, path in inputs():
        if name.startswith("document/"):
            content = json.dumps(read_yaml(path), ensure_ascii=False, separators=(",", ":"))
            connection.execute("INSERT INTO document VALUES (?, ?)", (name.removeprefix("document/"), content))


def _vials() -> VialFacts:
    """The curated facts, the user's before ours; Refused with every problem of both documents."""
    paths = dict(inputs())
    named = ((YOURS, "vials/yours"), (OURS, "vials/ours"))
    return read_all((name, paths[key]) for name, key in named if key in paths)


def _store_biologic_names(connection: sqlite3.Connection) -> None:
    """The plain names of each biologic, proprietary and proper."""
    connection.execute("CREATE TABLE biologic_name (kind TEXT, name TEXT, biologic INTEGER)")
    for number, proprietary, proper in connection.execute(
        "SELECT rowid, proprietary, proper FROM biologics"
    ).fetchall():
        names = [("proprietary", name, number) for name in proprietary_names(proprietary)]
        names.append(("proper", plain_name(proper), number))
        connection.executemany("INSERT INTO biologic_name VALUES (?, ?, ?)", names)
    connection.execute("CREATE INDEX biologic_by_name ON biologic_name (kind, name)")
