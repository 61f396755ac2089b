"""Plans as other programs read them: the JSON of `unitcalc plan`."""

from collections.abc import Iterable
from typing import Any

from unitcalc.findings import Finding, Step
from unitcalc.planning.plan import Opening, Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.rounding import Rounded
from unitcalc.planning.sharing import Day, Portion
from unitcalc.quantity import money, plain


def as_record(planned: Planned) -> dict[str, Any]:
    """The plans of a dose, the best first. Amounts are exact text, counts numbers, money decimal text."""
    return {
        "code": planned.code,
        "descriptor": planned.descriptor,
        "date": planned.date.isoformat(),
        "dose": planned.dose.as_json(),
        "objective": planned.objective.value,
        "from_stock": planned.from_stock,
        "plans": [plan_record(plan) for plan in planned.plans],
        "frontier": [
            {"containers": plan.containers, "discarded": plan.left.as_json(), "plan": planned.plans.index(plan)}
            for plan in planned.frontier
        ],
        "rounding": [_rounded(each) for each in planned.rounded],
        **_told(planned.steps, planned.findings),
        **_resting(planned),
    }


def day_record(day: Day) -> dict[str, Any]:
    """The containers of several patients' day: the way that was asked for, and what the other way would open."""
    return {
        "code": day.code,
        "descriptor": day.descriptor,
        "date": day.date.isoformat(),
        "dose": day.plan.given.as_json(),
        "objective": day.objective.value,
        "from_stock": day.from_stock,
        "shared": day.shared,
        "plans": [plan_record(day.plan)],
        "patients": [_portion(each) for each in day.portions],
        "other": {**plan_record(day.other), "shared": not day.shared} if day.other else None,
        **_told(day.steps, day.findings),
        **_resting(day),
    }


def plan_record(plan: Plan) -> dict[str, Any]:
    """One plan."""
    return {
        "product": plan.pool.product or None,
        "labelers": list(plan.pool.labelers),
        "route": plan.pool.route or None,
        "containers": [opening_record(opening) for opening in plan.openings],
        "container_count": plan.containers,
        "injections": plan.injections,
        "given": plan.given.as_json(),
        "opened": plan.opened.as_json(),
        "discarded": plan.left.as_json(),
        "kept": plan.pool.kept,
        "administered_units": plan.administered_units,
        "discarded_units": plan.discarded_units,
        "cost": money(plan.cost) if plan.cost is not None else None,
    }


def opening_record(opening: Opening) -> dict[str, Any]:
    """Containers of one kind; `ndc` only where no other NDC is the same size."""
    container = opening.container
    return {
        "count": opening.count,
        "label_amount": container.each.as_json(),
        "ndc": container.ndcs[0] if len(container.ndcs) == 1 else None,
        "ndcs": list(container.ndcs),
        "container_type": container.type.value,
        "lot": container.lot or None,
        "expires": container.expires.isoformat() if container.expires else None,
        "source": container.source,
    }


def _rounded(each: Rounded) -> dict[str, Any]:
    return {
        "ordered": each.ordered.as_json(),
        "dose": each.dose.as_json(),
        "change_percent": plain(each.change * 100),
        "discarded_saved": each.saved.as_json(),
        "cost_saved": money(each.money_saved) if each.money_saved is not None else None,
        "plan": plan_record(each.plan),
        "source": each.source,
    }


def _portion(each: Portion) -> dict[str, Any]:
    return {
        "patient": each.patient,
        "given": each.given.as_json(),
        "containers": [{**opening_record(opening), "given": amount.as_json()} for opening, amount in each.taken],
        "discarded": each.left.as_json(),
        "administered_units": each.administered_units,
        "discarded_units": each.discarded_units,
    }


def _told(steps: Iterable[Step], findings: Iterable[Finding]) -> dict[str, Any]:
    return {
        "steps": [step.as_json() for step in steps],
        "findings": [finding.as_json() for finding in findings],
    }


def _resting(result: Planned | Day) -> dict[str, Any]:
    """The tables and rules that a result rests on."""
    return {
        "data": [use.as_json() for use in result.data],
        "rules": [rule.as_json() for rule in result.rules],
    }
