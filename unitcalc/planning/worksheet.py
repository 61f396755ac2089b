"""The steps of a plan: the dose, the sizes that may be opened, the choice, and what follows from it."""

from unitcalc.catalogue.basis import counts_amounts
from unitcalc.findings import Step
from unitcalc.planning.asked import Asked
from unitcalc.planning.plan import Plan
from unitcalc.planning.pools import Pool
from unitcalc.planning.search import Objective
from unitcalc.quantity import dollars, grouped

_CHOSEN = {
    Objective.WASTE: "least waste, then fewest containers, then lowest cost",
    Objective.CONTAINERS: "fewest containers, then least waste, then lowest cost",
    Objective.COST: "lowest cost, then least waste, then fewest containers",
    Objective.EXPIRY: "what expires first, then least waste, then fewest containers",
}
PROVEN = "every combination considered"


def worksheet(asked: Asked, plan: Plan) -> tuple[Step, ...]:
    """The steps of the best plan, with the source of each."""
    drug, pool = asked.drug, plan.pool
    steps = [
        Step("Dose", f"{plan.given.short} to be given", plan.given.short, "as stated"),
        Step("Sizes", sizes(pool), pool.product or drug.code, _source(asked, pool)),
        Step("Plan", f"{plan.words} = {plan.opened.short}; {_CHOSEN[asked.objective]}", plan.words, "RULES 2.3, 2.4"),
        Step(
            "Left in a container" if pool.kept else "Discard",
            f"{plan.opened.short} opened less {plan.given.short} given",
            plan.left.short,
            "RULES 2.10" if pool.kept else "RULES 2",
        ),
    ]
    if counts_amounts(drug):
        unit = asked.basis.billing_unit.short
        expression = f"{plan.given.short} / {unit}, rounded up"
        steps.append(Step("Administered units", expression, grouped(plan.administered_units), "RULES R1, 1.1"))
        if not pool.kept:
            expression = f"{plan.opened.short} / {unit}, rounded down, less {grouped(plan.administered_units)}"
            steps.append(Step("Discarded units", expression, grouped(plan.discarded_units), "RULES R4, 1.2, 1.3"))
    if plan.cost is not None:
        stated = all(each.container.cost is not None for each in plan.openings)
        source = "stock list" if stated else str(drug.use("limits").table) + " " + drug.use("limits").period
        expression = "the price of each container" if stated else f"{plan.opened.short} by the payment limit"
        steps.append(Step("Cost", expression, dollars(plan.cost), source))
    return tuple(steps)


def sizes(pool: Pool) -> str:
    """The sizes of a pool in a line, with how many of each there are."""
    told = [
        f"{each.number} x {each.each.short}" if each.number is not None else each.each.short for each in pool.containers
    ]
    return ", ".join(dict.fromkeys(told))


def _source(asked: Asked, pool: Pool) -> str:
    if asked.from_stock:
        return "what is at hand"
    return "; ".join(dict.fromkeys(each.source for each in pool.containers[:3]))
