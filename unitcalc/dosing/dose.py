"""The exact dose of an order for a patient, every step with its source, and what a person must look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.dosing.case import Case, read_case
from unitcalc.dosing.clearance import above_limit, area_dose, area_expression
from unitcalc.dosing.label import held_against_label
from unitcalc.dosing.measures import STATED
from unitcalc.dosing.order import Per
from unitcalc.dosing.plausible import believable
from unitcalc.dosing.rate import course_or_dose, stated_over
from unitcalc.dosing.request import DoseRequest
from unitcalc.dosing.rise import unlikely_rise
from unitcalc.dosing.subject import Bound, bind
from unitcalc.dosing.surface import Surface
from unitcalc.dosing.telling import at_most, brief, told
from unitcalc.dosing.weights import WeightBasis
from unitcalc.dosing.writing import better_written
from unitcalc.findings import Finding, Problem, Refused, Severity, Step, gravest_first, waits_for_a_person
from unitcalc.quantity import Amount, Unit, grouped, plain

ORDER = "order"


@dataclass(frozen=True, slots=True)
class Dose:
    """The result."""

    dose: Amount
    code: str
    """Empty where no drug was named."""
    product: str
    """Empty where only the code was named."""
    order: str
    """The order read back in plain words."""
    date: date
    weight: Amount | None
    """The weight that was computed with, in kg; None where none was stated."""
    weight_basis: WeightBasis
    surface: Surface | None
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    """The rules that steps and findings cite."""

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a finding of severity `error` stands in the way."""
        return waits_for_a_person(self.findings)


class Computed(NamedTuple):
    """An order that was read, and the amount that it comes to."""

    case: Case
    computed: Amount
    bound: Bound
    given: Amount
    """The dose: not above a cap that the order states."""
    capped: tuple[Step, ...]


def compute(catalogue: Catalogue, request: DoseRequest, today: date) -> Computed:
    """The amount of a request, held against nothing. Refused with every problem where it can't be used."""
    case = read_case(catalogue, request, today)
    computed = Amount(_base(case) * case.times.factor, case.unit)
    bound = bind(catalogue, case.subject, computed, case.typed.concentration)
    return Computed(case, computed, bound, *_capped(case, bound.amount))


def dose(catalogue: Catalogue, request: DoseRequest, today: date) -> Dose:
    """The dose of a request. Refused with every problem where it can't be used."""
    case, computed, bound, given, capped = compute(catalogue, request, today)
    steps = (*_steps(case, computed), *bound.steps, *capped)
    findings = (
        *case.subject.findings,
        *believable(catalogue, case),
        *(case.weighed.findings if case.weighed else ()),
        *(_reduced(bound.amount, given, step) for step in capped if given < bound.amount),
        *_against_stated(case, given),
        *_computed(case),
        *held_against_label(catalogue, case, given),
        *better_written(case.order.remarks, case.formulas),
    )
    return Dose(
        dose=given,
        code=case.subject.code,
        product=case.subject.product,
        order=case.order.words,
        date=case.typed.date,
        weight=case.kilograms,
        weight_basis=case.typed.weight_basis,
        surface=case.surface,
        steps=steps,
        findings=gravest_first(findings),
        rules=cited(catalogue.rules, [*(step.source for step in steps), *(finding.source for finding in findings)]),
    )


def _base(case: Case) -> Fraction:
    """The order times what it is per, before time and parts."""
    order = case.order
    match order.per:
        case Per.FLAT:
            return order.value
        case Per.SURFACE:
            assert case.surface is not None
            return order.value * case.surface.amount.value
        case Per.AREA:
            assert case.typed.gfr is not None
            return area_dose(order.value, case.typed.gfr, case.formulas).value
        case Per.WEIGHT:
            assert case.weighed is not None
            return order.value * case.weighed.amount.value
        case Per.RISE:
            assert case.weighed is not None
            assert case.factor is not None
            return case.weighed.amount.value * order.value * case.factor.value


def _steps(case: Case, computed: Amount) -> Iterator[Step]:
    typed, order = case.typed, case.order
    yield Step("Order", order.words, order.short, "your order")
    if typed.weight is not None:
        yield Step("Weight", typed.weight.expression, told(typed.weight.amount), typed.weight.source)
    if typed.height is not None:
        yield Step("Height", typed.height.expression, told(typed.height.amount), typed.height.source)
    if typed.age is not None:
        yield Step("Age", "as stated", brief(typed.age), STATED)
    if case.weighed is not None:
        yield from case.weighed.steps
    if case.surface is not None:
        yield from _surface_steps(case, case.surface)
    if order.per is Per.AREA and typed.gfr is not None:
        yield Step("GFR", "as stated", f"{grouped(typed.gfr)} mL/min", STATED)
    yield from _rise_steps(case)
    if case.times.duration is not None:
        runs = case.typed.duration or case.order.over
        assert runs is not None
        expression = "as stated" if runs == case.times.duration else _converted(runs, case.times.duration.unit)
        yield Step("Duration", expression, told(case.times.duration), STATED if case.typed.duration else ORDER)
    yield Step("Dose", f"{_expression(case)}{case.times.expression}", told(computed), _dose_source(case))


def _converted(runs: Amount, unit: Unit) -> str:
    rate = Amount(Fraction(1), runs.unit).to(unit).value
    by = f"x {plain(rate)} {unit}/{runs.unit}" if rate >= 1 else f"/ {plain(1 / rate)} {runs.unit}/{unit}"
    return f"{runs.short} {by}"


