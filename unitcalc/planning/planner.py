"""Plans the containers for one dose: the plan that wastes least, provably, and what else is worth considering."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import TableUse
from unitcalc.catalogue.rules import Rule
from unitcalc.findings import Finding, Severity, Step, waits_for_a_person
from unitcalc.planning.asked import Asked, read_asked
from unitcalc.planning.plan import Plan, Pricing, Search, refuse_too_many, too_little
from unitcalc.planning.pools import routes
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.rounding import Rounded, none_near, rounded_doses, within
from unitcalc.planning.search import Objective
from unitcalc.planning.worksheet import cited_by, worksheet
from unitcalc.quantity import Amount

MOST_OTHERS = 4
"""Plans from other products that are shown beside the best."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What to open for a dose."""

    code: str
    descriptor: str
    date: date
    dose: Amount
    objective: Objective
    from_stock: bool
    plans: tuple[Plan, ...]
    """The best first, then the others of its product's frontier, then the best of other products."""
    frontier: tuple[Plan, ...]
    """What no other plan beats in both waste and number of containers, the fewest containers first."""
    rounded: tuple[Rounded, ...]
    """Doses of whole containers near the ordered one: proposals, the nearest first."""
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]
    """The rules that steps and findings cite."""

    @property
    def best(self) -> Plan:
        """The plan to follow."""
        return self.plans[0]

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a finding of severity `error` stands in the way."""
        return waits_for_a_person(self.findings)


def plan(catalogue: Catalogue, request: PlanRequest, today: date) -> Planned:
    """The containers to open for a dose. Refused with every problem where it can't be planned (RULES 2.3, 2.4)."""
    return planned(read_asked(catalogue, request, today))


def planned(asked: Asked) -> Planned:
    """The same of what was read already."""
    pricing, limit = Pricing(asked.drug, asked.basis), within(asked)
    search = Search(asked.pools, pricing, asked.dose, asked.objective, asked.unusual)
    found = search.best()
    if not found:
        raise too_little(asked.pools, asked.dose, asked.unused)
    refuse_too_many(found[0])
    frontier = search.frontier(found[0].pool)
    rounded = rounded_doses(asked, pricing, found[0], limit) if limit else ()
    others = [each for each in frontier if each.openings != found[0].openings]
    steps = worksheet(asked, found[0], search.decided(found))
    findings = (
        *asked.findings,
        *of_choice(asked, found),
        *of_dose(found[0]),
        *none_near(asked, found[0], rounded, limit),
    )
    return Planned(
        code=asked.drug.code,
        descriptor=asked.drug.row.long,
        date=asked.typed.day,
        dose=asked.dose,
        objective=asked.objective,
        from_stock=asked.from_stock,
        plans=(found[0], *others, *_of_others(found)),
        frontier=frontier,
        rounded=rounded,
        steps=steps,
        findings=findings,
        data=asked.tables,
        rules=cited_by(asked, steps, findings),
    )


def _of_others(found: Sequence[Plan]) -> tuple[Plan, ...]:
    """The best plans of other products, those that open the same once."""
    seen = {_what(found[0])}
    others = []
    for each in found[1:]:
        if _what(each) not in seen:
            seen.add(_what(each))
            others.append(each)
    return tuple(others[:MOST_OTHERS])


def _what(plan: Plan) -> tuple[object, ...]:
    return plan.words, plan.pool.product, plan.pool.route, plan.pool.kept


def of_choice(asked: Asked, found: Sequence[Plan]) -> Iterator[Finding]:
    """What is to be known of the containers of the best plan; after it in `found`, the best of other pools."""
    plan, pool = found[0], found[0].pool
    if not plan.proven:
        message = (
            "These containers can be combined in more ways than are compared: another plan may waste or cost less. "
            "What is said of this one is exact."
        )
        yield Finding("plan-not-proven", Severity.WARNING, message, "RULES 2.3")
    known = routes(pool.route)
    if missing := {route for each in found for route in routes(each.pool.route)} - set(known) if known else ():
        message = f"The plan is for {_listed(known)} use; there are also {_listed(missing)} containers. Name the route."
        yield Finding("route-chosen", Severity.WARNING, message, "RULES 2.4")
    others = {each.pool.product.lower(): each.pool.product for each in found if each.pool.product}
    if others.pop(pool.product.lower(), "") and others and not asked.product:
        named, are = _named(others.values()), "is" if len(others) == 1 else "are"
        where = "in stock" if asked.from_stock else "sold"
        message = f"The plan is of {pool.product}; {named} {are} {where} under {asked.drug.code} too. Name the product."
        # Where every product opens the same, only the NDC hangs on it.
        alike = {(each.words, each.pool.kept) for each in found} == {(plan.words, pool.kept)}
        severity = Severity.INFO if alike else Severity.WARNING
        yield Finding("product-chosen", severity, message, "RULES 2.4")
    sizes = {each.container.each for each in plan.openings}
    if pool.rule and (len(sizes) > 1 or pool.separate or pool.concentration is not None):
        yield Finding("pooling", Severity.INFO, pool.rule, pool.source)
    elif len(sizes) > 1 and not pool.rule:
        message = f"Whether {plan.words} may be combined in one dose is not known here: read the label."
        yield Finding("pooling-unknown", Severity.WARNING, message, "RULES 2.4")
    if pool.kept and plan.left:
        message = f"What is left, {plan.left.short}, is in a multi-dose container: it is no waste and may serve others."
        yield Finding("multi-dose", Severity.INFO, message, "RULES 2.10, R2")


def of_dose(plan: Plan, patient: str = "") -> Iterator[Finding]:
    """How a dose has to be divided."""
    if plan.injections > 1:
        name = plan.pool.product or "it"
        message = f"{f'{patient}: ' if patient else ''}{plan.given.short} are {plan.injections} injections of {name}."
        yield Finding("several-injections", Severity.INFO, message, plan.pool.source or "RULES 2.4")


def _named(names: Iterable[str]) -> str:
    """Product names in a line; of many the first, and how many more."""
    known = sorted(names)
    shown = known if len(known) <= MOST_OTHERS else [*known[: MOST_OTHERS - 1], f"{len(known) - MOST_OTHERS + 1} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(name.lower() for name in names))
