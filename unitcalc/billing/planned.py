"""The bill that follows from a plan: of the containers that it shows, and of no others."""

from datetime import date

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned


def bill_of_plan(
    catalogue: Catalogue, plan: Plan, code: str, day: date, today: date, *, payer: str = "", setting: str = ""
) -> Bill:
    """The bill of a plan, if the dose is given and the rest discarded. Refused where it can't be billed."""
    request = BillRequest(
        code=code,
        given=str(plan.given.short),
        opened=plan.opened_texts,
        date=day.isoformat(),
        payer=payer,
        setting=setting,
    )
    return bill(catalogue, request, today)


def bills_of_plans(
    catalogue: Catalogue, planned: Planned, today: date, *, payer: str = "", setting: str = ""
) -> tuple[Bill, ...]:
    """The bill of each plan, in their order."""
    return tuple(
        bill_of_plan(catalogue, each, planned.code, planned.date, today, payer=payer, setting=setting)
        for each in planned.plans
    )