def _surface_steps(case: Case, surface: Surface) -> Iterator[Step]:
    assert case.weighed is not None
    assert case.typed.height is not None
    formula = surface.formula
    written = formula.written.format(weight=brief(case.weighed.amount), height=brief(case.typed.height.amount))
    yield Step("Body surface", written, f"{surface.before.short} (to 6 decimals)", str(formula.source))
    off = Amount(at_most(_per_surface(case) * surface.off, 2), case.unit)
    yield Step(
        "Surface used",
        f"rounded to {surface.decimals} decimals, half up; the dose is at most {off.short} from the unrounded one's",
        surface.amount.short,
        str(case.formulas.decimals.source),
    )


def _per_surface(case: Case) -> Fraction:
    """What one m2 more makes of the dose."""
    return case.order.value * case.times.factor


def _rise_steps(case: Case) -> Iterator[Step]:
    order = case.order
    if case.factor is None:
        return
    if order.wanted is not None and order.measured is not None:
        expression = f"{grouped(order.wanted)} wanted - {grouped(order.measured)} measured"
        yield Step("Rise", expression, f"{grouped(order.value)} IU/dL", ORDER)
    yield Step("Factor", "IU per kg for 1 IU/dL", plain(case.factor.value), case.factor.source)


def _expression(case: Case) -> str:
    order = case.order
    match order.per:
        case Per.FLAT:
            return order.short
        case Per.SURFACE:
            assert case.surface is not None
            return f"{order.short} x {case.surface.amount.short}"
        case Per.AREA:
            assert case.typed.gfr is not None
            return area_expression(order.value, case.typed.gfr, case.formulas)
        case Per.WEIGHT:
            assert case.weighed is not None
            return f"{order.short} x {brief(case.weighed.amount)}"
        case Per.RISE:
            assert case.weighed is not None
            assert case.factor is not None
            return f"{brief(case.weighed.amount)} x {grouped(order.value)} IU/dL x {plain(case.factor.value)}"


def _dose_source(case: Case) -> str:
    if case.order.per is Per.AREA:
        return str(case.formulas.clearance_added.source)
    if case.factor is not None:
        return case.factor.source
    return ORDER


def _capped(case: Case, amount: Amount) -> tuple[Amount, tuple[Step, ...]]:
    """The dose and, where a cap was stated, the step that holds it against that; the smaller cap of two."""
    stated = [(cap, source) for cap, source in ((case.typed.cap, "max"), (case.order.cap, ORDER)) if cap is not None]
    caps = []
    for cap, field in stated:
        if not cap.fits(amount.unit):
            message = f"The most, {cap.short}, can't be compared with a dose in {amount.unit}."
            raise Refused(Problem("max-dimension", message, f"State it in {amount.unit.symbol}.", field=field))
        caps.append((cap.bound_to(amount.unit), "your order" if field == ORDER else STATED))
    if not caps:
        return amount, ()
    cap, source = min(caps, key=lambda each: each[0].value)
    least = min(amount, cap, key=lambda each: each.value)
    step = Step("Cap", f"the smaller of {brief(amount)} and the most, {brief(cap)}", told(least), source)
    return least, (step,)


def _reduced(ordered: Amount, given: Amount, step: Step) -> Finding:
    message = f"The dose is capped at {told(given)}; the order alone comes to {told(ordered)}."
    return Finding("dose-capped", Severity.INFO, message, step.source)


def _against_stated(case: Case, given: Amount) -> Iterator[Finding]:
    """The dose against what the order itself says that it comes to; within the rounding of doses it is only told."""
    stated = case.order.stated
    if stated is None:
        return
    if not stated.fits(given.unit):
        message = f"The order states {stated.short}, which can't be compared with {told(given)}. Ask the prescriber."
        yield Finding("order-amount-differs", Severity.ERROR, message, "your order")
        return
    rounding = case.formulas.rounding
    off = abs(stated.bound_to(given.unit) / given - 1)
    if off:
        severity = Severity.WARNING if off <= rounding.value else Severity.ERROR
        message = f"The order states {stated.short}, and comes to {told(given)}: the dose shown is what it comes to."
        yield Finding("order-amount-differs", severity, message, f"your order; {rounding.source}")


def _computed(case: Case) -> Iterator[Finding]:
    """What is to be known of how the dose was computed."""
    if case.surface is not None:
        off = Amount(at_most(_per_surface(case) * case.surface.off, 2), case.unit)
        message = (
            f"The body surface is rounded to {case.surface.decimals} decimals, {case.surface.amount.short} from "
            f"{case.surface.before.short}: the dose is at most {off.short} from that of the unrounded surface."
        )
        yield Finding("surface-rounded", Severity.INFO, message, str(case.formulas.decimals.source))
    if case.order.per is Per.AREA and case.typed.gfr is not None:
        yield from above_limit(case.order.value, case.typed.gfr, case.formulas)
    if case.order.per is Per.RISE:
        yield from unlikely_rise(case.order.value, case.formulas)
    yield from course_or_dose(case.order)
    if stated_over(case.order, case.typed.duration):
        message = f"{case.order.short} is no rate: the duration does not change the dose."
        yield Finding("duration-unused", Severity.INFO, message, ORDER)
