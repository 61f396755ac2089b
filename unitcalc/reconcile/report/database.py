"""DuckDB over the files of a reconciliation: embedded, within bounded memory, never on the network."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reconcile.report.writing import PREFIX

if TYPE_CHECKING:  # late: a quarter of a second
    from duckdb import DuckDBPyConnection

ACCOUNTS = (
    "encounter_id",
    "service_date",
    "code",
    "opened",
    "given",
    "discarded",
    "unexplained",
    "unit",
    "expected_administered_units",
    "expected_discarded_units",
    "billed_administered_units",
    "billed_discarded_units",
    "balanced",
    "explained",
    "transferred",
    "payer",
    "site",
    "expected_payment",
    "billed_payment",
    "discarded_payment",
    "at_stake",
    "checks",
)
FINDINGS = (
    "encounter_id",
    "service_date",
    "code",
    "check",
    "severity",
    "message",
    "expected",
    "observed",
    "unit_difference",
    "payment_difference",
    "rows",
    "at_stake",
    "site",
    "payer",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: memory as DuckDB writes it, threads (None: all cores), a folder for what does not fit.

    Without one it is made beside the files, when it is needed, and removed.
    """

    memory: str = "1GiB"
    threads: int | None = None
    spill: Path | None = None


@contextmanager
def opened(limits: Limits, *, findings: Path, accounts: Path | None = None) -> Iterator["DuckDBPyConnection"]:
    """A connection with the views `findings` and, where they are asked for, `accounts`.

    Refused where a file is missing, is no Parquet or lacks a column; both files' problems at once.
    """
    import duckdb

    # Nothing is fetched: an extension that is missing stays missing.
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if limits.threads is not None:
        settings["threads"] = limits.threads
    spill = limits.spill or findings.parent / f"{PREFIX}{secrets.token_hex(8)}"
    settings["temp_directory"] = str(spill)
    try:
        with duckdb.connect(config=settings) as connection:
            _views(connection, (("accounts", accounts, ACCOUNTS), ("findings", findings, FINDINGS)))
            yield connection
    finally:
        if limits.spill is None:
            shutil.rmtree(spill, ignore_errors=True)


def _views(connection: "DuckDBPyConnection", files: Sequence[tuple[str, Path | None, Sequence[str]]]) -> None:
    """The files as views, or all that is wrong with them."""
    problems = Problems()
    for name, path, columns in files:
        if path is not None:
            with problems.of(name):
                _view(connection, name, path, columns)
    problems.raise_any()


def _view(connection: "DuckDBPyConnection", name: str, path: Path, columns: Sequence[str]) -> None:
    import duckdb

    if not path.is_file():
        raise Refused(Problem("file-not-found", f"{path} is not there.", "Run the reconciliation first."))
    try:
        table = connection.read_parquet(str(path))
    except duckdb.Error as error:
        message = f"{path.name} can't be read as Parquet: {str(error).splitlines()[0][:120]}"
        raise Refused(Problem("parquet-not-read", message, "Run the reconciliation once more.")) from None
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        message = f"{path.name} lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}."
        hint = "Name the file that the reconciliation wrote."
        raise Refused(Problem("column-missing", message, hint, tuple(lacking)))
    table.create_view(name)
