"""Rates and divided orders: how much of what is ordered one administration is."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from unitcalc.dosing.order import Order
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.quantity import Amount, Unit

_LONG = ("day", "week", "month", "year")
"""Units of time of which an order may also mean one of several doses."""


class Times(NamedTuple):
    """What a rate is multiplied and divided by."""

    duration: Amount | None = None
    """How long it runs, in the order's own unit of time."""
    parts: int = 1

    @property
    def factor(self) -> Fraction:
        """Both as one number."""
        return (self.duration.value if self.duration else Fraction(1)) / self.parts

    @property
    def expression(self) -> str:
        """As it stands after the dose: ` x 4 h`, ` / 4`."""
        run = f" x {self.duration.short}" if self.duration else ""
        return f"{run}{f' / {self.parts}' if self.parts > 1 else ''}"


def times(order: Order, duration: Amount | None) -> Times:
    """How much of the ordered rate one administration is; Refused where that is not said."""
    if order.parts:
        return Times(parts=order.parts)
    if not order.time:
        return Times()
    unit = Unit(order.time)
    if duration is not None and order.over is not None and duration != order.over.to(duration.unit):
        message = f"The order runs over {order.over.short}, and the duration stated is {duration.short}."
        raise Refused(Problem("duration-differs", message, "State one of them.", field="duration"))
    runs = duration
    if runs is None and order.over is not None and (order.time not in _LONG or order.over >= Amount(Fraction(1), unit)):
        runs = order.over
    if runs is not None:
        return Times(runs.to(unit))
    if order.time not in _LONG:
        message = f"{order.short} is a rate, and how long it runs is not stated."
        raise Refused(Problem("duration-missing", message, "State the duration, such as 4 h.", field="duration"))
    whole = order.short.removesuffix(f"/{order.time}")
    message = f"{order.short} can be one dose, several, or an infusion over days."
    hint = (
        f"Write {whole} if it is one dose; how a {order.time}'s amount is divided (in 4 divided doses); or the "
        f"duration of an infusion (3 {order.time}s)."
    )
    raise Refused(Problem("duration-missing", message, hint, field="duration"))


def course_or_dose(order: Order) -> Iterator[Finding]:
    """An amount over a day or more may be one infusion, or a course divided over days.

    Over days it warns; over hours, as long infusions are ordered (2,400 mg/m2 over 46 hours), it only says so.
    """
    over = order.over
    if over is None or order.time or order.parts or over < Amount(Fraction(1), Unit("day")):
        return
    severity = Severity.WARNING if over.unit.symbol in _LONG else Severity.INFO
    message = (
        f"{order.short} over {over.short} is taken as one infusion; it may be a course divided over days. Plan each "
        "administration by itself."
    )
    yield Finding("course-or-dose", severity, message, "order")


def stated_over(order: Order, duration: Amount | None) -> bool:
    """Whether a duration was stated that the dose does not depend on."""
    return duration is not None and not (order.time and not order.parts)
