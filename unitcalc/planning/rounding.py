"""Rounding a dose to whole containers: a proposal with both doses, never done silently (RULES 4.7, 8)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from unitcalc.dosing.formulas import DOCUMENT, read_formulas
from unitcalc.findings import Problem, Refused
from unitcalc.planning.asked import Asked
from unitcalc.planning.plan import Plan, Pricing, Search
from unitcalc.planning.search import nearest
from unitcalc.quantity import Amount, grouped, read_number, rounded

_PERCENT = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<sign>%|percent)?", re.IGNORECASE)
MOST = Fraction(25)
"""A proposal farther from the order than this many percent is no rounding; it is refused as a slip."""


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


def read_within(asked: Asked, text: str) -> Within | None:
    """`10%`, `5`; where nothing is typed, the practice for a product whose potency is printed on each lot, or None.

    Refused for what is no percentage, and for more than can be a rounding.
    """
    known = read_formulas(asked.catalogue.reference.document(DOCUMENT))
    tolerance = known.factor_tolerance
    if not text.strip():
        return Within(tolerance.least, str(tolerance.source)) if asked.assayed else None
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        message = f"'{text.strip()[:20]}' is no percentage."
        raise Refused(Problem("round-within-not-read", message, "Write 10%.", field="round_within"))
    percent = read_number(match["number"])
    if percent > MOST:
        message = f"{grouped(percent)} % is no rounding of a dose."
        hint = f"The usual policy is {grouped(known.rounding.value * 100)} %."
        raise Refused(Problem("round-within-too-much", message, hint, field="round_within"))
    if asked.assayed:
        usual, source = tolerance.most, tolerance.source
    else:
        usual, source = known.rounding.value, known.rounding.source
    beyond = "" if percent / 100 <= usual else f"; {grouped(percent)} % is your own, more than that"
    return Within(percent / 100, f"{source}{beyond}")


def rounded_doses(asked: Asked, pricing: Pricing, ordered: Plan, within: Within) -> tuple[Rounded, ...]:
    """Doses of whole containers within a share of the ordered dose, inclusive; one of each pool, the nearest first."""
    dose = ordered.given
    search = Search(asked.pools, pricing, dose, asked.objective)
    lowest, highest = search.whole_dose * (1 - within.share), search.whole_dose * (1 + within.share)
    found = []
    for pool in asked.pools:
        choice = nearest(search.kinds(pool), search.whole_dose, -(-lowest // 1), highest // 1)
        if choice is None or choice.total == search.whole_dose:
            continue
        new = pricing.basis.of(Fraction(choice.total, search.measure))
        plan = pricing.plan(pool, choice, new)
        saved = None if plan.cost is None or ordered.cost is None else ordered.cost - plan.cost
        found.append(Rounded(dose, new, plan, new / dose - 1, ordered.left, saved, within.source))
    return tuple(sorted(found, key=lambda each: (abs(each.change), each.plan.containers, each.dose.value)))
