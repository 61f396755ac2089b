"""What of an order is held against a usual dose: one administration, one day of a long infusion, or the rate."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.usual import UsualDose
from unitcalc.dosing.case import Case
from unitcalc.dosing.order import Per
from unitcalc.dosing.surface import Surface, surface
from unitcalc.quantity import Amount, Unit

NO_ROUNDING = Fraction(0)
_DAY = Amount(Fraction(1), Unit("day"))


class Compared(NamedTuple):
    """Amounts in the order's own basis, and in others; a usual dose is within if any amount of its kind is."""

    own: tuple[Amount, ...]
    other: tuple[Amount, ...]


def compared_amounts(case: Case, rows: Sequence[UsualDose], given: Amount) -> Compared:
    """The rate, where a label's rate can be compared with it; else what one administration or one day comes to."""
    rate = _rate(case, given)
    kinds = {row.high.unit.dimension for row in rows if row.high is not None}
    if kinds & {amount.unit.dimension for amount in (*rate.own, *rate.other)}:
        return rate
    return _total(case, given)


def holds(case: Case, row: UsualDose, amounts: Iterable[Amount], rounding: Fraction = NO_ROUNDING) -> bool | None:
    """Whether a dose lies within a usual one, give or take a share of it; None where the two can't be compared."""
    order = case.order
    if order.per is Per.AREA:
        return row.area.low <= order.value <= row.area.high if row.area else None
    if order.per is Per.RISE and row.level:
        # Without the level measured a rise may start anywhere: it reaches at least itself.
        reached = order.wanted if order.wanted is not None else max(order.value, row.level.low)
        return row.level.low <= reached <= row.level.high
    high = row.high
    if high is None:
        return None
    alike = [amount for amount in amounts if amount.unit.dimension == high.unit.dimension]
    if not alike:
        return None
    return any(
        (row.low is None or amount >= row.low * (1 - rounding)) and amount <= high * (1 + rounding) for amount in alike
    )


def _rate(case: Case, given: Amount) -> Compared:
    """The order as a rate; nothing where it is none, or is divided into doses."""
    order, runs = case.order, case.times.duration
    if order.unit is None or not order.time or order.parts or runs is None:
        return Compared((), ())
    own = (Amount(order.value, _per(_head(case, order.unit), order.basis, order.time)),)
    return _beside(own, _bases(case, given.value / runs.value, given.unit, order.time))


def _total(case: Case, given: Amount) -> Compared:
    """One administration. Of an infusion over a day or more also one day's part, as labels state it each 24 hours."""
    order, runs = case.order, case.times.duration
    if order.unit is None:
        return Compared((), _bases(case, given.value, given.unit))
    unit = _per(_head(case, order.unit), order.basis)
    own = [Amount(order.value * case.times.factor, unit)]
    if runs is not None and runs >= _DAY:
        own.append(Amount(order.value * _DAY.to(runs.unit).value, unit))
    return _beside(tuple(own), _bases(case, given.value, given.unit))


def _beside(own: tuple[Amount, ...], bases: tuple[Amount, ...]) -> Compared:
    stated = {amount.unit.dimension for amount in own}
    return Compared(own, tuple(amount for amount in bases if amount.unit.dimension not in stated))


def _bases(case: Case, value: Fraction, unit: Unit, time: str = "") -> tuple[Amount, ...]:
    """A dose or a rate as an amount, and per kg and m2 where the weight and the surface are known."""
    head = _head(case, unit)
    found = [Amount(value, _per(head, time))]
    if case.kilograms:
        found.append(Amount(value / case.kilograms.value, _per(head, "kg", time)))
    if body := _surface(case):
        found.append(Amount(value / body.amount.value, _per(head, "m2", time)))
    return tuple(found)


def _surface(case: Case) -> Surface | None:
    """The body surface; also where the order does not go by it, if weight and height were stated."""
    typed = case.typed
    if case.surface or typed.weight is None or typed.height is None:
        return case.surface
    return surface(typed.formula, typed.weight.amount.value, typed.height.amount.value, typed.decimals)


def _head(case: Case, unit: Unit) -> Unit:
    """The unit without the activity's name, as IU or as units by what the code counts."""
    counted = case.subject.drug.billing_unit if case.subject.drug else None
    if unit.is_activity and counted is not None and counted.unit.is_activity:
        return Unit(counted.unit.symbol)
    return Unit(unit.symbol)


def _per(head: Unit, *per: str) -> Unit:
    return Unit("/".join(filter(None, (head.symbol, *per))))
