"""Whether a patient's measures can be believed: the weight's date and unit, age against weight and height."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.case import WEIGHED, Case
from unitcalc.dosing.formulas import Formulas, Growth
from unitcalc.dosing.measures import KG
from unitcalc.dosing.order import Per
from unitcalc.dosing.telling import brief, near, told
from unitcalc.dosing.weights import WeightBasis
from unitcalc.findings import Finding, Severity
from unitcalc.quantity import Amount, Unit, grouped, plain, rounded

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
MONTH, POUND = Unit("month"), Unit("lb")


class Believed(NamedTuple):
    """What is believed of an age without a look, and what its percentiles are, in kg or cm."""

    least: Fraction
    most: Fraction
    low: Fraction
    high: Fraction


def believable(catalogue: Catalogue, case: Case) -> Iterator[Finding]:
    """Everything that a person should look at before the dose is believed."""
    if case.order.per in WEIGHED and case.typed.weight is not None:
        yield from _dated(case)
    yield from _before(case)
    yield from _by_age(case)
    yield from _ideal_of_a_child(case)
    yield from _mass_index(case)
    yield from _of_a_child(catalogue, case)


class Aged(NamedTuple):
    """How old a weight is, and how old it may be, in days."""

    days: int
    most: int
    of_child: bool


def age_of_weight(case: Case) -> Aged | None:
    """The age of the weight that an order goes by; None where it goes by none, or its date is not stated."""
    typed, formulas = case.typed, case.formulas
    if case.order.per not in WEIGHED or typed.weight is None or typed.weight_date is None:
        return None
    adult_days, child_days = formulas.weight_days
    child = typed.age is not None and typed.age < formulas.adult
    return Aged((typed.date - typed.weight_date).days, child_days if child else adult_days, child)


def _dated(case: Case) -> Iterator[Finding]:
    typed, formulas = case.typed, case.formulas
    assert typed.weight is not None
    aged = age_of_weight(case)
    if aged is None:
        message = f"It is not stated when the weight of {told(typed.weight.amount)} was measured."
        yield Finding("weight-undated", WARNING, message, str(formulas.weight_dated))
        return
    days, most, of_child = aged
    if days > most:
        whose = "a child's weight" if of_child else "a weight"
        message = f"The weight is {days} days old (of {typed.weight_date}); {whose} is old after {most}: weigh again."
        yield Finding("weight-old", WARNING, message, str(formulas.weight_days_source))


def _before(case: Case) -> Iterator[Finding]:
    """Against the weight charted before."""
    typed, formulas = case.typed, case.formulas
    if typed.weight is None or typed.last_weight is None:
        return
    now, last = typed.weight.amount, typed.last_weight.amount
    ratio = max(now.value / last.value, last.value / now.value)
    if formulas.pound_ratio.least <= ratio <= formulas.pound_ratio.most:
        way = "more" if now > last else "less"
        message = (
            f"{told(now)} is {plain(rounded(ratio, 2))} times {way} than the weight before, {told(last)}: kg and lb "
            "may be confused. Weigh again."
        )
        yield Finding("weight-unit-suspected", ERROR, message, str(formulas.pound_ratio.source))
        return
    change = abs(now.value - last.value) / last.value
    if change > formulas.weight_change.value:
        percent = plain(rounded(change * 100, 1))
        message = f"{told(now)} differs by {percent} % from the weight before, {told(last)}: check it."
        yield Finding("weight-changed", WARNING, message, str(formulas.weight_change.source))


def _by_age(case: Case) -> Iterator[Finding]:
    typed, formulas = case.typed, case.formulas
    if typed.age is None:
        return
    source = str(formulas.growth.source)
    if typed.weight is not None:
        kilograms, believed = typed.weight.amount.value, weights_of(formulas, typed.age)
        if not believed.least <= kilograms <= believed.most:
            message = (
                f"{told(typed.weight.amount)} at {brief(typed.age)} is not to be believed: people of that age weigh "
                f"{_span(believed)} kg (3rd to 97th percentile).{_other_unit(kilograms, believed)} Check both."
            )
            yield Finding("weight-implausible", ERROR, message, source)
        elif typed.age < formulas.adult and (other := _other_unit(kilograms, believed)):
            message = (
                f"{told(typed.weight.amount)} at {brief(typed.age)} is outside {_span(believed)} kg (3rd to 97th "
                f"percentile): kg and lb may be confused.{other} Check the unit."
            )
            yield Finding("weight-unit-suspected", WARNING, message, source)
    if typed.height is not None:
        centimeters, believed = typed.height.amount.value, heights_of(formulas, typed.age)
        if not believed.least <= centimeters <= believed.most:
            message = (
                f"{told(typed.height.amount)} at {brief(typed.age)} is not to be believed: people of that age measure "
                f"{_span(believed)} cm (3rd to 97th percentile). Check both."
            )
            yield Finding("height-implausible", ERROR if _uses_height(case) else WARNING, message, source)


def weights_of(formulas: Formulas, age: Amount) -> Believed:
    """What people of an age weigh, in kg."""
    growth, months = formulas.growth, age.to(MONTH).value
    low, high = _percentiles(growth, months, tall=False)
    least, most = low * growth.lighter, high * growth.heavier
    if months < growth.premature_until:
        least = growth.premature_least
    return Believed(least, max(most, formulas.adult_most) if age >= formulas.adult else most, low, high)


def heights_of(formulas: Formulas, age: Amount) -> Believed:
    """What people of an age measure, in cm."""
    growth, months = formulas.growth, age.to(MONTH).value
    low, high = _percentiles(growth, months, tall=True)
    shorter = growth.shorter if months >= growth.premature_until else growth.shorter**2
    return Believed(low * shorter, high * growth.taller, low, high)


def _percentiles(growth: Growth, months: Fraction, *, tall: bool) -> tuple[Fraction, Fraction]:
    """The third of the row before an age and the 97th of the row after it: children grow in between."""
    before = [row for row in growth.rows if row.months <= months] or [growth.rows[0]]
    after = [row for row in growth.rows if row.months >= months] or [growth.rows[-1]]
    first, last = before[-1], after[0]
    return (first.height[0], last.height[1]) if tall else (first.weight[0], last.weight[1])


def _span(believed: Believed) -> str:
    return f"{plain(near(believed.low, 3))} to {plain(near(believed.high, 3))}"


def _other_unit(kilograms: Fraction, believed: Believed) -> str:
    """Where a weight outside the percentiles would be inside them in the other unit."""
    pound = Amount(Fraction(1), POUND).to(KG).value
    if kilograms > believed.high and believed.low <= kilograms * pound <= believed.high:
        return f" As {plain(near(kilograms, 4))} lb it would be {plain(near(kilograms * pound, 3))} kg."
    pounds = kilograms / pound
    if kilograms < believed.low <= pounds <= believed.high:
        return f" It is {plain(near(pounds, 4))} lb: {plain(near(pounds, 4))} kg would fit."
    return ""


def _uses_height(case: Case) -> bool:
    if case.order.per is Per.SURFACE:
        return True
    return case.order.per in WEIGHED and case.typed.weight_basis is not WeightBasis.ACTUAL


def _ideal_of_a_child(case: Case) -> Iterator[Finding]:
    """Devine's formula was made for adults."""
    typed, formulas = case.typed, case.formulas
    ideal = case.order.per in WEIGHED and typed.weight_basis is not WeightBasis.ACTUAL
    if ideal and typed.age is not None and typed.age < formulas.adult:
        message = f"The ideal weight of {brief(typed.age)} is computed by an adult's formula. Ask the prescriber."
        yield Finding("ideal-weight-of-a-child", WARNING, message, str(formulas.ideal.source))


