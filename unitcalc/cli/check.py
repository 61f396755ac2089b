"""`unitcalc check`, `explain` and `checks`."""

import sys
from datetime import date

from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.rules import read_rules
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import Bar, print_csv, print_json, progress, say, width
from unitcalc.findings import Severity
from unitcalc.reference.store import Reference

CHECKS = ("check", "name", "severity", "topic", "title", "source")


def run(arguments: Arguments) -> int:
    """Check files of claim lines and records; 1 where something is wrong."""
    from unitcalc.catalogue.catalogue import Catalogue
    from unitcalc.checks.appeal import appeal_text
    from unitcalc.checks.checking import check
    from unitcalc.checks.gathering.tables import Tables
    from unitcalc.checks.record import COLUMNS, as_record, violation_row
    from unitcalc.checks.registry import check_of
    from unitcalc.checks.telling import as_text, summary
    from unitcalc.tables.reading import read_files

    today = date.today()
    day = read_date(arguments.date, today) if arguments.date else None
    claims, records = read_files(arguments.files, today, day, sys.stdin.read)
    catalogue = Catalogue(Reference.open(progress))
    report = check(
        Tables(catalogue, today),
        claims,
        records,
        payer=arguments.payer.strip().lower(),
        setting=arguments.setting.strip().lower(),
        progress=Bar("checking").tell,
    )
    if arguments.appeal or arguments.denied:
        denied = check_of(arguments.denied) if arguments.denied else None
        print("\n\n".join(appeal_text(one, catalogue.rules, today, denied) for one in report.judged), end="")
        return 0
    match arguments.format:
        case "json":
            print_json(as_record(report))
        case "csv":
            print_csv(COLUMNS, map(violation_row, report.violations))
            say(summary(report))
        case _:
            print(as_text(report, catalogue.rules, width()))
    return int(any(each.check.severity is Severity.ERROR for each in report.violations))


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
