"""The fields of a request, each read by itself, before anything is looked up."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.dates import read_date
from unitcalc.codes import read_code
from unitcalc.dosing import measures
from unitcalc.dosing.formulas import Formulas, SurfaceFormula
from unitcalc.dosing.measures import Measure
from unitcalc.dosing.order import Order, Per, read_level, read_order, rising
from unitcalc.dosing.phrases import read_cap
from unitcalc.dosing.request import DoseRequest
from unitcalc.dosing.weights import WeightBasis
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.quantity import Amount, grouped

T = TypeVar("T")


class Use(StrEnum):
    """What a clotting factor is given for."""

    PROPHYLAXIS = "prophylaxis"
    ON_DEMAND = "on-demand"
    SURGERY = "surgery"


@dataclass(frozen=True, slots=True)
class Typed:
    """The request with every field read; None where a field is not stated, or could not be read."""

    order: Order | None
    weight: Measure | None
    weight_date: date | None
    last_weight: Measure | None
    weight_basis: WeightBasis
    height: Measure | None
    age: Amount | None
    sex: str
    gfr: Fraction | None
    duration: Amount | None
    code: str
    product: str
    cap: Amount | None
    """As a field states it; the order may state another."""
    concentration: Amount | None
    formula: SurfaceFormula
    decimals: int
    indication: str
    use: Use | None
    date: date


def read_typed(request: DoseRequest, formulas: Formulas, today: date, problems: Problems) -> Typed:
    """Every field; what can't be read is kept in `problems`, under the field's name."""

    def read(name: str, reader: Callable[[str], T]) -> T | None:
        text = getattr(request, name)
        if text.strip():
            with problems.of(name):
                return reader(text)
        return None

    day = read("date", lambda text: read_date(text, today)) or today
    decimals = read("bsa_decimals", lambda text: _decimals(text, formulas))
    order = _order(request, problems)
    return Typed(
        order=order,
        weight=read("weight", lambda text: measures.read_weight(text, formulas.weight)),
        weight_date=read("weight_date", lambda text: _weighed(text, day, today)),
        last_weight=read("last_weight", lambda text: measures.read_weight(text, formulas.weight)),
        weight_basis=_weight_basis(request, order, problems),
        height=read("height", lambda text: measures.read_height(text, formulas.height)),
        age=read("age", lambda text: measures.read_age(text, formulas)),
        sex=read("sex", measures.read_sex) or "",
        gfr=read("gfr", lambda text: measures.read_clearance(text, formulas.clearance)),
        duration=read("duration", measures.read_duration),
        code=read("code", read_code) or "",
        product=" ".join(request.product.split()),
        cap=read("max", _cap),
        concentration=read("concentration", measures.read_concentration),
        formula=read("bsa_formula", lambda text: _formula(text, formulas)) or formulas.surfaces["mosteller"],
        decimals=decimals or formulas.usual_decimals,
        indication=" ".join(request.indication.split()),
        use=read("use", lambda text: read_choice(Use, text, "use", "use of a clotting factor")),
        date=day,
    )


def _weight_basis(request: DoseRequest, order: Order | None, problems: Problems) -> WeightBasis:
    """The weight that the field or the order names; actual where neither does."""
    ordered = order.weight_basis if order else ""
    named = request.weight_basis.strip()
    with problems.of("weight_basis"):
        if named:
            chosen = read_choice(WeightBasis, named, "weight-basis", "weight to dose by")
            if ordered and chosen != ordered:
                message = f"The order goes by {ordered} weight, the field by {chosen}."
                raise Refused(Problem("weight-basis-differs", message, "Correct one of them."))
            return chosen
    return WeightBasis(ordered) if ordered else WeightBasis.ACTUAL


def _weighed(text: str, day: date, today: date) -> date:
    weighed = read_date(text, today)
    if weighed > day:
        message = f"The weight is of {weighed}, after the day of the dose, {day}."
        raise Refused(Problem("weight-date-after", message, "Check both dates."))
    return weighed


def _decimals(text: str, formulas: Formulas) -> int:
    least, most = int(formulas.decimals.least), int(formulas.decimals.most)
    places = int(text) if re.fullmatch(r"\s*[0-9]\s*", text) else 0
    if not least <= places <= most:
        message = f"A body surface has {least} to {most} decimals, not '{text.strip()[:20]}'."
        raise Refused(
            Problem("bsa-decimals", message, f"Choose {least} to {most}; {formulas.usual_decimals} is usual.")
        )
    return places


def _formula(text: str, formulas: Formulas) -> SurfaceFormula:
    name = "-".join(text.lower().replace("-", " ").split())
    found = formulas.surfaces.get({"dubois": "du-bois"}.get(name, name))
    if found is None:
        names = tuple(formulas.surfaces)
        message = f"'{text.strip()[:30]}' is no formula of body surface known here."
        raise Refused(Problem("bsa-formula-unknown", message, f"Choose {' or '.join(names)}.", names))
    return found


def _cap(text: str) -> Amount:
    found = read_cap(text)
    if "/" in found.unit.symbol:
        message = f"'{text.strip()[:30]}' is not the most of one dose."
        raise Refused(Problem("max-not-an-amount", message, "State it as an amount, such as 2 mg."))
    return found


def _order(request: DoseRequest, problems: Problems) -> Order | None:
    """The order of its own field, or what the fields of a rise come to; both may say the same."""
    before = len(problems.found)
    found: list[Order] = []
    if request.order.strip():
        with problems.of("order"):
            found.append(read_order(request.order))
    if request.rise.strip():
        with problems.of("rise"):
            value = read_level(request.rise)
            found.append(rising(f"rise {request.rise.strip()}", value))
    measured = wanted = None
    with problems.of("level_measured"):
        measured = read_level(request.level_measured) if request.level_measured.strip() else None
    with problems.of("level_wanted"):
        wanted = read_level(request.level_wanted) if request.level_wanted.strip() else None
    ordered = next((order for order in found if order.wanted is not None and order.measured is None), None)
    if ordered is not None and measured is not None:
        found[found.index(ordered)] = _to_level(ordered.text, ordered.wanted or Fraction(0), measured, ordered)
    elif ordered is not None or (wanted is not None and measured is None):
        message = "To which level is stated, and not from which."
        hint = "State the level that was measured, in IU/dL; 0 where it is below 1 %."
        problems.add(Problem("level-measured-missing", message, hint, field="level_measured"))
    if wanted is not None and measured is not None:
        text = f"from {grouped(measured)} to {grouped(wanted)} IU/dL"
        found.append(_to_level(text, wanted, measured))
    if len(problems.found) > before:
        return None
    if not found:
        hint = "Write it as ordered: 5 mg/kg, 75 mg/m2, AUC 5, 50 IU/kg, or rise 60."
        problems.add(Problem("order-missing", "No order was given.", hint, field="order"))
        return None
    return _agreed(found, problems)


def _to_level(text: str, wanted: Fraction, measured: Fraction, ordered: Order | None = None) -> Order:
    if ordered is None:
        return rising(text, wanted - measured, wanted, measured)
    return replace(ordered, value=wanted - measured, measured=measured)


def _agreed(found: list[Order], problems: Problems) -> Order | None:
    first = found[0]
    if any(other.per is not first.per or other.value != first.value for other in found[1:]):
        told = " and ".join(order.short for order in found)
        message = f"The fields order different doses: {told}."
        problems.add(Problem("order-several", message, "Leave one of them.", field="order"))
        return None
    if first.per is Per.RISE and first.value <= 0:
        message = f"A rise of {grouped(first.value)} IU/dL needs no dose."
        hint = "The rise is the level wanted less the level measured. Check both."
        problems.add(Problem("rise-not-positive", message, hint, field="order"))
        return None
    # The one that states the levels says most.
    return next((order for order in found if order.wanted is not None and len(found) > 1), first)
