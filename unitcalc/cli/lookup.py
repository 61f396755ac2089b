"""`unitcalc lookup`."""

import textwrap
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.lookup import MOST_MATCHES, Found, Match, as_record, as_records, look_up, money_text
from unitcalc.catalogue.presentations import Presentation
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, print_table, progress, say, shortened, things, width
from unitcalc.findings import Finding
from unitcalc.quantity import grouped
from unitcalc.reference.store import Reference

COLUMNS = (
    "code",
    "ndc",
    "product",
    "labeler",
    "container_type",
    "container_type_source",
    "potency",
    "label_amount",
    "unit",
    "source",
)
MOST_LISTED = 20
MOST_ROWS = 40
MOST_ALIKE = 2


def run(arguments: Arguments) -> int:
    """Print every match for what was asked."""
    day = read_date(arguments.date, date.today())
    most = MOST_LISTED if arguments.format == "text" else MOST_MATCHES
    found = look_up(Catalogue(Reference.open(progress)), " ".join(arguments.what), day, most)
    match arguments.format:
        case "json":
            print_json(as_records(found))
        case "csv":
            _print_presentations(found.matches)
            print_aside(dict.fromkeys(finding for match in found.matches for finding in match.findings))
            if found.more:
                say(f"and {found.more:,} more; narrow the words.")
        case _ if len(found.matches) == 1:
            _print_match(found.matches[0])
        case _:
            _print_list(found)
    return 0


def _print_list(found: Found) -> None:
    headings = ["Code", "Unit", "In force", "Descriptor"]
    rows = [[match.drug.code, _unit(match), match.outside or "yes", match.drug.row.long] for match in found.matches]
    if not any(match.outside for match in found.matches):
        for row in (headings, *rows):
            del row[2]
    print_table(headings, rows, shorten=[len(headings) - 1])
    if all(len(match.presentations) == 1 for match in found.matches):
        for match in found.matches:
            for each in match.presentations:
                print(f"  {match.drug.code}: {each.product} {each.ndc}, {_holds(each)}")
    if found.more:
        print(f"  and {found.more:,} more; narrow the words.")


def _print_match(match: Match) -> None:
    drug = match.drug
    row, limit = drug.row, drug.limit
    for line in textwrap.wrap(f"{drug.code}  {drug.descriptor.text}", width()):
        print(line)
    facts = [("Billing unit", f"{_unit(match)} ({drug.kind.value})")]
    facts.append(("In force", f"{row.added} to {row.terminated or 'now'}"))
    if limit and limit.limit is not None:
        share = f", coinsurance {grouped(limit.coinsurance)} %" if limit.coinsurance is not None else ""
        facts.append(("Payment limit", f"${money_text(limit.limit)} a unit{share} ({drug.use('limits').period})"))
    for edit in drug.mue:
        per = "a line" if edit.indicator == 1 else "a day"
        facts.append(
            ("MUE", f"{things(edit.units, 'unit')} {per}, {edit.service.replace('_', ' ')} (MAI {edit.indicator})")
        )
    if drug.status:
        facts.append(("OPPS status", f"{drug.status.status} ({drug.use('status').period})"))
    facts.append(("Single-dose list", "listed by CMS" if drug.on_single_dose_list else "not listed"))
    if match.similar:
        facts.append(("Similar codes", " ".join(match.similar)))
    for label, value in facts:
        _print_wrapped(value, f"  {label:<18}")
    if match.presentations:
        print()
        _print_table(match.presentations)
    print()
    _print_findings(match.findings)
    outside = [f"{use.table} {use.period}" for use in drug.uses if not use.covers]
    if outside:
        _print_wrapped(f"Not of {drug.day}: {', '.join(outside)}.")


def _print_wrapped(text: str, head: str = "") -> None:
    indents = (head, " " * len(head)) if head else ("  ", "    ")
    print("\n".join(textwrap.wrap(text, width(), initial_indent=indents[0], subsequent_indent=indents[1])))


def _print_findings(findings: tuple[Finding, ...]) -> None:
    """Of each check the first few: a code with two hundred NDCs says the same of many."""
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    for alike in by_check.values():
        for line in (line for finding in alike[:MOST_ALIKE] for line in finding.wrapped(width())):
            print(line)
        if len(alike) > MOST_ALIKE:
            print(f"           and the same of {len(alike) - MOST_ALIKE} more; --format json shows all.")


def _print_table(presentations: tuple[Presentation, ...]) -> None:
    rows = [
        (
            each.ndc or "-",
            shortened(each.product, 28),
            _holds(each),
            each.container_type.value,
            shortened(each.labeler, 24),
        )
        for each in presentations[:MOST_ROWS]
    ]
    print_table(("NDC", "Product", "Holds", "Container", "Labeler"), rows, shorten=(1, 4))
    if len(presentations) > MOST_ROWS:
        print(f"  and {len(presentations) - MOST_ROWS} more: --format csv shows all.")
    told: dict[str, str] = {}
    for each in presentations:
        if each.type_by is not None:
            told.setdefault(each.container_type, str(each.type_by))
    for evidence in told.values():
        _print_wrapped(evidence)


def _print_presentations(matches: tuple[Match, ...]) -> None:
    rows = []
    for match in matches:
        for each in as_record(match)["presentations"]:
            amount = each["label_amount"] or {}
            rows.append(
                {**each, "code": match.drug.code, "label_amount": amount.get("amount"), "unit": amount.get("unit")}
            )
    print_csv(COLUMNS, rows)


def _holds(each: Presentation) -> str:
    if each.label_amount is not None:
        return each.label_amount.short
    if each.nominal_amount is not None:
        return f"{each.nominal_amount.short} nominal, assayed"
    if each.label_at_most is not None:
        return f"up to {each.label_at_most.short}"
    return "assayed" if each.potency.value == "assayed" else "not stated"


def _unit(match: Match) -> str:
    unit = match.drug.billing_unit
    return str(unit) if unit is not None else "none"
