"""How tests reconcile: rows as a person writes them, in files of each kind."""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.engine import Engine, Opens
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.reconciling import Outcome, Sink, reconcile
from unitcalc.reconcile.results import rows_told
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Expression

Rows = Iterable[Mapping[str, Any]]


class Reconciled(NamedTuple):
    """What came of it."""

    outcome: Outcome
    accounts: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    judged_as_columns: frozenset[str] = frozenset()
    """The encounters of accounts that were."""


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

        judged_so = set[str]()

        def as_columns(engine: Engine, judged: "Expression", found: "Expression | None") -> None:
            rows = [*map(dict, rows_told(engine, judged))]
            judged_so.update(row["encounter_id"] for row in rows)
            accounts.extend(rows)
            if found is not None:
                findings.extend(map(dict, rows_told(engine, found)))

        sink = Sink(
            lambda rows: accounts.extend(map(dict, rows)),
            lambda rows: findings.extend(map(dict, rows)),
            as_columns,
        )
        outcome = reconcile(tables, files, sink, settings, columns=columns, opens=opens)
    return Reconciled(outcome, accounts, findings, frozenset(judged_so))
