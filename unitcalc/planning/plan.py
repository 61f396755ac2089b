"""Which containers to open for a dose: the plan that wastes least, provably, and what else is worth considering."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from unitcalc.catalogue.basis import Basis, counts_amounts
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Problem, Refused
from unitcalc.planning.pools import Container, Pool
from unitcalc.planning.search import Choice, Kind, Objective, best, frontier
from unitcalc.quantity import Amount, grouped, read_count, rounded
from unitcalc.units import administered_units, begun, discarded_units

ZERO = Fraction(0)
MOST_UNUSED = 5
"""Rows of a stock that are named in a refusal."""
_TYPES = frozenset({ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE})
"""Container types that can be stated with what was opened."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Containers of one kind that a plan opens."""

    count: int
    container: Container

    def __str__(self) -> str:
        return f"{self.count} x {self.container.each.short}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Containers that cover a dose, and what follows from opening them."""

    pool: Pool
    openings: tuple[Opening, ...]
    given: Amount
    """The dose."""
    opened: Amount
    """Label amount of everything opened."""
    left: Amount
    """Discarded; left in a multi-dose container."""
    administered_units: int
    discarded_units: int
    """Billable, if the whole rest is discarded (RULES R4); zero for a multi-dose container."""
    cost: Fraction | None
    """Dollars for everything opened: as the stock list says, else by the payment limit; None where neither is known."""
    injections: int = 1
    """Into how many the dose has to be divided: a container each, or no more than a label allows at once."""
    proven: bool = field(default=True, compare=False)
    """Whether it is the best there is: False where there were more plans than are compared."""

    @property
    def containers(self) -> int:
        """How many are opened."""
        return sum(opening.count for opening in self.openings)

    @property
    def words(self) -> str:
        """What to open, in a line: each size once, of whatever lots."""
        counts: dict[Amount, int] = {}
        for opening in self.openings:
            counts[opening.container.each] = counts.get(opening.container.each, 0) + opening.count
        return " and ".join(f"{count} x {each.short}" for each, count in counts.items())

    @property
    def opened_texts(self) -> tuple[str, ...]:
        """The same as a bill takes it: by NDC where there is one, with the potency where it is printed on the lot."""
        return tuple(_typed(opening) for opening in self.openings)

    @property
    def amount_texts(self) -> tuple[str, ...]:
        """The same by amount alone."""
        return tuple(_by_amount(opening) for opening in self.openings)


@dataclass(frozen=True, slots=True)
class Pricing:
    """What an amount costs, and how units are counted."""

    drug: Drug
    basis: Basis

    def plan(self, pool: Pool, choice: Choice, dose: Amount) -> Plan:
        """A choice of the search as a plan."""
        openings = tuple(Opening(n, each) for n, each in zip(choice.counts, pool.containers, strict=True) if n)
        opened = sum((o.container.each.value * o.count for o in openings), ZERO)
        given = self.basis.number(dose)
        administered, discarded = self._units(given, opened, pool.kept)
        costs = [self.cost(o.container) for o in openings]
        total = sum((c * o.count for c, o in zip(costs, openings, strict=True) if c is not None), ZERO)
        return Plan(
            pool,
            openings,
            self.basis.of(given),
            self.basis.of(opened),
            self.basis.of(opened - given),
            administered,
            discarded,
            rounded(total, 2) if all(c is not None for c in costs) else None,
            injections(pool, self.basis.of(given), choice.containers),
            choice.proven,
        )

    def cost(self, container: Container) -> Fraction | None:
        """Dollars for one container: as the stock list says, else its label amount by the payment limit."""
        if container.cost is not None:
            return container.cost
        return self.worth(container.each)

    def worth(self, amount: Amount) -> Fraction | None:
        """An amount by the payment limit; None where there is none, or units don't count amounts."""
        drug = self.drug
        if drug.limit is None or drug.limit.limit is None or not drug.limit_is_per_unit or not counts_amounts(drug):
            return None
        return self.basis.number(amount) / self.basis.billing_unit.value * drug.limit.limit

    def _units(self, given: Fraction, opened: Fraction, kept: bool) -> tuple[int, int]:
        if not counts_amounts(self.drug):
            return 1, 0  # R0: one unit a dose; the amount only selects the code
        unit = self.basis.billing_unit.value
        waste = 0 if kept else discarded_units(given, opened - given, opened, unit)
        return administered_units(given, opened, unit), waste


