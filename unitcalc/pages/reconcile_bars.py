"""Bars with their figures beside them, as HTML of our own: the words say everything, the bar repeats it."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from html import escape
from typing import NamedTuple

from unitcalc.quantity import dollars


class Measure(StrEnum):
    """The dollars that bars show."""

    STAKE = "At stake"
    DIFFERENCE = "Over and under"
    WASTE = "Waste"


class Money(NamedTuple):
    """The dollars of one group."""

    at_stake: Fraction
    over: Fraction
    under: Fraction
    waste: Fraction | None = None
    """None where waste is nobody's: a cause has none."""

    def of(self, measure: Measure) -> tuple[Fraction, ...]:
        """What a bar shows."""
        match measure:
            case Measure.STAKE:
                return (self.at_stake,)
            case Measure.DIFFERENCE:
                return (self.over, self.under)
            case Measure.WASTE:
                return (self.waste or Fraction(0),)


def most(every: Sequence[Money], measure: Measure) -> Fraction:
    """The longest bar: all are drawn to its scale."""
    return max((value for each in every for value in each.of(measure)), default=Fraction(0))


def bar(money: Money, measure: Measure, longest: Fraction, more: str = "") -> str:
    """A bar with its figures; `more` is said behind them."""
    text = f"<b>{escape(figures(money, measure))}</b>" + (f" {escape(more)}" if more else "")
    return (
        f'<div class="rc-track" aria-hidden="true">{"".join(_fills(money, measure, longest))}</div>'
        f'<p class="rc-figures">{text}</p>'
    )


def figures(money: Money, measure: Measure) -> str:
    """What a bar shows, in words.

    >>> figures(Money(Fraction(8), Fraction(5), Fraction(0)), Measure.DIFFERENCE)
    '$5.00 over, $0.00 under'
    """
    if measure is Measure.DIFFERENCE:
        return f"{dollars(money.over)} over, {dollars(money.under)} under"
    (value,) = money.of(measure)
    return f"{dollars(value)} {'at stake' if measure is Measure.STAKE else 'of waste'}"


def _fills(money: Money, measure: Measure, longest: Fraction) -> list[str]:
    if measure is not Measure.DIFFERENCE:
        (value,) = money.of(measure)
        return [_fill("stake" if measure is Measure.STAKE else "waste", value, longest, 100)]
    both = (_fill("over", money.over, longest, 50), _fill("under", money.under, longest, 50))
    return [*both, '<span class="rc-zero"></span>']


def _fill(name: str, value: Fraction, longest: Fraction, room: int) -> str:
    """A part of the track; what is not nothing can be seen."""
    if value <= 0 or longest <= 0:
        return ""
    tenths = max(int(value * room * 10 / longest), 5)
    return f'<span class="rc-fill rc-{name}" style="width:{tenths // 10}.{tenths % 10}%"></span>'
