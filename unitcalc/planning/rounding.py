"""Rounding a dose to whole containers: a proposal with both doses, never done silently (RULES 4.7, 8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from unitcalc.dosing.formulas import formulas_of
from unitcalc.findings import Finding, Severity
from unitcalc.planning.asked import Asked
from unitcalc.planning.plan import Plan, Pricing, Search
from unitcalc.planning.search import nearest
from unitcalc.quantity import Amount, grouped, rounded


class Within(NamedTuple):
    """How far a rounded dose may be from the ordered one: a share of it, inclusive, and whose policy that is."""

    share: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Rounded:
    """A dose of whole containers near the ordered one. It changes the order only if a person accepts it."""

    ordered: Amount
    dose: Amount
    plan: Plan
    change: Fraction
    """Of the ordered dose: -1/20 is 5 % less."""
    saved: Amount
    """The waste of the plan for the ordered dose: whole containers leave none."""
    money_saved: Fraction | None
    """Dollars, of everything opened."""
    source: str

    @property
    def percent(self) -> str:
        """The change as a person reads it: `+2.86 %`, to two decimals, half up.

        Whether it lies within the limit was decided on the exact number.
        """
        sign = "+" if self.change > 0 else "-" if self.change < 0 else ""
        return f"{sign}{grouped(rounded(abs(self.change) * 100, 2))} %"


def within(asked: Asked) -> Within | None:
    """As far as was typed, and whose policy that is; where nothing was typed, the practice for a product whose potency
    is printed on each lot, or None."""
    known = formulas_of(asked.catalogue.reference)
    tolerance, percent = known.factor_tolerance, asked.typed.percent
    if percent is None:
        return Within(tolerance.least, str(tolerance.source)) if asked.assayed else None
    if asked.assayed:
        usual, source = tolerance.most, tolerance.source
    else:
        usual, source = known.rounding.value, known.rounding.source
    beyond = "" if percent / 100 <= usual else f"; {grouped(percent)} % is your own, more than that"
    return Within(percent / 100, f"{source}{beyond}")


def rounded_doses(asked: Asked, pricing: Pricing, ordered: Plan, limit: Within) -> tuple[Rounded, ...]:
    """Doses of whole containers within a share of the ordered dose, inclusive, the nearest first and each once.

    They are of the product and route of the plan for the ordered dose: an order is rounded, not changed to another
    product. None where that plan leaves no waste.
    """
    if ordered.pool.kept or not ordered.left:
        return ()
    dose = ordered.given
    search = Search(asked.pools, pricing, dose, asked.objective)
    lowest, highest = search.whole_dose * (1 - limit.share), search.whole_dose * (1 + limit.share)
    found = []
    for pool in asked.pools:
        if pool.kept or (pool.product, pool.route) != (ordered.pool.product, ordered.pool.route):
            continue
        choice = nearest(search.kinds(pool), search.whole_dose, -(-lowest // 1), highest // 1)
        if choice is None or choice.total == search.whole_dose:
            continue
        new = pricing.basis.of(Fraction(choice.total, search.measure))
        plan = pricing.plan(pool, choice, new)
        saved = None if plan.cost is None or ordered.cost is None else ordered.cost - plan.cost
        found.append(Rounded(dose, new, plan, new / dose - 1, ordered.left, saved, limit.source))
    found.sort(key=lambda each: (each.plan.injections, abs(each.change), each.plan.containers, each.dose.value))
    nearest_of = {each.dose: each for each in reversed(found)}
    return tuple(each for each in found if nearest_of[each.dose] is each)


def none_near(asked: Asked, ordered: Plan, rounded: Sequence[Rounded], limit: Within | None) -> Iterator[Finding]:
    """That rounding was asked for and there is nothing to propose."""
    if asked.typed.percent is None or rounded or limit is None:
        return
    if ordered.pool.kept or not ordered.left:
        message = f"{ordered.given.short} leaves no waste that rounding the dose could save."
    else:
        percent = grouped(asked.typed.percent)
        message = f"No dose of whole containers lies within {percent} % of {ordered.given.short}."
    yield Finding("rounding-none", Severity.INFO, message, limit.source)