class Search:
    """The search over pools, in whole numbers of a common measure."""

    def __init__(
        self,
        pools: Sequence[Pool],
        pricing: Pricing,
        dose: Amount,
        objective: Objective,
        unusual: frozenset[str] = frozenset(),
    ) -> None:
        self.pools = pools
        self.unusual = unusual
        """Products of which the dose is none that their labels state, in lower case."""
        self.pricing = pricing
        self.dose = dose
        self.objective = objective
        sizes = [each.each.value for pool in pools for each in pool.containers]
        self.measure = lcm(*(size.denominator for size in sizes), dose.value.denominator)
        """How many parts a unit is divided into, so that every size and the dose are whole."""
        self.whole_dose = int(dose.value * self.measure)

    def kinds(self, pool: Pool) -> tuple[Kind, ...]:
        """A pool's containers as the search takes them."""
        return tuple(
            Kind(
                int(each.each.value * self.measure),
                each.number,
                self.pricing.cost(each) or ZERO,
                each.expires.toordinal() if each.expires else None,
            )
            for each in pool.containers
        )

    def best(self) -> tuple[Plan, ...]:
        """The best plan of each pool that covers the dose, the best of all first."""
        found = []
        for pool in self.pools:
            choice = best(self.kinds(pool), self.whole_dose, objective_in(pool, self.objective))
            if choice is not None:
                found.append(self.pricing.plan(pool, choice, self.dose))
        return tuple(sorted(found, key=self.rank))

    def frontier(self, pool: Pool) -> tuple[Plan, ...]:
        """The plans of a pool that no other beats in both waste and number of containers, fewest containers first."""
        return tuple(
            self.pricing.plan(pool, choice, self.dose) for choice in frontier(self.kinds(pool), self.whole_dose)
        )

    def rank(self, plan: Plan) -> tuple[object, ...]:
        """Plans of several pools: a product that is not dosed otherwise, the fewest injections, then the objective."""
        return (*self._before(plan), *self._order(plan), plan.pool.product)

    def decided(self, found: Sequence[Plan]) -> str:
        """What came before the objective and made the first plan the best, in words; empty where nothing did."""
        best, order = self._before(found[0]), self._order(found[0])
        beaten = [self._before(plan) for plan in found[1:] if self._order(plan) < order]
        reasons = ("a product with such a usual dose", "fewest injections")
        return next((reasons[n] for n in range(2) if any(b[:n] == best[:n] and b[n] > best[n] for b in beaten)), "")

    def _before(self, plan: Plan) -> tuple[int, ...]:
        return (plan.pool.product.lower() in self.unusual, plan.injections)

    def _order(self, plan: Plan) -> tuple[Any, ...]:
        """What is left in a multi-dose container is no waste."""
        waste = ZERO if plan.pool.kept else plan.left.value
        cost = (plan.cost is None, plan.cost or ZERO)
        containers = plan.containers
        last = max((each or date.max for each in expiries(plan)), default=date.max)
        match self.objective:
            case Objective.CONTAINERS:
                return (containers, waste, cost)
            case Objective.COST:
                return (cost, waste, containers)
            case Objective.EXPIRY:
                return (last, waste, containers, cost)
            case _:
                return (waste, containers, cost)


def objective_in(pool: Pool, objective: Objective) -> Objective:
    """What is searched for in a pool where least waste is asked for: fewest containers, where each is an injection (a
    second one is worse than waste), and where what is left serves others (it is no waste)."""
    return Objective.CONTAINERS if objective is Objective.WASTE and (pool.separate or pool.kept) else objective


def injections(pool: Pool, given: Amount, containers: int) -> int:
    """Into how many a dose from a pool has to be divided."""
    if pool.separate:
        return containers
    if pool.injection is None or pool.concentration is None:
        return 1
    volume = Basis(pool.injection, concentration=pool.concentration).number(given)
    return int(begun(volume, pool.injection.value))


def expiries(plan: Plan) -> Iterator[date | None]:
    """When the containers of a plan expire, as far as it is known."""
    return (opening.container.expires for opening in plan.openings)


def too_little(pools: Iterable[Pool], dose: Amount, unused: Sequence[str] = ()) -> Refused:
    """Nothing covers the dose: how much there is of what may be combined, and which rows of it are not used and why."""
    totals = [(sum((each.each.value * (each.number or 0) for each in pool.containers), ZERO), pool) for pool in pools]
    most, pool = max(totals, key=lambda each: each[0])
    named = f" of {pool.product}" if pool.product else ""
    held = f"{Amount(most, dose.unit).short}{' that may be combined in one dose' if len(totals) > 1 else ''}"
    message = f"{dose.short} is more than the stock{named} holds: {held}."
    hint = "Find more, or correct the dose."
    if len(totals) > 1 and sum((total for total, _ in totals), ZERO) >= dose.value:
        hint += " The rest of the stock may not be combined with these in one dose (RULES 2.4)."
    return Refused(Problem("stock-too-small", with_unused(message, unused), hint, field="dose"))


def refuse_too_many(plan: Plan) -> None:
    """Refuse a plan of more containers than a record can state: its dose is a slip."""
    for opening in plan.openings:
        try:
            read_count(str(opening.count))
        except Refused:
            product = plan.pool.product or "it"
            message = (
                f"{plan.given.short} would be {grouped(plan.containers)} containers of {product}: too large a dose."
            )
            hint = "Check the number and the unit of the dose."
            raise Refused(Problem("dose-too-large", message, hint, field="dose")) from None


def with_unused(message: str, unused: Sequence[str]) -> str:
    """A refusal, and what of the stock could not be used."""
    if not unused:
        return message
    more = f" And {len(unused) - MOST_UNUSED} rows more." if len(unused) > MOST_UNUSED else ""
    return f"{message} Not counted: {' '.join(unused[:MOST_UNUSED])}{more}"


def _typed(opening: Opening) -> str:
    container = opening.container
    if len(container.ndcs) != 1:
        return _by_amount(opening)
    return f"{opening.count} x {container.ndcs[0]} @ {container.each.short}"


def _by_amount(opening: Opening) -> str:
    # What the plan knows of their type is known to its bill, whatever else is sold in that size.
    told = f" {opening.container.type}" if opening.container.type in _TYPES else ""
    return f"{opening}{told}"
