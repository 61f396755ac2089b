"""`unitcalc reconcile`: what was dispensed, given and billed, brought together."""

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.cli.options import Arguments
from unitcalc.cli.output import Bars, print_csv, print_json, progress, width
from unitcalc.findings import Problem, Refused
from unitcalc.reference.store import Reference

if TYPE_CHECKING:  # late: half a second
    from collections import Counter

    from unitcalc.reconcile.engine import Opens
    from unitcalc.reconcile.output import Written


def run(arguments: Arguments) -> int:
    """Reconcile the files named; 1 where a finding of severity error is among what was found."""
    from unitcalc.catalogue.catalogue import Catalogue
    from unitcalc.checks.gathering.tables import Tables
    from unitcalc.reconcile.output import reconcile_into
    from unitcalc.reconcile.pool import processors
    from unitcalc.reconcile.settings import Settings
    from unitcalc.reconcile.tabled import Table

    files = {table: Path(name) for table in Table if (name := getattr(arguments, table.value))}
    if not files:
        hint = "Give --dispensed, --administered and --claims; a table that you do not have may be left out."
        raise Refused(Problem("tables-missing", "No table was named.", hint))
    settings = Settings(
        payer=arguments.payer.strip().lower(),
        setting=arguments.setting.strip().lower(),
        midnight=_days(arguments.midnight),
    )
    opens = engine_of(arguments)
    tables = Tables(Catalogue(Reference.open(progress)), date.today())
    with tempfile.TemporaryDirectory(prefix="unitcalc-") as folder:
        out = Path(arguments.out) if arguments.out else Path(folder) / "reconciled"
        with Bars() as bars:
            written = reconcile_into(
                tables,
                files,
                out,
                settings,
                told=bars.tell,
                made=date.today(),
                version=version("unitcalc"),
                opens=opens,
                jobs=processors(),
            )
        return show(arguments, written, kept=bool(arguments.out))


def engine_of(arguments: Arguments) -> "Opens":
    """What opens the engine that was asked for. Refused where it can't be had."""
    from unitcalc.reconcile.engines.in_duckdb import duckdb
    from unitcalc.reconcile.engines.on_spark import spark
    from unitcalc.reconcile.engines.spark_session import LOCAL, installed

    if arguments.engine == "spark":
        installed()
        return partial(spark, master=arguments.master or LOCAL)
    if arguments.master:
        hint = "Add --engine spark, or leave --master out."
        raise Refused(Problem("master-without-spark", "Only Spark has a master.", hint, field="master"))
    return duckdb


def _days(text: str) -> int:
    if text not in ("", "0", "1"):
        hint = "Write --midnight 0 to match rows of one day only."
        raise Refused(Problem("midnight-not-read", f"'{text[:20]}' is neither 0 nor 1.", hint, field="midnight"))
    return int(text or 1)


def show(arguments: Arguments, written: "Written", *, kept: bool) -> int:
    """Print what was found in the form that was asked for."""
    from unitcalc.checks.registry import checks
    from unitcalc.findings import Severity

    outcome = written.outcome
    match arguments.format:
        case "json":
            print_json(
                {
                    "accounts": outcome.accounts,
                    "balanced": outcome.balanced,
                    "findings": dict(sorted(outcome.findings.items())),
                    "files": [str(path) for path in written.files] if kept else [],
                }
            )
        case "csv":
            print_csv(("check", "severity", "findings", "title"), _by_check(outcome.findings))
        case _:
            from unitcalc.reconcile.telling import as_text

            print(as_text(written, width(), kept=kept))
    known = checks()
    return int(any(known[code].severity is Severity.ERROR for code in outcome.findings))


def _by_check(findings: "Counter[str]") -> Iterator[dict[str, str | int]]:
    from unitcalc.checks.registry import checks

    for code, number in sorted(findings.items()):
        check = checks()[code]
        yield {"check": code, "severity": check.severity.value, "findings": number, "title": check.text.title}