def _mass_index(case: Case) -> Iterator[Finding]:
    """Weight against height, whatever the age."""
    typed, bounds = case.typed, case.formulas.mass_index
    if typed.weight is None or typed.height is None:
        return
    meters = typed.height.amount.value / 100
    index = typed.weight.amount.value / meters**2
    if not bounds.least <= index <= bounds.most:
        message = (
            f"{told(typed.weight.amount)} at {told(typed.height.amount)} is a body mass index of "
            f"{plain(near(index, 3))} kg/m2, outside {grouped(bounds.least)} to {grouped(bounds.most)}: one of the two "
            "is wrong."
        )
        yield Finding("weight-implausible", ERROR, message, str(bounds.source))


def _of_a_child(catalogue: Catalogue, case: Case) -> Iterator[Finding]:
    """Without an age, a weight below that of the youngest whom a label states a dose for.

    Above the half of an adult's third percentile a weight may be a thin adult's, so it is not asked about.
    """
    typed, formulas, subject = case.typed, case.formulas, case.subject
    if typed.weight is None or typed.age is not None or subject.drug is None:
        return
    rows = [row for row in catalogue.usual_doses(subject.code) if subject.is_of(row.product)]
    ages = [row.age.low for row in rows if row.age is not None and row.age.low is not None]
    stated = any(row.weight is not None and row.weight.holds(typed.weight.amount) for row in rows)
    if stated or not rows or len(ages) < len(rows):
        return
    youngest = min(ages)
    believed, kilograms = weights_of(formulas, youngest), typed.weight.amount.value
    if kilograms >= min(believed.low, weights_of(formulas, formulas.adult).least):
        return
    for_whom = (
        f"adults (from {brief(formulas.adult)})" if youngest >= formulas.adult else f"ages from {brief(youngest)}"
    )
    whose = "a child" if youngest >= formulas.adult else "a younger child"
    message = (
        f"{told(typed.weight.amount)} is the weight of {whose}, and every usual dose of {subject.called} is for "
        f"{for_whom}. Check the weight, and state the age."
    )
    severity = ERROR if kilograms < believed.least else WARNING
    yield Finding("weight-of-a-child", severity, message, str(formulas.growth.source))
