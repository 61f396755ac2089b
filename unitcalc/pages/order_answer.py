"""What 'From an order' comes to at any moment: what it asks for, the dose, the plan, or what keeps them away."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from unitcalc.billing.bill import Bill
from unitcalc.billing.planned import bill_of_plan
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.drugs import Drug
from unitcalc.dosing import Dose, DoseRequest, dose
from unitcalc.dosing.order import Per
from unitcalc.findings import Problem, Refused
from unitcalc.pages import form, order_form
from unitcalc.pages.answer import Answer
from unitcalc.pages.day_typed import in_iso
from unitcalc.pages.order_typed import WEIGHED, asked, begun_order, only_begun
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.request import PlanRequest
from unitcalc.reference.names import plain_name

_AT_HAND = frozenset({"assay-missing", "sizes-unknown"})
"""What asks for the containers at hand."""
_ASKS = _AT_HAND | {"rise-factor-differs"}
"""What asks for something, as whatever ends in `-missing` does, and says of nothing typed that it is wrong."""
_UNNAMED = frozenset({"product-unknown", "route-unknown"})
"""What is said, too, where the containers at hand name none."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields there are for an order, and what can be chosen in them."""

    main: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    """Rarely needed, so they are folded away."""
    products: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the section comes to."""

    used: bool
    fields: Fields
    dose: Dose | None = None
    planned: Planned | None = None
    wrong: dict[str, list[Problem]] = field(default_factory=dict)
    """By field."""
    begun: dict[str, Problem] = field(default_factory=dict)
    """By field: what is only begun, and what asks for the field in words of its own."""
    missing: tuple[str, ...] = ()
    """The fields that the dose still needs."""
    plan_needs: tuple[str, ...] = ()
    """The fields that the plan still needs, once there is a dose."""


def ordered(tables: Catalogue, today: date, found: Answer) -> Ordered:
    """The dose and the plan of what stands in the section, for the drug and the day of the bill.

    Nothing of it is kept but in the form itself.
    """
    if not order_form.used():
        return Ordered(False, Fields())
    fields = _fields(tables, found.drug)
    its_dose, problems = _dose(tables, today, found, fields)
    kept = _Kept(fields)
    kept.sort(problems)
    missing = _missing(kept, problems)
    its_plan: Planned | None = None
    needs: tuple[str, ...] = ()
    if its_dose is None:
        stock = order_form.stock()
        kept.sort(stock.problems if stock else ())
    else:
        its_plan, needs = _planned(tables, today, found, fields, its_dose, kept)
    return Ordered(True, fields, its_dose, its_plan, kept.wrong, kept.begun, missing, needs)


def bill_if_planned(tables: Catalogue, planned: Planned, chosen: Plan, today: date) -> Bill | None:
    """The bill that a plan leads to, so that its containers are drawn as that bill will show them."""
    try:
        return bill_of_plan(tables, chosen, planned.code, planned.date, today, setting=form.typed("setting"))
    except Refused:
        return None


def _fields(tables: Catalogue, drug: Drug | None) -> Fields:
    order = begun_order(order_form.typed("order"))
    # Most orders go by weight: its fields are there before the order is, so that nobody who types fast lands elsewhere.
    main = list(asked(order, order_form.typed("weight_basis"))) if order else ["weight", "weight_date"]
    more = ["max"]
    products: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    if drug is not None:
        products = _products(tables, drug.code)
        indications = _indications(tables, drug.code)
        if len(products) > 1:
            (main if order and order.per is Per.RISE else more).append("product")
        if len(indications) > 1:
            more.append("indication")
        if drug.billing_unit and str(drug.billing_unit.unit.of or "").startswith("factor"):
            more.append("use")
        assayed = any(each.potency is Potency.ASSAYED for each in tables.of_code(drug))
        (main if assayed else more).append("have")
    if order and order.per in WEIGHED:
        more.append("weight_basis")
    if order and order.per is Per.SURFACE:
        more.append("bsa_decimals")
    more += ["objective", "round_within", "stock"]
    return Fields(tuple(main), tuple(more), products, indications)


def _products(tables: Catalogue, code: str) -> tuple[str, ...]:
    """The products that the dose may depend on: those that a label's dose or rise is known of."""
    named = [*(row.product for row in tables.usual_doses(code)), *(row.product for row in tables.rises(code))]
    return tuple(dict.fromkeys(named))


