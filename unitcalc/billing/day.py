"""Several administrations of one day, for a payer that rounds units once a day (RULES 1.9).

Waste is judged for each administration all the same: what one wasted of its own containers stays wasted, and nothing
above a container's label is made good by another's. Only the amounts are added before they are made whole units.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from unitcalc.billing.bill import Bill, subject_of
from unitcalc.billing.case import Case
from unitcalc.billing.claim import has_lines, lines_of, ndc_quantities, with_money
from unitcalc.billing.compute import Group, Outcome, Terms, group_of
from unitcalc.billing.lines import ClaimLine, NdcQuantity
from unitcalc.billing.terms import terms_of
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Step
from unitcalc.quantity import grouped

ZERO = Fraction(0)
_OF_LINES = ("Line ", "NDC quantity, line", "Payment, line", "Nominal charge")
"""How the worksheet's steps about claim lines begin: a day has lines of its own."""


class Day(NamedTuple):
    """The units of a day; `bills` are those of its administrations, with the day's lines on the last one."""

    groups: tuple[Group, ...]
    unit: Fraction
    bills: tuple[Bill, ...]


def rounded_once(catalogue: Catalogue, cases: Sequence[Case], bills: Sequence[Bill]) -> Day | None:
    """The day of several administrations; None for one, where each is rounded, and while a person must choose."""
    first = cases[0]
    value = first.policy.value("rounding-per", first.day)
    outcomes = _outcomes(cases, bills)
    if value.value != "day" or not outcomes:
        return None
    unit, subject = _unit(first), subject_of(first)
    groups: list[Group] = []
    lines: list[ClaimLine] = []
    for parts, group in _joined(catalogue, cases, outcomes):
        groups.append(group)
        if group.administered_units and has_lines(first):
            found = [ndc_quantities(case, outcome, part) for case, outcome, part in parts]
            discarded = _sum([each for _, each in found]) if group.discarded_units else ()
            lines += lines_of(first, subject, group, _sum([each for each, _ in found]), discarded)
    administered = sum(group.administered_units for group in groups)
    waste = sum(group.discarded_units for group in groups)
    of, one = first.counted.basis.of, first.billing_unit.short
    given = " + ".join(of(sum((min(g.given, g.label) for g in each.groups), ZERO)).short for each in outcomes)
    away = " + ".join(of(sum((_away(g) for g in each.groups), ZERO)).short for each in outcomes)
    steps = (
        Step(
            "Administered units of the day",
            f"({given}) / {one}, rounded up once",
            grouped(Fraction(administered)),
            value.cite(),
        ),
        Step(
            "Discarded units of the day (JW)",
            f"({given} given + {away} discarded) / {one}, rounded down once, - {grouped(Fraction(administered))}",
            grouped(Fraction(waste)),
            value.cite(),
        ),
    )
    plain = [
        replace(its, lines=(), steps=tuple(step for step in its.steps if not step.label.startswith(_OF_LINES)))
        for its in bills
    ]
    last = replace(plain[-1], lines=with_money(first, subject, lines), steps=(*plain[-1].steps, *steps))
    return Day(tuple(groups), unit, (*plain[:-1], last))


def units_rounded_once(catalogue: Catalogue, cases: Sequence[Case], bills: Sequence[Bill]) -> tuple[int, int] | None:
    """Administered and discarded units rounded once for the day, whatever the payer does; None as above."""
    outcomes = _outcomes(cases, bills)
    groups = [group for _, group in _joined(catalogue, cases, outcomes)] if outcomes else []
    if not groups:
        return None
    return sum(group.administered_units for group in groups), sum(group.discarded_units for group in groups)


_Part = tuple[Case, Outcome, Group]


def _outcomes(cases: Sequence[Case], bills: Sequence[Bill]) -> list[Outcome]:
    """What each administration bills; empty where there is only one, or they can't be added."""
    outcomes = [its.outcome for its in bills if its.outcome is not None]
    alike = len({(case.drug.code, case.billing_unit, case.policy.name, case.typed.supply) for case in cases}) == 1
    return outcomes if len(cases) > 1 and len(outcomes) == len(cases) and alike else []


def _unit(case: Case) -> Fraction:
    return case.billing_unit.value if case.counted.physical else Fraction(1)


def _joined(
    catalogue: Catalogue, cases: Sequence[Case], outcomes: Sequence[Outcome]
) -> Iterator[tuple[list[_Part], Group]]:
    """The containers of each type on the day, with the administrations that they are of."""
    subject = subject_of(cases[0])
    terms = [terms_of(catalogue, case, subject) for case in cases]
    caps = [each.most for each in terms if each.most is not None]
    of_day = Terms(terms[0].billable, min(caps, default=None), terms[0].least_dose)
    for single in (True, False):
        parts = list(_parts(cases, outcomes, single))
        if parts:
            yield parts, _together([part for _, _, part in parts], single, _unit(cases[0]), of_day)


def _parts(cases: Sequence[Case], outcomes: Sequence[Outcome], single: bool) -> Iterator[_Part]:
    for case, outcome in zip(cases, outcomes, strict=True):
        for group in outcome.groups:
            if group.single_dose is single:
                yield case, outcome, group


def _together(parts: Sequence[Group], single: bool, unit: Fraction, terms: Terms) -> Group:
    """The containers of one type on a day; of each administration no more than its own label."""
    given = sum((min(part.given, part.label) for part in parts), ZERO)
    label = sum((part.label for part in parts), ZERO)
    return group_of(single, label, given, sum(map(_away, parts), ZERO), unit, terms)


def _away(group: Group) -> Fraction:
    """What was discarded of the label: nothing above it counts."""
    return min(group.discarded, group.label - min(group.given, group.label))


def _sum(found: Sequence[tuple[NdcQuantity, ...]]) -> tuple[NdcQuantity, ...]:
    total: dict[tuple[str, str], NdcQuantity] = {}
    for each in (quantity for quantities in found for quantity in quantities):
        known = total.get((each.ndc, each.unit))
        total[each.ndc, each.unit] = replace(each, quantity=each.quantity + known.quantity) if known else each
    return tuple(total.values())
