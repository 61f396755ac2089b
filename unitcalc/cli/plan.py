"""`unitcalc plan`."""

from datetime import date
from pathlib import Path

from unitcalc.billing.bill import Bill
from unitcalc.billing.planned import bills_of_plans
from unitcalc.billing.text import lines_text, worksheet_text
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, progress, width
from unitcalc.findings import Finding, Severity
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.record import as_record, day_record
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.sharing import Day, plan_day
from unitcalc.planning.text import best_text, day_text, heading, rounded_text, table
from unitcalc.quantity import money, plain
from unitcalc.reference.store import Reference
from unitcalc.tables.stock import read_stock

COLUMNS = (
    "plan",
    "patient",
    "count",
    "label_amount",
    "unit",
    "ndc",
    "lot",
    "expires",
    "left",
    "administered_units",
    "discarded_units",
    "cost",
)


def run(arguments: Arguments) -> int:
    """Plan the containers for the dose that the options state; 1 where something waits for a person."""
    request = PlanRequest(
        code=arguments.code,
        product=arguments.product,
        doses=tuple(arguments.dose),
        date=arguments.date,
        stock=read_stock(Path(arguments.stock)) if arguments.stock else None,
        have=tuple(arguments.have),
        route=arguments.route,
        concentration=arguments.concentration,
        round_within=arguments.round_within,
        objective=arguments.objective,
        share=arguments.share,
    )
    catalogue, today = Catalogue(Reference.open(progress)), date.today()
    if len([text for text in request.doses if text.strip()]) > 1:
        return _several(plan_day(catalogue, request, today), arguments)
    return _one(catalogue, plan(catalogue, request, today), arguments, today)


def _one(catalogue: Catalogue, planned: Planned, arguments: Arguments, today: date) -> int:
    bills = bills_of_plans(catalogue, planned, today, payer=arguments.payer, setting=arguments.setting)
    match arguments.format:
        case "json":
            record = as_record(planned)
            for each, its in zip(record["plans"], bills, strict=True):
                each["lines"] = [line.as_json() for line in its.lines]
            print_json(record)
        case "csv":
            print_csv(COLUMNS, [row for number, each in enumerate(planned.plans, 1) for row in _rows(number, each)])
            print_aside(planned.findings)
        case _:
            print(_text(planned, bills[0], arguments.steps))
    return int(planned.waits_for_a_person)


def _text(planned: Planned, its: Bill, steps: bool) -> str:
    columns = width()
    parts = [
        heading(planned, f"to be given: {planned.dose.short}", columns),
        best_text(planned.best),
        ["Claim lines, if the rest is discarded", *lines_text(its.lines)] if its.lines else [],
        ["Other plans", *table(planned.plans)] if len(planned.plans) > 1 else [],
        list(rounded_text(planned.rounded, columns)),
        [line for finding in (*planned.findings, *_waiting(its)) for line in finding.wrapped(columns)],
        ["Worksheet", *worksheet_text(planned.steps, columns)] if steps else [],
        _tables(planned),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _waiting(its: Bill) -> list[Finding]:
    """What keeps the bill of the plan from being decided."""
    return [finding for finding in its.findings if finding.severity is Severity.ERROR]


def _several(day: Day, arguments: Arguments) -> int:
    match arguments.format:
        case "json":
            print_json(day_record(day))
        case "csv":
            rows = [
                {
                    "plan": "1",
                    "patient": portion.patient,
                    "count": opening.count,
                    "label_amount": plain(opening.container.each.value),
                    "unit": opening.container.each.unit.symbol,
                    "ndc": opening.container.ndcs[0] if len(opening.container.ndcs) == 1 else "",
                    "lot": opening.container.lot,
                    "expires": opening.container.expires or "",
                    "left": plain(portion.left.value),
                    "administered_units": portion.administered_units,
                    "discarded_units": portion.discarded_units,
                }
                for portion in day.portions
                for opening, _ in portion.taken
            ]
            print_csv(COLUMNS, rows)
            print_aside(day.findings)
        case _:
            print(_day_text(day, arguments.steps))
    return int(day.waits_for_a_person)


def _day_text(day: Day, steps: bool) -> str:
    columns = width()
    how = "containers shared" if day.shared else "containers not shared"
    parts = [
        heading(day, f"{len(day.portions)} patients, {day.plan.given.short} together, {how}", columns),
        best_text(day.plan),
        list(day_text(day)),
        [line for finding in day.findings for line in finding.wrapped(columns)],
        ["Worksheet", *worksheet_text(day.steps, columns)] if steps else [],
        _tables(day),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _tables(result: Planned | Day) -> list[str]:
    return [
        "Tables used",
        *(f"  {use.table} {use.period}{'' if use.covers else ' (not of this date)'}" for use in result.data),
    ]


def _rows(number: int, each: Plan) -> list[dict[str, object]]:
    return [
        {
            "plan": number,
            "count": opening.count,
            "label_amount": plain(opening.container.each.value),
            "unit": opening.container.each.unit.symbol,
            "ndc": opening.container.ndcs[0] if len(opening.container.ndcs) == 1 else "",
            "lot": opening.container.lot,
            "expires": opening.container.expires or "",
            "left": plain(each.left.value),
            "administered_units": each.administered_units,
            "discarded_units": each.discarded_units,
            "cost": money(each.cost) if each.cost is not None else "",
        }
        for opening in each.openings
    ]