def _indications(tables: Catalogue, code: str) -> tuple[str, ...]:
    """What the label states doses for; of the product, where one is chosen."""
    product = plain_name(order_form.typed("product"))
    rows = [row for row in tables.usual_doses(code) if not product or plain_name(row.product) == product]
    return tuple(dict.fromkeys(row.indication for row in rows if row.indication))


def _dose(tables: Catalogue, today: date, found: Answer, fields: Fields) -> tuple[Dose | None, tuple[Problem, ...]]:
    shown = {"order", *fields.main, *fields.more} - {"have", "stock", "objective", "round_within"}
    texts = {name: order_form.typed(name) for name in shown}
    if texts.get("weight_date"):
        texts["weight_date"] = in_iso(texts["weight_date"], today)
    for name, offered in (("product", fields.products), ("indication", fields.indications)):
        if texts.get(name) not in offered:  # chosen for another drug
            texts[name] = ""
    request = DoseRequest(
        code=found.drug.code if found.drug else "",
        date=found.day.isoformat() if found.day else "",
        concentration="" if found.wrong.get("concentration") else form.typed("concentration"),
        **texts,
    )
    try:
        return dose(tables, request, today), ()
    except Refused as refused:
        return None, refused.problems


class _Kept:
    """Problems by the field that they are told at."""

    def __init__(self, fields: Fields) -> None:
        self.there = ("order", *fields.main, *fields.more)
        self.wrong: dict[str, list[Problem]] = {}
        self.begun: dict[str, Problem] = {}

    def name_of(self, problem: Problem) -> str:
        name = problem.field
        if problem.code == "stock-too-small":  # not the dose is wrong, but what is there for it
            name = "have" if order_form.typed("have") else "stock"
        return name if name in self.there else "order"

    def sort(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            name = self.name_of(problem)
            if problem.code == "drug-missing":
                continue
            text = order_form.typed(name)
            last = text.splitlines()[-1] if text else ""
            asks = problem.code in _ASKS or (not text and problem.code.endswith("-missing"))
            if asks or only_begun(name, problem, last):
                self.begun.setdefault(name, problem)
            else:
                self.wrong.setdefault(name, []).append(problem)


def _missing(kept: _Kept, problems: Iterable[Problem]) -> tuple[str, ...]:
    """What is empty or only begun, in the order of the fields; the drug, where the order can't be computed without."""
    drug = ("drug",) if any(problem.code == "drug-missing" for problem in problems) else ()
    return (*drug, *(name for name in kept.there if name in kept.begun))


def _planned(
    tables: Catalogue, today: date, found: Answer, fields: Fields, its_dose: Dose, kept: _Kept
) -> tuple[Planned | None, tuple[str, ...]]:
    """The plan; else the fields that it still needs."""
    if not its_dose.dose:
        return None, ()
    if found.drug is None or found.day is None:
        return None, tuple(name for name, known in (("drug", found.drug), ("date", found.day)) if known is None)
    stock = order_form.stock()
    product = order_form.typed("product")
    within = order_form.typed("round_within")
    request = PlanRequest(
        code=its_dose.code,
        product=product if product in fields.products else "",
        doses=(its_dose.dose.short,),
        date=found.day.isoformat(),
        stock=stock.rows if stock and not stock.problems else None,
        stock_problems=stock.problems if stock else (),
        have=order_form.lines("have"),
        route=_route(),
        concentration="" if found.wrong.get("concentration") else form.typed("concentration"),
        objective=order_form.typed("objective"),
        round_within="" if within == order_form.OFF else within,
    )
    try:
        made = _tried(tables, request, today)
        return (replace(made, rounded=()) if within == order_form.OFF else made), ()
    except Refused as refused:
        kept.sort(refused.problems)
        asks = any(problem.code in _AT_HAND for problem in refused.problems)
        return None, ("have",) if asks and not request.have else ()


def _route() -> str:
    order = begun_order(order_form.typed("order"))
    return order.route if order else ""


def _tried(tables: Catalogue, request: PlanRequest, today: date) -> Planned:
    """The plan. Containers of which no product or no route is known are not chosen by it."""
    try:
        return plan(tables, request, today)
    except Refused as refused:
        unnamed = [each for each in refused.problems if each.code in _UNNAMED and not each.candidates]
        if len(unnamed) < len(refused.problems):
            raise
        names = {each.code for each in unnamed}
        product = "" if "product-unknown" in names else request.product
        route = "" if "route-unknown" in names else request.route
        return plan(tables, replace(request, product=product, route=route), today)
