"""`unitcalc lookup`."""

from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.lookup import MOST_MATCHES, Found, Match, as_record, as_records, look_up
from unitcalc.cli import lookup_text
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, progress, say
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
    "nominal_amount",
    "form",
    "route",
    "volume",
    "concentration",
    "containers_per_package",
    "first",
    "last",
    "curated",
    "withdrawn",
    "chosen",
    "source",
)
MOST_LISTED = 20
MOST_IN_FULL = 50
"""Matches as JSON or CSV, where each stands with all that is known of it; --all gives more."""


def run(arguments: Arguments) -> int:
    """Print every match for what was asked."""
    day = read_date(arguments.date, date.today())
    few = MOST_LISTED if arguments.format == "text" else MOST_IN_FULL
    most = MOST_MATCHES if arguments.all else few
    found = look_up(Catalogue(Reference.open(progress)), " ".join(arguments.what), day, most)
    match arguments.format:
        case "json":
            print_json(as_records(found))
        case "csv":
            _print_presentations(found.matches)
            _print_aside(found)
        case _:
            lookup_text.print_found(found, everything=arguments.all)
    return 0


def _print_presentations(matches: tuple[Match, ...]) -> None:
    rows = []
    for match in matches:
        for each in as_record(match)["presentations"]:
            amount = each["label_amount"] or {}
            others = {key: _short(each[key]) for key in ("nominal_amount", "volume", "concentration")}
            own = {"code": match.drug.code, "label_amount": amount.get("amount"), "unit": amount.get("unit")}
            rows.append(
                {**each, **others, **own, **{key: _yes(each[key]) for key in ("curated", "withdrawn", "chosen")}}
            )
    print_csv(COLUMNS, rows)


def _print_aside(found: Found) -> None:
    """What the table has no room for."""
    if found.read_as:
        say(found.read_as)
    for match in found.matches:
        if match.size_note:
            say(f"{match.drug.code}: {match.size_note}")
    print_aside(dict.fromkeys([*found.findings, *(each for match in found.matches for each in match.findings)]))
    if found.more:
        say(f"and {found.more:,} more; narrow the words.")


def _short(amount: dict[str, str] | None) -> str:
    return f"{amount['amount']} {amount['unit']}" if amount else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
