"""How tests reconcile: rows as a person writes them, in files of each kind."""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.engine import Opens
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.reconciling import Outcome, Sink, reconcile
from unitcalc.reconcile.results import clean_rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

Rows = Iterable[Mapping[str, Any]]


class Reconciled(NamedTuple):
    """What came of it."""

    outcome: Outcome
    accounts: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def write_csv(path: Path, rows: Rows, columns: Iterable[str] = ()) -> Path:
    """Rows as CSV, with every column that any of them has; `columns` for a table without rows."""
    rows = list(rows)
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def reconciled(
    tables: Tables,
    dispensed: Rows | None = None,
    administered: Rows | None = None,
    claims: Rows | None = None,
    settings: Settings | None = None,
    *,
    columns: bool = False,
    opens: Opens = duckdb,
) -> Reconciled:
    """Reconcile rows; a table that is None is not handed over. Without `columns` each account is judged by itself."""
    handed = {Table.DISPENSED: dispensed, Table.ADMINISTERED: administered, Table.CLAIMS: claims}
    with tempfile.TemporaryDirectory() as folder:
        files = {
            table: write_csv(Path(folder) / f"{table.value}.csv", rows, (*table.required, "code"))
            for table, rows in handed.items()
            if rows is not None
        }
        accounts: list[dict[str, Any]] = []
        findings: list[dict[str, Any]] = []
        sink = Sink(
            lambda rows: accounts.extend(map(dict, rows)),
            lambda rows: findings.extend(map(dict, rows)),
            lambda engine, clean: accounts.extend(clean_rows(engine, clean)),
        )
        outcome = reconcile(tables, files, sink, settings, columns=columns, opens=opens)
    return Reconciled(outcome, accounts, findings)
