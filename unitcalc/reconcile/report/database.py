"""DuckDB over the files of a reconciliation: embedded, within bounded memory, never on the network."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.findings import Problem, Problems, Refused

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
    """What a query may use: memory as DuckDB writes it, threads (None: all cores), a folder for what does not fit."""

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
    if limits.spill is not None:
        settings["temp_directory"] = str(limits.spill)
    with duckdb.connect(config=settings) as connection:
        problems = Problems()
        for name, path, columns in (("accounts", accounts, ACCOUNTS), ("findings", findings, FINDINGS)):
            if path is not None:
                with problems.of(name):
                    _view(connection, name, path, columns)
        problems.raise_any()
        yield connection


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
