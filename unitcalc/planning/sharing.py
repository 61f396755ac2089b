"""Several patients' doses of one product on one day: each from containers of its own, or sharing them (RULES 2.7)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from unitcalc.catalogue.basis import counts_amounts
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import TableUse
from unitcalc.catalogue.rules import Rule
from unitcalc.findings import Finding, Problem, Refused, Severity, Step, waits_for_a_person
from unitcalc.planning.apart import Apart, apart
from unitcalc.planning.asked import Asked, read_asked
from unitcalc.planning.plan import Opening, Plan, Pricing, Search, injections, refuse_too_many, too_little, with_unused
from unitcalc.planning.planner import of_choice, of_dose
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.search import Objective
from unitcalc.planning.typed import Patient
from unitcalc.planning.worksheet import cited_by, worksheet
from unitcalc.quantity import Amount, grouped
from unitcalc.units import administered_units, whole

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Portion:
    """What one patient is given, and from what."""

    patient: str
    given: Amount
    taken: tuple[tuple[Opening, Amount], ...]
    """From which containers, and how much of each kind; one that was opened for another patient counts as none."""
    left: Amount
    """Discarded after this patient."""
    administered_units: int
    discarded_units: int
    plan: Plan | None = None
    """The patient's own; None where containers are shared."""


@dataclass(frozen=True, slots=True)
class Day:
    """The containers of a day for several patients, shared or not."""

    code: str
    descriptor: str
    date: date
    objective: Objective
    from_stock: bool
    shared: bool
    plan: Plan
    """All containers of the day."""
    portions: tuple[Portion, ...]
    """In the order of the patients' turns."""
    other: Plan | None
    """The day the other way: not shared if this is, shared if this is not; None where that can't be."""
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]
    """The rules that steps and findings cite."""

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a finding of severity `error` stands in the way."""
        return waits_for_a_person(self.findings)


def plan_day(catalogue: Catalogue, request: PlanRequest, today: date) -> Day:
    """The containers for several patients' doses, of one product. Refused with every problem where there is no plan.

    Shared, the day is one dose: the plan for the sum, and the last patient's turn has what is left. Not shared, the
    patients' plans are together the best of all that the stock allows, whoever's turn comes first.
    """
    asked = read_asked(catalogue, request, today)
    pricing = Pricing(asked.drug, asked.basis)
    each = apart(asked, pricing)
    together = _together(asked, pricing)
    for day in (*each.days[:1], *together[:1]):
        refuse_too_many(day)
    if asked.typed.share and together:
        return _shared(asked, pricing, together, each)
    if each.plans is None:
        raise (
            _not_apart(asked, together[0], each.sure) if together else too_little(asked.pools, asked.dose, asked.unused)
        )
    return _separate(asked, each, together[0] if together else None)


def _not_apart(asked: Asked, together: Plan, sure: bool) -> Refused:
    """The stock holds the doses together, and there is no way, or none was found, to open containers for each."""
    doses = f"each of the {len(asked.patients)} doses by itself"
    message = f"The stock holds {asked.dose.short}, but not in containers that cover {doses}."
    if not sure:
        message = (
            f"The stock holds {asked.dose.short}, but no containers were found that cover {doses}; not every way could "
            "be tried."
        )
    hint = f"Shared, {together.words} would do (--share yes); or find more."
    return Refused(Problem("stock-too-small", with_unused(message, asked.unused), hint, field="dose"))


def _together(asked: Asked, pricing: Pricing) -> tuple[Plan, ...]:
    """The day as one dose. What is injected as it is supplied serves one patient only."""
    pools = tuple(pool for pool in asked.pools if not pool.separate)
    return Search(pools, pricing, asked.dose, asked.objective, asked.unusual).best() if pools else ()


def _shared(asked: Asked, pricing: Pricing, found: tuple[Plan, ...], each: Apart) -> Day:
    plan = found[0]
    portions = tuple(_portions(asked, pricing, plan))
    units = sum(portion.administered_units for portion in portions)
    plan = replace(
        plan,
        administered_units=units,
        discarded_units=portions[-1].discarded_units,
        injections=sum(injections(plan.pool, portion.given, 0) for portion in portions),
    )
    findings = [*asked.findings, *of_choice(asked, (plan, *found[1:])), *_on_sharing(asked, pricing, plan, units)]
    return _day(asked, (plan, *found[1:]), portions, each.days[0] if each.days else None, findings, shared=True)


def _portions(asked: Asked, pricing: Pricing, plan: Plan) -> Iterator[Portion]:
    """Containers are used up in order, so that the last patient has what is left (RULES 2.7)."""
    queue = [opening for opening in plan.openings for _ in range(opening.count)]
    place, rest, begun_one, units = 0, queue[0].container.each.value, False, 0
    for turn, patient in enumerate(asked.patients, 1):
        taken: dict[tuple[int, bool], tuple[Opening, Fraction, int]] = {}
        wanted = patient.dose.value
        while wanted > 0:
            opening, part = queue[place], min(wanted, rest)
            kind = (id(opening), begun_one)  # what was opened for another patient stands by itself
            _, amount, count = taken.get(kind, (opening, ZERO, 0))
            taken[kind] = (opening, amount + part, count + (not begun_one))
            wanted, rest = wanted - part, rest - part
            begun_one = begun_one or wanted == 0
            if rest == 0 and place + 1 < len(queue):
                place, begun_one = place + 1, False
                rest = queue[place].container.each.value
        last = turn == len(asked.patients)
        own = _administered(pricing, patient.dose.value)
        units += own
        yield Portion(
            patient.name,
            patient.dose,
            tuple((replace(o, count=count), pricing.basis.of(amount)) for o, amount, count in taken.values()),
            plan.left if last else pricing.basis.of(ZERO),
            own,
            _last_waste(pricing, plan, units) if last else 0,
        )


def _administered(pricing: Pricing, dose: Fraction) -> int:
    """R1: each patient's dose is covered by the containers it comes from."""
    if not counts_amounts(pricing.drug):
        return 1
    return int(administered_units(dose, dose, pricing.basis.billing_unit.value))


