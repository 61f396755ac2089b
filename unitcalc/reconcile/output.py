"""What a reconciliation leaves in a folder: accounts, findings, an Excel workbook and a report; all of them or none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.engine import Engine, Opens
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.reconciling import Outcome, Sink, Told, reconcile
from unitcalc.reconcile.report.model import About, Setting, Summary
from unitcalc.reconcile.report.writing import whole_folder
from unitcalc.reconcile.results import ACCOUNTS, FINDINGS, Row, exact, plain_text, schema
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table
from unitcalc.reference.records import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Expression

ACCOUNTS_FILE, FINDINGS_FILE = "accounts.parquet", "findings.parquet"
WORKBOOK, REPORT = "reconciliation.xlsx", "reconciliation.html"
_ROWS = 20_000


class Written(NamedTuple):
    """What was found, and the files that hold it."""

    outcome: Outcome
    summary: Summary
    files: tuple[Path, ...]


def reconcile_into(
    tables: Tables,
    files: Mapping[Table, Path],
    out: Path,
    settings: Settings | None = None,
    *,
    told: Told = lambda what, done, of: None,
    made: date | None = None,
    version: str = "",
    opens: Opens = duckdb,
    jobs: int = 1,
) -> Written:
    """Reconcile files and write what was found into a folder.

    Refused where a file can't be used, or the folder can't be written; then nothing of it appears.
    """
    from unitcalc.reconcile.report.html import write_html
    from unitcalc.reconcile.report.summary import summarised
    from unitcalc.reconcile.report.workbook import write_workbook

    settings = settings or Settings()
    with whole_folder(out) as folder:
        accounts, findings = folder / ACCOUNTS_FILE, folder / FINDINGS_FILE
        alone = {path: path.with_name(f"alone_{path.name}") for path in (accounts, findings)}
        with ExitStack() as stack:
            tell_account, close = stack.enter_context(_parquet(alone[accounts], schema(ACCOUNTS)))
            tell_finding, end = stack.enter_context(_parquet(alone[findings], schema(FINDINGS)))

            def columns(engine: Engine, judged: "Expression", found: "Expression | None") -> None:
                close()
                end()
                for path, its, what in ((accounts, judged, "accounts"), (findings, found, "findings")):
                    told(f"writing {what}", 0, None)
                    if its is not None:
                        engine.write(its.union(engine.read(alone[path])), path)

            outcome = reconcile(
                tables, files, Sink(tell_account, tell_finding, columns), settings, told, opens=opens, jobs=jobs
            )
        for path, its in alone.items():
            if path.exists():
                its.unlink()
            else:  # every account was judged by itself
                its.rename(path)
        told("writing the reports", 0, None)
        summary = summarised(accounts, findings, names=lambda code: _name(tables, code))
        about = _about(outcome, settings, tables, made, version)
        for path in (accounts, findings):
            _as_csv(path)
        write_workbook(folder / WORKBOOK, summary, about, findings)
        write_html(folder / REPORT, summary, about)
        names = sorted(path.name for path in folder.iterdir())
    return Written(outcome, summary, tuple(out / name for name in names))


@contextmanager
def _parquet(path: Path, form: "pa.Schema") -> Iterator[tuple[Callable[[list[Row]], None], Callable[[], None]]]:
    """A Parquet file: what adds rows, some ten thousand at a time, and what closes it before the end of the block."""
    import pyarrow as pa
    from pyarrow import parquet

    waiting: list[Row] = []
    writer = parquet.ParquetWriter(path, form, compression="zstd")

    def add(rows: list[Row]) -> None:
        waiting.extend(rows)
        if len(waiting) >= _ROWS:
            flush()

    def flush() -> None:
        writer.write_table(pa.Table.from_pylist([exact(row) for row in waiting], form))
        waiting.clear()

    def close() -> None:
        if writer.is_open:
            flush()
            writer.close()

    try:
        yield add, close
    finally:
        close()


def _as_csv(path: Path) -> None:
    """The same table as CSV, its rows in the same order."""
    import duckdb

    with duckdb.connect() as base:
        table = base.read_parquet(str(path))
        table.select(", ".join(map(plain_text, table.columns, table.types))).write_csv(str(path.with_suffix(".csv")))


def _name(tables: Tables, code: str) -> str:
    """A code's short descriptor, which says what the drug is; empty for a code that is not known."""
    row = tables.catalogue.reference.code(code)
    return row.short if row else ""


def _about(outcome: Outcome, settings: Settings, tables: Tables, made: date | None, version: str) -> About:
    return About(
        made=made,
        version=version,
        files=tuple(_of_file(normal) for normal in outcome.normals),
        settings=tuple(Setting(name, rule) for name, rule in settings.told()),
        data=tuple(_data(tables)),
        notes=tuple(_notes(outcome)),
    )


def _of_file(normal: Any) -> Setting:
    rows = f"{normal.rows:,} rows"
    left = normal.rows - normal.used - normal.others - normal.totals
    told = [
        f"{normal.others:,} lines of procedures left alone" if normal.others else "",
        f"{left:,} rows that can't be used" if left else "",
    ]
    return Setting(normal.table.value.capitalize(), f"{normal.file}, {rows}", "; ".join(filter(None, told)))


def _data(tables: Tables) -> Iterator[Setting]:
    """The reference tables, with the time that each covers."""
    for table, title in TABLES.items():
        periods = [info.period for info in tables.catalogue.reference.periods(table)]
        if periods:
            yield Setting(title, periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}")


def _notes(outcome: Outcome) -> Iterator[str]:
    if outcome.unknown_payers:
        names = ", ".join(f"'{name}'" for name in outcome.unknown_payers[:10])
        yield f"No policy is known for {names}: their accounts are judged as of an unknown payer."
    yield "Dollars are Medicare's payment limits of the day, whoever pays."
