"""The bill that follows from a plan: of the containers that it shows, and of no others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.record import alternative_record
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Severity
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.record import as_record


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
    """The bill of a plan, if the dose is given and the rest discarded. Refused where it can't be billed."""
    request = BillRequest(
        code=code,
        given=str(plan.given.short),
        opened=plan.opened_texts,
        date=day.isoformat(),
        payer=payer,
        setting=setting,
        shortage=shortage,
    )
    return bill(catalogue, request, today)


def bills_of_plans(
    catalogue: Catalogue, planned: Planned, today: date, *, payer: str = "", setting: str = "", shortage: str = ""
) -> tuple[Bill, ...]:
    """The bill of each plan, in their order."""
    code, day = planned.code, planned.date
    return tuple(
        bill_of_plan(catalogue, each, code, day, today, payer=payer, setting=setting, shortage=shortage)
        for each in planned.plans
    )


def with_bill(planned: Planned, its: Bill) -> Planned:
    """A plan that waits for a person where the bill of its best does, with what has to be decided."""
    errors = (finding for finding in its.findings if finding.severity is Severity.ERROR)
    return replace(planned, findings=tuple(dict.fromkeys((*planned.findings, *errors))))


def record_with_bills(planned: Planned, bills: Sequence[Bill]) -> dict[str, Any]:
    """Plans as other programs read them, each with the claim lines that follow or, where a person must choose, each of
    the bills."""
    record = as_record(planned)
    for each, its in zip(record["plans"], bills, strict=True):
        each["lines"] = [line.as_json() for line in its.lines]
        each["alternatives"] = [alternative_record(alternative) for alternative in its.alternatives]
    return record
