"""From what was typed to a case that can be computed; everything that keeps it from that is refused at once."""

from dataclasses import dataclass
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.clearance import MG, check_substance
from unitcalc.dosing.formulas import Formulas, formulas_of
from unitcalc.dosing.order import Order, Per
from unitcalc.dosing.rate import Times, times
from unitcalc.dosing.request import DoseRequest
from unitcalc.dosing.rise import Factor, rise_factor
from unitcalc.dosing.subject import Subject, bind, find_subject
from unitcalc.dosing.surface import Surface, surface
from unitcalc.dosing.typed import Typed, read_typed
from unitcalc.dosing.weights import Weighed, WeightBasis, dosing_weight
from unitcalc.findings import Problem, Problems
from unitcalc.quantity import Amount, Unit

WEIGHED = frozenset({Per.WEIGHT, Per.SURFACE, Per.RISE})
"""Orders that are multiplied by the weight, or by what follows from it."""

_MISSING = {
    "weight": ("The order goes by body weight, and none was stated.", "State it with its unit, such as 70 kg."),
    "height": ("The order needs the height, and none was stated.", "State it with its unit, such as 170 cm."),
    "sex": ("The ideal weight depends on the sex, and none was stated.", "State female or male."),
    "gfr": ("An order by AUC needs the GFR, and none was stated.", "State it in mL/min, such as 90."),
}


@dataclass(frozen=True, slots=True)
class Case:
    """All that a dose rests on."""

    typed: Typed
    order: Order
    subject: Subject
    formulas: Formulas
    weighed: Weighed | None
    surface: Surface | None
    times: Times
    factor: Factor | None
    """Of a rise."""

    @property
    def kilograms(self) -> Amount | None:
        """The weight that is computed with; the actual one where the order needs none."""
        if self.weighed:
            return self.weighed.amount
        return self.typed.weight.amount if self.typed.weight else None

    @property
    def unit(self) -> Unit:
        """What the order comes to is counted in: mg of an area, the code's own unit of a rise."""
        if self.order.unit is not None:
            return self.order.unit
        drug = self.subject.drug
        if self.order.per is Per.RISE and drug is not None and drug.billing_unit is not None:
            return drug.billing_unit.unit
        return MG


def read_case(catalogue: Catalogue, request: DoseRequest, today: date) -> Case:
    """The case of a request; Refused with every problem that keeps it from being computed."""
    formulas = formulas_of(catalogue.reference)
    problems = Problems()
    typed = read_typed(request, formulas, today, problems)
    subject = Subject()
    unread = {problem.field for problem in problems.found}
    if not unread & {"code", "date"}:
        with problems.of("code" if typed.code else "product"):
            subject = find_subject(catalogue, typed.code, typed.product, typed.date)
    order = typed.order
    if order is None:
        problems.raise_any()
        raise AssertionError("an order that is not there is a problem")
    _require(request, typed, order, problems)
    run, factor = Times(), None
    with problems.of("duration"):
        run = times(order, typed.duration) if "duration" not in unread else Times()
    named = not {problem.field for problem in problems.found} & {"code", "product", "date"}
    if order.per is Per.AREA and named:
        with problems.of("code"):
            check_substance(subject, formulas, _codes_of(catalogue, formulas.clearance_substance, typed.date))
    if order.per is Per.RISE and named and "age" not in unread:
        with problems.of("product"):
            factor = rise_factor(catalogue, subject, typed.age, formulas)
    if problems.found and order.unit is not None and named:  # else the dose itself is held against the code
        with problems.of("order"):
            bind(catalogue, subject, Amount(order.value, order.unit), typed.concentration)
    problems.raise_any()
    weighed = found_surface = None
    if order.per in WEIGHED:
        with problems.of("weight_basis"):
            actual, height = typed.weight, typed.height
            weighed = dosing_weight(
                typed.weight_basis,
                actual.amount if actual else None,
                height.amount if height else None,
                typed.sex,
                formulas,
            )
        problems.raise_any()
    if order.per is Per.SURFACE:
        assert weighed is not None
        assert typed.height is not None
        found_surface = surface(typed.formula, weighed.amount.value, typed.height.amount.value, typed.decimals)
    return Case(typed, order, subject, formulas, weighed, found_surface, run, factor)


def _require(request: DoseRequest, typed: Typed, order: Order, problems: Problems) -> None:
    """What the order can't be computed without."""
    needed: list[str] = []
    if order.per in WEIGHED:
        if typed.weight_basis is not WeightBasis.IDEAL:
            needed.append("weight")
        if typed.weight_basis is not WeightBasis.ACTUAL:
            needed += ["height", "sex"]
    if order.per is Per.SURFACE and "height" not in needed:
        needed.append("height")
    if order.per is Per.AREA:
        needed.append("gfr")
    for name in needed:
        if not getattr(request, name).strip():
            message, hint = _MISSING[name]
            problems.add(Problem(f"{name}-missing", message, hint, field=name))


def _codes_of(catalogue: Catalogue, substance: str, day: date) -> tuple[str, ...]:
    rows = catalogue.reference.codes_saying(substance)
    return tuple(row.code for row in rows if row.added <= day and not (row.terminated and row.terminated < day))
