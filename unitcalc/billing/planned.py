"""The bill that follows from a plan: of the containers that it shows, and of no others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.record import alternative_record
from unitcalc.billing.request import BillRequest
from unitcalc.billing.typed import DEFAULT_PAYER, DEFAULT_SETTING
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Finding, Problems, Refused, Severity, Step
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.record import as_record, day_record
from unitcalc.planning.sharing import Day
from unitcalc.quantity import grouped

Its = Bill | Refused
"""The bill of a plan, or why there is none."""
_CARRIED = ("size-not-listed", "nominal-amount")
"""Warnings of a bill that its plan should have had: of sizes that nobody sells, of potencies that are no potency."""


def bill_of_plan(
    catalogue: Catalogue,
    plan: Plan,
    code: str,
    day: date,
    today: date,
    *,
    payer: str = "",
    setting: str = "",
    shortage: str = "",
) -> Bill:
    """The bill of a plan, if the dose is given and the rest discarded. Refused where it can't be billed.

    Containers are billed by NDC; by amount where an NDC was not of the code on that day.
    """
    request = BillRequest(
        code=code,
        given=str(plan.given.short),
        opened=plan.opened_texts,
        date=day.isoformat(),
        payer=payer,
        setting=setting,
        shortage=shortage,
    )
    try:
        return bill(catalogue, request, today)
    except Refused as refused:
        if any(problem.code != "ndc-of-another-code" for problem in refused.problems):
            raise
    return bill(catalogue, replace(request, opened=plan.amount_texts), today)


def check_payer(catalogue: Catalogue, payer: str, setting: str) -> None:
    """Refuse a payer or a setting that nobody knows, both at once."""
    problems = Problems()
    policy = catalogue.policy(DEFAULT_PAYER)
    with problems.of("payer"):
        policy = catalogue.policy(payer.strip().lower() or DEFAULT_PAYER)
    with problems.of("setting"):
        policy.setting(setting.strip().lower() or DEFAULT_SETTING)
    problems.raise_any()


def bills_of_plans(
    catalogue: Catalogue, planned: Planned, today: date, *, payer: str = "", setting: str = "", shortage: str = ""
) -> tuple[Its, ...]:
    """The bill of each plan, in their order. Refused where payer or setting are unknown."""
    check_payer(catalogue, payer, setting)
    code, day = planned.code, planned.date
    found: list[Its] = []
    for each in planned.plans:
        try:
            found.append(
                bill_of_plan(catalogue, each, code, day, today, payer=payer, setting=setting, shortage=shortage)
            )
        except Refused as refused:
            found.append(refused)
    return tuple(found)


def bills_of_day(
    catalogue: Catalogue, day: Day, today: date, *, payer: str = "", setting: str = "", shortage: str = ""
) -> tuple[Its | None, ...]:
    """The bill of each patient's plan, in the order of turns; None where containers are shared.

    Refused where payer or setting are unknown.
    """
    check_payer(catalogue, payer, setting)
    found: list[Its | None] = []
    for each in day.portions:
        try:
            found.append(
                bill_of_plan(
                    catalogue, each.plan, day.code, day.date, today, payer=payer, setting=setting, shortage=shortage
                )
                if each.plan
                else None
            )
        except Refused as refused:
            found.append(refused)
    return tuple(found)


def with_day_bills(day: Day, bills: Sequence[Its | None]) -> Day:
    """A day with the units that are billed for each patient, and with what has to be decided or read again."""
    portions, findings = [], list(day.findings)
    for portion, its in zip(day.portions, bills, strict=True):
        if its is None or portion.plan is None:
            portions.append(portion)
            continue
        plan = _billed(portion.plan, its)
        administered, discarded = plan.administered_units, plan.discarded_units
        portions.append(replace(portion, plan=plan, administered_units=administered, discarded_units=discarded))
        findings += _carried(its)
    if all(its is None for its in bills):
        return day
    total = replace(
        day.plan,
        administered_units=sum(each.administered_units for each in portions),
        discarded_units=sum(each.discarded_units for each in portions),
    )
    steps = tuple(_step_of(step, day.plan, total) for step in day.steps)
    return replace(day, plan=total, portions=tuple(portions), findings=tuple(dict.fromkeys(findings)), steps=steps)


def day_record_with_bills(day: Day, bills: Sequence[Its | None]) -> dict[str, Any]:
    """A day as other programs read it, with the claim lines of each patient who has containers of their own."""
    record = day_record(with_day_bills(day, bills))
    for each, its in zip(record["patients"], bills, strict=True):
        each["lines"] = [line.as_json() for line in its.lines] if isinstance(its, Bill) else []
    return record


def with_bill(planned: Planned, its: Its) -> Planned:
    """A plan that waits for a person where the bill of its best does, with what has to be decided or read again."""
    return replace(planned, findings=tuple(dict.fromkeys((*planned.findings, *_carried(its)))))


def _carried(its: Its) -> Iterator[Finding]:
    if isinstance(its, Refused):
        for problem in its.problems:
            message = f"This plan can't be billed. {problem.message} {problem.hint}".strip()
            yield Finding("plan-not-billed", Severity.ERROR, message, "RULES 2.3")
        return
    for finding in its.findings:
        on_sizes = finding.check in _CARRIED or finding.check.startswith("potency-")
        if finding.severity is Severity.ERROR or (finding.severity is Severity.WARNING and on_sizes):
            yield finding


def with_units(planned: Planned, bills: Sequence[Its]) -> Planned:
    """Plans with the units that are billed for them: JW is not billed of every drug, in every setting, on every day.

    A plan whose bill a person must decide keeps its own.
    """
    plans = tuple(_billed(each, its) for each, its in zip(planned.plans, bills, strict=True))
    steps = tuple(_step_of(step, planned.best, plans[0]) for step in planned.steps)
    frontier = tuple(plans[planned.plans.index(each)] for each in planned.frontier)
    return replace(planned, plans=plans, frontier=frontier, steps=steps)


def _billed(plan: Plan, its: Its) -> Plan:
    if isinstance(its, Refused) or its.administered_units is None or its.discarded_units is None:
        return plan
    return replace(plan, administered_units=its.administered_units, discarded_units=its.discarded_units)


def _step_of(step: Step, before: Plan, plan: Plan) -> Step:
    """A step of the worksheet, with the units of the bill where they are others."""
    units = {
        "Administered units": (before.administered_units, plan.administered_units),
        "Discarded units": (before.discarded_units, plan.discarded_units),
    }.get(step.label)
    if units is None or units[0] == units[1]:
        return step
    return replace(step, expression="as the bill of this plan has them", value=grouped(units[1]), source="RULES R3")


def record_with_bills(planned: Planned, bills: Sequence[Its]) -> dict[str, Any]:
    """Plans as other programs read them, each with the claim lines that follow or, where a person must choose, each of
    the bills."""
    record = as_record(with_units(planned, bills))
    for each, its in zip(record["plans"], bills, strict=True):
        billed = None if isinstance(its, Refused) else its
        each["lines"] = [line.as_json() for line in billed.lines] if billed else []
        each["alternatives"] = (
            [alternative_record(alternative) for alternative in billed.alternatives] if billed else []
        )
    return record