def _label_units(pricing: Pricing, plan: Plan) -> int:
    """The whole units in everything opened."""
    return int(whole(plan.opened.value, pricing.basis.billing_unit.value))


def _last_waste(pricing: Pricing, plan: Plan, units: int) -> int:
    """RULES 2.7: the whole units of the label, less what all patients are billed; never below zero."""
    if plan.pool.kept or not counts_amounts(pricing.drug):
        return 0
    return max(0, _label_units(pricing, plan) - units)


def _on_sharing(asked: Asked, pricing: Pricing, plan: Plan, units: int) -> Iterator[Finding]:
    if not plan.pool.kept:
        message = (
            "A single-dose container serves several patients only where it was repackaged under USP <797>, within its "
            "beyond-use time: note container, lot, time and every patient. What is left is billed with the last one."
        )
        yield Finding("shared-container", Severity.WARNING, message, "RULES 2.7")
    if not counts_amounts(asked.drug):
        return
    label = _label_units(pricing, plan)
    if units > label:
        message = (
            f"Rounded up for each patient, {grouped(units)} units would be billed of containers that hold "
            f"{grouped(label)}: more than the label. Ask the payer how shared containers are billed."
        )
        yield Finding("shared-above-label", Severity.ERROR, message, "RULES 2.7, R6")


def _separate(asked: Asked, each: Apart, other: Plan | None) -> Day:
    plans = each.plans or ()
    portions = tuple(_own(patient, plan) for patient, plan in zip(asked.patients, plans, strict=True))
    findings = [*asked.findings, *of_choice(asked, each.days)]
    for patient, plan in zip(asked.patients, plans, strict=True):
        findings += of_dose(plan, patient.name)
    if asked.typed.share:
        message = "What is injected as it is supplied serves one patient only: nothing is shared."
        findings.append(Finding("sharing-impossible", Severity.WARNING, message, "RULES 2.4, 2.7"))
    return _day(asked, each.days, portions, other, findings, shared=False)


def _own(patient: Patient, plan: Plan) -> Portion:
    taken, wanted = [], plan.given.value
    for opening in plan.openings:
        part = min(wanted, opening.container.each.value * opening.count)
        taken.append((opening, replace(plan.given, value=part)))
        wanted -= part
    return Portion(
        patient.name, plan.given, tuple(taken), plan.left, plan.administered_units, plan.discarded_units, plan
    )


def _day(
    asked: Asked,
    found: tuple[Plan, ...],
    portions: tuple[Portion, ...],
    other: Plan | None,
    findings: list[Finding],
    *,
    shared: bool,
) -> Day:
    if asked.typed.percent is not None:
        message = "Rounding is proposed for one dose at a time: plan each patient's dose by itself."
        findings.append(Finding("rounding-none", Severity.INFO, message, "RULES 8"))
    search = Search(asked.pools, Pricing(asked.drug, asked.basis), asked.dose, asked.objective, asked.unusual)
    plan, steps = found[0], worksheet(asked, found[0], search.decided(found))
    return Day(
        code=asked.drug.code,
        descriptor=asked.drug.row.long,
        date=asked.typed.day,
        objective=asked.objective,
        from_stock=asked.from_stock,
        shared=shared,
        plan=plan,
        portions=portions,
        other=other,
        steps=steps,
        findings=tuple(findings),
        data=asked.tables,
        rules=cited_by(asked, steps, findings),
    )
