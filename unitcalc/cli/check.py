"""`unitcalc check`, `explain` and `checks`."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.rules import read_rules
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_csv, print_json, progress, say, width
from unitcalc.findings import Problem, Refused, Severity
from unitcalc.reference.store import Reference

if TYPE_CHECKING:
    from unitcalc.tables.claims import Claims
    from unitcalc.tables.record import Written

FINDINGS = (
    "encounter_id",
    "service_date",
    "code",
    "check",
    "name",
    "severity",
    "message",
    "expected",
    "observed",
    "unit_difference",
    "payment_difference",
    "at_stake",
    "rows",
    "corrected",
    "instead",
    "source",
)
CHECKS = ("check", "name", "severity", "topic", "title", "source")
RECORDS = (".yaml", ".yml")
TEXTS = (".txt", "")


def run(arguments: Arguments) -> int:
    """Check files of claim lines and records; 1 where something is wrong."""
    from unitcalc.checks.appeal import appeal_text
    from unitcalc.checks.checking import check
    from unitcalc.checks.gathering.tables import Tables
    from unitcalc.checks.record import as_record
    from unitcalc.checks.registry import check_of
    from unitcalc.checks.telling import as_text, summary

    today = date.today()
    day = read_date(arguments.date, today) if arguments.date else None
    claims, records = _read(arguments.files, today, day)
    catalogue = Catalogue(Reference.open(progress))
    report = check(
        Tables(catalogue, today),
        claims,
        records,
        payer=arguments.payer.strip().lower(),
        setting=arguments.setting.strip().lower(),
    )
    if arguments.appeal or arguments.denied:
        denied = check_of(arguments.denied) if arguments.denied else None
        print("\n\n".join(appeal_text(one, catalogue.rules, today, denied) for one in report.judged), end="")
        return 0
    record = as_record(report)
    match arguments.format:
        case "json":
            print_json(record)
        case "csv":
            rows = [
                {**each, "rows": "; ".join(each["rows"]), "corrected": " and ".join(each["corrected"] or ())}
                for each in record["findings"]
            ]
            print_csv(FINDINGS, rows)
            say(summary(report))
        case _:
            print(as_text(report, catalogue.rules, width()))
    return int(any(each.check.severity is Severity.ERROR for each in report.violations))


def _read(names: Sequence[str], today: date, day: date | None) -> "tuple[Claims, tuple[Written, ...]]":
    """What the files hold; Refused with the problems of all that can't be used."""
    from unitcalc.tables.claims import NOTHING, pasted, read_claims
    from unitcalc.tables.record import read_records

    claims, problems = NOTHING, list[Problem]()
    records: tuple[Written, ...] = ()
    for name in names:
        path = Path(name)
        try:
            if name == "-":
                claims += pasted(sys.stdin.read(), today, day, "standard input")
            elif path.is_dir() or not path.exists():
                what = "is a folder" if path.is_dir() else "is not there"
                raise Refused(Problem("file-not-found", f"{name} {what}.", "Name a file of claim lines or a record."))
            elif path.suffix.lower() in RECORDS:
                records += read_records(path, today)
            elif path.suffix.lower() in TEXTS:
                claims += pasted(path.read_text(encoding="utf-8-sig"), today, day, path.name)
            else:
                claims += read_claims(path, today, day)
        except UnicodeDecodeError:
            problems.append(Problem("file-not-text", f"{name} is no UTF-8 text.", "Save it as CSV or as UTF-8 text."))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return claims, records


def explain(arguments: Arguments) -> int:
    """Explain one check."""
    from unitcalc.checks.record import explain_record
    from unitcalc.checks.registry import check_of
    from unitcalc.checks.telling import explain_text

    found = check_of(arguments.check)
    book = read_rules(Reference.open(progress).document("rules"))
    if arguments.format == "json":
        print_json(explain_record(found, book))
    else:
        print(explain_text(found, book, width()))
    return 0


def list_checks(arguments: Arguments) -> int:
    """List every check."""
    from unitcalc.checks.record import check_record
    from unitcalc.checks.registry import checks

    rows = [check_record(check) for check in checks().values()]
    if arguments.format == "json":
        print_json({"checks": rows})
    elif arguments.format == "csv":
        print_csv(CHECKS, rows)
    else:
        topic = ""
        for row in rows:
            if row["topic"] != topic:
                topic = row["topic"]
                print(f"\n{topic.capitalize() if topic != 'NDC' else topic}")
            print(f"  {row['check']}  {row['severity']:<8} {row['title']}")
        print("\nunitcalc explain W05 tells what a check means, why it matters and what to do.")
    return 0
