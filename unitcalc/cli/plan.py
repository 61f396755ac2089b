"""`unitcalc plan`."""

import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from unitcalc.billing.planned import (
    Its,
    bills_of_day,
    bills_of_plans,
    day_record_with_bills,
    record_with_bills,
    with_bill,
    with_day_bills,
    with_units,
)
from unitcalc.billing.text import lines_text
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.layout import rules_text, worksheet_text
from unitcalc.cli.dose import ordered
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, progress, width
from unitcalc.dosing import Dose, as_record, as_text, dose
from unitcalc.findings import Problem, Refused
from unitcalc.planning.plan import Opening, Plan
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.sharing import Day, plan_day
from unitcalc.planning.text import best_text, day_text, heading, rounded_text, table
from unitcalc.quantity import money, plain
from unitcalc.reference.store import Reference
from unitcalc.tables.stock import stock_of

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
    catalogue, today = Catalogue(Reference.open(progress)), date.today()
    computed = _computed(catalogue, arguments, today)
    stock, problems = stock_of(Path(arguments.stock) if arguments.stock else None)
    request = PlanRequest(
        code=arguments.code or (computed.code if computed else ""),
        product=arguments.product,
        doses=(str(computed.dose),) if computed else tuple(arguments.dose),
        date=arguments.date,
        stock=stock,
        stock_problems=problems,
        have=tuple(arguments.have),
        route=arguments.route,
        concentration=arguments.concentration,
        round_within=arguments.round_within,
        objective=arguments.objective,
        share=arguments.share,
    )
    if len([text for text in request.doses if text.strip()]) > 1:
        day = plan_day(catalogue, request, today)
        bills = bills_of_day(catalogue, day, today, **_asked(arguments))
        return _several(with_day_bills(day, bills), bills, arguments)
    return _one(catalogue, plan(catalogue, request, today), computed, arguments, today)


def _computed(catalogue: Catalogue, arguments: Arguments, today: date) -> Dose | None:
    """The dose of an order, where one stands in place of the dose."""
    ordering = ordered(arguments)
    if not any((ordering.order, ordering.rise, ordering.level_wanted)):
        return None
    if any(text.strip() for text in arguments.dose):
        hint = "Leave out one of them: the dose is computed from the order."
        raise Refused(Problem("dose-and-order", "A dose and an order were stated.", hint, field="dose"))
    return dose(catalogue, ordering, today)


def _asked(arguments: Arguments) -> dict[str, str]:
    """What the claim lines of a plan depend on besides."""
    return {"payer": arguments.payer, "setting": arguments.setting, "shortage": arguments.shortage}


def _one(catalogue: Catalogue, planned: Planned, computed: Dose | None, arguments: Arguments, today: date) -> int:
    bills = bills_of_plans(catalogue, planned, today, **_asked(arguments))
    planned = with_units(with_bill(planned, bills[0]), bills)
    match arguments.format:
        case "json":
            ordering = {"order": as_record(computed)} if computed else {}
            print_json({**ordering, **record_with_bills(planned, bills)})
        case "csv":
            print_csv(COLUMNS, [row for number, each in enumerate(planned.plans, 1) for row in _rows(number, each)])
            print_aside((*(computed.findings if computed else ()), *planned.findings))
        case _:
            before = f"{as_text(computed, width(), worksheet=arguments.steps)}\n\n" if computed else ""
            print(f"{before}{_text(planned, bills[0], arguments.steps)}")
    return int(planned.waits_for_a_person or (computed is not None and computed.waits_for_a_person))


def _text(planned: Planned, its: Its, steps: bool) -> str:
    columns = width()
    parts = [
        heading(planned, f"to be given: {planned.dose.short}", columns),
        best_text(planned.best, columns),
        _claim(its, columns),
        ["The plans compared", *table(planned.plans, columns)] if len(planned.plans) > 1 else [],
        list(rounded_text(planned.rounded, columns)),
        [line for finding in planned.findings for line in finding.wrapped(columns)],
        ["Worksheet", *worksheet_text(planned.steps, columns)] if steps else [],
        list(rules_text(planned.rules, columns)) if steps else [],
        _tables(planned),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _claim(its: Its, columns: int) -> list[str]:
    """The claim lines of the plan, or of each bill where a person must choose."""
    if isinstance(its, Refused):
        return []
    if its.lines:
        return ["Claim lines, if the rest is discarded", *lines_text(its.lines)]
    rows = ["Claim lines: a person must choose"] if its.alternatives else []
    for each in its.alternatives:
        rows += [*textwrap.wrap(f"If {each.if_}:", columns, initial_indent="  ", subsequent_indent="  ")]
        rows += lines_text(each.lines)
    return rows


def _several(day: Day, bills: Sequence[Its | None], arguments: Arguments) -> int:
    match arguments.format:
        case "json":
            print_json(day_record_with_bills(day, bills))
        case "csv":
            rows = [
                {
                    "plan": "1",
                    "patient": portion.patient,
                    **_opened(opening),
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
            print(_day_text(day, bills, arguments.steps))
    return int(day.waits_for_a_person)


def _day_text(day: Day, bills: Sequence[Its | None], steps: bool) -> str:
    columns = width()
    how = "containers shared" if day.shared else "containers not shared"
    parts = [
        heading(day, f"{len(day.portions)} patients, {day.plan.given.short} together, {how}", columns),
        best_text(day.plan, columns, len(day.portions)),
        list(day_text(day, columns)),
        *(
            [portion.patient, *(f"  {line}" for line in _claim(its, columns))]
            for portion, its in zip(day.portions, bills, strict=True)
            if its is not None
        ),
        [line for finding in day.findings for line in finding.wrapped(columns)],
        ["Worksheet", *worksheet_text(day.steps, columns)] if steps else [],
        list(rules_text(day.rules, columns)) if steps else [],
        _tables(day),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _tables(result: Planned | Day) -> list[str]:
    return [
        "Tables used",
        *(f"  {use.told}" for use in result.data),
    ]


def _rows(number: int, each: Plan) -> list[dict[str, object]]:
    return [
        {
            "plan": number,
            **_opened(opening),
            "left": plain(each.left.value),
            "administered_units": each.administered_units,
            "discarded_units": each.discarded_units,
            "cost": money(each.cost) if each.cost is not None else "",
        }
        for opening in each.openings
    ]


def _opened(opening: Opening) -> dict[str, object]:
    """The columns of the containers opened."""
    container = opening.container
    return {
        "count": opening.count,
        "label_amount": plain(container.each.value),
        "unit": container.each.unit.symbol,
        "ndc": container.ndcs[0] if len(container.ndcs) == 1 else "",
        "lot": container.lot,
        "expires": container.expires or "",
    }
