"""`unitcalc data status`, `unitcalc data import` and `unitcalc data draft`.

Exit status of an import: 0 everything was taken in (rows of CPT codes and of device numbers are expected and are not
needed); 2 a file could not be used, or rows with bad cells were kept aside. What could be used is taken in even so.
"""

import sys
import textwrap
from collections.abc import Sequence
from glob import glob, has_magic
from typing import TYPE_CHECKING, Any

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.coverage import Coverage, coverage
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import (
    print_csv,
    print_json,
    print_problems,
    print_table,
    problem_record,
    progress,
    say,
    width,
)
from unitcalc.codes import read_code
from unitcalc.findings import Problem, Problems
from unitcalc.reference.files import user_folder
from unitcalc.reference.records import TABLES, RejectedRow, TableInfo
from unitcalc.reference.store import Reference

if TYPE_CHECKING:
    from unitcalc.reference.importer import Report

COLUMNS = ("table", "period", "rows", "rejected", "file", "sha256")

SHOWN = 20
"""Bad rows that an import prints."""

EXPECTED = ("device-number", "ndc-not-valid")
"""Why rows are kept aside that every file of CMS has: skin substitutes under numbers of their makers."""


def run(arguments: Arguments) -> int:
    """Show what is loaded, take in newer files, or draft entries for a `vials.yaml`."""
    match arguments.action:
        case "status":
            return _status(arguments)
        case "draft":
            return _draft(arguments)
        case _:
            return _import(arguments)


def _draft(arguments: Arguments) -> int:
    from unitcalc.catalogue.drafting import draft, heading

    catalogue = Catalogue(Reference.open(progress))
    problems, drafts = Problems(), []
    for code in arguments.codes:
        with problems.of(""):
            drafts.append(draft(catalogue, read_code(code)))
    problems.raise_any()
    print(heading(catalogue.reference) + "\n".join(drafts), end="")
    say(f"A draft to check and complete, for {user_folder() / 'vials.yaml'}.")
    return 0


def _status(arguments: Arguments) -> int:
    reference = Reference.open(progress)
    infos = [info for table in TABLES for info in reference.periods(table)]
    match arguments.format:
        case "json":
            covered = coverage(reference, progress)
            print_json({"tables": [_record(info, covered) for info in infos], "coverage": covered.as_record()})
        case "csv":
            print_csv(COLUMNS, [_record(info, None) for info in infos])
        case _:
            rows = [
                (TABLES[info.table], info.period, f"{info.rows:,}", f"{info.rejected:,}", info.sha256[:12], info.file)
                for info in infos
            ]
            print_table(("Table", "Period", "Rows", "Aside", "sha256", "File"), rows, frozenset({2, 3}))
            print()
            for line in coverage(reference, progress).lines():
                print("\n".join(textwrap.wrap(line, width(), subsequent_indent="  ")))
    return 0


def _record(info: TableInfo, covered: Coverage | None) -> dict[str, Any]:
    return {
        "table": TABLES[info.table],
        "period": info.period,
        "rows": info.rows,
        "rejected": info.rejected,
        "file": info.file,
        "sha256": info.sha256,
        "coverage": covered.of_table(info.table) if covered else None,
    }


def _import(arguments: Arguments) -> int:
    from unitcalc.reference.importer import import_files

    report = import_files(_expanded(arguments.files), arguments.period or None, progress)
    match arguments.format:
        case "json":
            errors = [problem_record(problem) for problem in (*report.problems, *map(_problem, _bad(report)))]
            record: dict[str, Any] = {
                "tables": [_record(info, None) for info in report.tables],
                "rejected": [row._asdict() for row in report.rejected],
                "notes": [problem_record(note) for note in report.notes],
            }
            print_json({**record, "error": errors[0], "errors": errors} if errors else record)
        case "csv":
            print_csv(COLUMNS, [_record(info, None) for info in report.tables])
            _print_problems(report)
        case _:
            for info in report.tables:
                aside = f", {info.rejected:,} kept aside" if info.rejected else ""
                print(f"{TABLES[info.table]} {info.period}: {_rows(info.rows)} taken in{aside}, from {info.file}")
            _print_problems(report)
    return 2 if report.problems or _bad(report) else 0


def _expanded(names: Sequence[str]) -> list[str]:
    """The files that patterns (*.csv) name: the shells of Windows leave them to the program."""
    found: list[str] = []
    for name in names:
        named = sorted(glob(name)) if has_magic(name) else []  # noqa: PTH207 - a Path takes no pattern with a root
        found += named or [name]
    return found


def _print_problems(report: "Report") -> None:
    """What a person has to know of an import, on standard error."""
    print_problems(report.notes, as_json=False, of_files=True)
    bad = _bad(report)
    print_problems([_problem(row) for row in bad[:SHOWN]], as_json=False, of_files=True)
    if len(bad) > SHOWN:
        print(f"and {len(bad) - SHOWN:,} more: --format json", file=sys.stderr)
    if report.problems:
        print("Not taken in, and nothing replaced:", file=sys.stderr)
        print_problems(report.problems, as_json=False, of_files=True)


def _problem(row: RejectedRow) -> Problem:
    column = f", {row.column}" if row.column else ""
    about = f" ({row.about})" if row.about else ""
    return Problem(row.code, row.message, row.hint, field=f"{row.file}, row {row.row}{about}{column}")


def _bad(report: "Report") -> list[RejectedRow]:
    """The rows with a cell that should be right; a device's number in the place of an NDC is how CMS writes it."""
    return [row for row in report.rejected if row.code not in EXPECTED]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
