"""The steps of a plan: the dose, the sizes that may be opened, the choice, and what follows from it."""

from collections.abc import Iterable

from unitcalc.catalogue.basis import counts_amounts
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.findings import Finding, Step
from unitcalc.planning.asked import Asked
from unitcalc.planning.plan import Plan, objective_in
from unitcalc.planning.pools import Pool
from unitcalc.planning.search import Objective
from unitcalc.quantity import dollars, grouped

_CHOSEN = {
    Objective.WASTE: "least waste, then fewest containers, then lowest cost",
    Objective.CONTAINERS: "fewest containers, then least waste, then lowest cost",
    Objective.COST: "lowest cost, then least waste, then fewest containers",
    Objective.EXPIRY: "what expires first, then least waste, then fewest containers",
}
PROVEN = "of all combinations"
TRIED = "of the combinations that were tried"


def worksheet(asked: Asked, plan: Plan, decided: str = "") -> tuple[Step, ...]:
    """The steps of the best plan, with the source of each; `decided`: what came before the objective."""
    drug, pool = asked.drug, plan.pool
    steps = [
        Step("Dose", f"{plan.given.short} to be given", plan.given.short, "as stated"),
        Step("Sizes", sizes(pool), pool.product or drug.code, _source(asked, pool)),
        Step("Plan", f"{plan.words}; {_chosen(asked, plan, decided)}", plan.opened.short, "RULES 2.3, 2.4"),
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
        expression, source = _cost(asked, plan)
        steps.append(Step("Cost", expression, dollars(plan.cost), source))
    return tuple(steps)


def _chosen(asked: Asked, plan: Plan, decided: str) -> str:
    chosen = _CHOSEN[objective_in(plan.pool, asked.objective)]
    if decided and not chosen.startswith(decided):
        chosen = f"{decided} first, then {chosen}"
    return f"{PROVEN if plan.proven else TRIED}: {chosen}"


def _cost(asked: Asked, plan: Plan) -> tuple[str, str]:
    """How the cost of everything opened is known, and from where."""
    use = asked.drug.use("limits")
    stated = [opening for opening in plan.openings if opening.container.cost is not None]
    if len(stated) == len(plan.openings):
        return "the price of each container", "stock list"
    limit = f"{use.table} {use.period}"
    if not stated:
        return f"{plan.opened.short} by the payment limit", limit
    priced = " and ".join(map(str, stated))
    return f"the price of {priced}; the rest, without a price of its own, by the payment limit", f"stock list; {limit}"


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


def cited_by(asked: Asked, steps: Iterable[Step], findings: Iterable[Finding]) -> tuple[Rule, ...]:
    """The rules that steps and findings name."""
    sources = [*(step.source for step in steps), *(finding.source for finding in findings)]
    return cited(asked.catalogue.rules, sources)
