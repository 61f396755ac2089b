"""Several patients' doses, each from containers of its own, all of one product (RULES 2.7)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from unitcalc.planning.allot import allotted, as_choice
from unitcalc.planning.asked import Asked
from unitcalc.planning.plan import Opening, Plan, Pricing, Search, objective_in
from unitcalc.planning.pools import Pool
from unitcalc.planning.search import Choice, Objective
from unitcalc.planning.stock import TooManyError

ZERO = Fraction(0)


class Apart(NamedTuple):
    """Each patient's own plan."""

    plans: tuple[Plan, ...] | None
    """In the order of the patients' turns; None: nothing covers each dose by itself."""
    days: tuple[Plan, ...]
    """The day as one plan, from each pool that covers it, the best first."""
    sure: bool
    """Whether every way was compared; else there may be a better one, or one at all."""


def apart(asked: Asked, pricing: Pricing) -> Apart:
    """Each patient's own plan, all of one pool: the pool whose day is the best."""
    days, sure = [], True
    for pool in asked.pools:
        plans, all_compared = _of_pool(asked, pricing, pool)
        sure = sure and all_compared
        if plans is not None:
            days.append((summed(pricing, plans), plans))
    search = Search(asked.pools, pricing, asked.dose, asked.objective, asked.unusual)
    days.sort(key=lambda day: search.rank(day[0]))
    if not days:
        return Apart(None, (), sure)
    totals = tuple(total if sure else replace(total, proven=False) for total, _ in days)
    return Apart(days[0][1], totals, sure)


def _of_pool(asked: Asked, pricing: Pricing, pool: Pool) -> tuple[tuple[Plan, ...] | None, bool]:
    """The day from one pool: where each dose has what is best for it alone, that; else the best of all ways.

    And whether every way was compared.
    """
    quick = _in_some_order(asked, pricing, pool)
    dated = asked.objective is Objective.EXPIRY and any(each.expires for each in pool.containers)
    bought = all(each.number is None for each in pool.containers)
    if quick is not None and (bought or (not dated and all(plan.proven for plan in quick))):
        return quick, all(plan.proven for plan in quick)
    try:
        return _exactly(asked, pricing, pool), True
    except TooManyError:
        return quick, False


def _exactly(asked: Asked, pricing: Pricing, pool: Pool) -> tuple[Plan, ...] | None:
    doses = [patient.dose for patient in asked.patients]
    # The measure must make every dose whole, not their sum alone.
    part = replace(asked.dose, value=Fraction(1, lcm(*(dose.value.denominator for dose in doses))))
    search = Search((pool,), pricing, part, asked.objective)
    kinds = search.kinds(pool)
    found = allotted(kinds, [int(dose.value * search.measure) for dose in doses], objective_in(pool, asked.objective))
    if found is None:
        return None
    plans = []
    for counts, dose in zip(found, doses, strict=True):
        total, cost = as_choice(kinds, counts)
        plans.append(pricing.plan(pool, Choice(counts, total, sum(counts), cost), dose))
    return tuple(plans)


def _in_some_order(asked: Asked, pricing: Pricing, pool: Pool) -> tuple[Plan, ...] | None:
    """The best day of those where each plan is the best from what those before it left: in the order of turns, or with
    the largest or the smallest dose first."""
    turns = range(len(asked.patients))
    by_dose = sorted(turns, key=lambda turn: asked.patients[turn].dose.value)
    days = []
    for order in dict.fromkeys((tuple(turns), tuple(reversed(by_dose)), tuple(by_dose))):
        plans = _one_by_one(asked, pricing, pool, order)
        if plans is not None:
            days.append(plans)
            if all(plan.proven for plan in plans):
                break
    search = Search((pool,), pricing, asked.dose, asked.objective)
    return min(days, key=lambda plans: search.rank(summed(pricing, plans)), default=None)


def _one_by_one(asked: Asked, pricing: Pricing, pool: Pool, order: Sequence[int]) -> tuple[Plan, ...] | None:
    """The patients' plans, each from what those before it in the order left; None where that is too little.

    They are proven to be the best together where each is as good as if it had the stock for itself.
    """
    whole, left, plans = pool, pool, {}
    for turn in order:
        dose = asked.patients[turn].dose
        found = Search((left,), pricing, dose, asked.objective).best() if left.containers else ()
        if not found:
            return None
        plan = found[0]
        if left != whole:
            search = Search((whole,), pricing, dose, asked.objective)
            plan = replace(plan, proven=plan.proven and search.rank(plan) == search.rank(search.best()[0]))
        plans[turn] = plan
        left = _less(left, plan)
    return tuple(plans[turn] for turn in range(len(plans)))


def _less(pool: Pool, plan: Plan) -> Pool:
    """A pool without what a plan opened of its stock."""
    opened = {id(opening.container): opening.count for opening in plan.openings}
    left = tuple(
        each if each.number is None else each._replace(number=each.number - opened.get(id(each), 0))
        for each in pool.containers
    )
    return pool._replace(containers=tuple(each for each in left if each.number is None or each.number > 0))


def summed(pricing: Pricing, plans: Sequence[Plan]) -> Plan:
    """Several plans of one pool as one."""
    openings: dict[object, Opening] = {}
    for opening in (opening for plan in plans for opening in plan.openings):
        key = opening.container._replace(number=None)
        before = openings.get(key)
        openings[key] = replace(opening, count=opening.count + (before.count if before else 0))
    basis, costs = pricing.basis, [plan.cost for plan in plans]
    return Plan(
        plans[0].pool,
        tuple(openings.values()),
        basis.of(sum((plan.given.value for plan in plans), ZERO)),
        basis.of(sum((plan.opened.value for plan in plans), ZERO)),
        basis.of(sum((plan.left.value for plan in plans), ZERO)),
        sum(plan.administered_units for plan in plans),
        sum(plan.discarded_units for plan in plans),
        None if None in costs else sum((cost for cost in costs if cost is not None), ZERO),
        sum(plan.injections for plan in plans),
        all(plan.proven for plan in plans),
    )
