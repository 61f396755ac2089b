"""The exact amount: a whole fraction of a unit, frozen, that no float can enter."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from unitcalc.findings import Problem, Refused
from unitcalc.quantity.number import grouped, plain
from unitcalc.quantity.registry import dimension, factor

ACTIVITY_SYMBOLS = ("IU", "unit")
_SPOKEN = frozenset({"unit", "dose", "container", "day", "week", "month", "year"})
"""Symbols that are words, and have a plural."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its printed symbol (`mg`, `IU`, `mg/kg/h`); for an activity, of what.

    Every biological activity is a dimension of its own: IU of factor VIII are no IU of factor IX. An activity
    without a name (`IU`) is what a person types; the code that is billed gives it its name.
    """

    symbol: str
    of: str | None = None

    @property
    def dimension(self) -> str:
        """Amounts convert only within one dimension.

        >>> Unit("mg").dimension, Unit("IU", "factor VIII").dimension
        ('mass', 'activity in IU of factor VIII')
        """
        name = dimension(self.symbol)
        return f"{name} of {self.of}" if self.of else name

    @property
    def is_activity(self) -> bool:
        """Whether it counts a biological activity."""
        return self.symbol in ACTIVITY_SYMBOLS

    def __str__(self) -> str:
        return f"{self.symbol} of {self.of}" if self.of else self.symbol


@cache
def _factor(source: Unit, target: Unit) -> Fraction | None:
    if source.dimension != target.dimension:
        return None
    return factor(source.symbol, target.symbol)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit. Built from `Fraction` or `int` only.

    Two amounts are equal (`==`) when value and unit are; to compare across units, convert first or use `<=`.

    >>> Amount(Fraction(350), Unit("mg")) / Amount(Fraction(10), Unit("mg"))
    Fraction(35, 1)
    """

    value: Fraction
    unit: Unit

    def __post_init__(self) -> None:
        value: object = self.value
        if type(value) is not Fraction:
            if type(value) is not int:
                raise TypeError(f"an amount is exact: Fraction or int, not {type(value).__name__}")
            object.__setattr__(self, "value", Fraction(value))

    def to(self, unit: Unit) -> "Amount":
        """The same amount in another unit of its dimension; Refused for any other dimension."""
        if unit == self.unit:
            return self
        ratio = _factor(self.unit, unit)
        if ratio is None:
            raise Refused(
                Problem(
                    "dimension-mismatch",
                    f"{self} can't be converted into {unit}: {self.unit.dimension} is not {unit.dimension}.",
                    f"State the amount in {unit}.",
                )
            )
        return Amount(self.value * ratio, unit)

    def bound_to(self, unit: Unit) -> "Amount":
        """In `unit`, where an activity without a name takes the name (and IU or unit) that the code gives it."""
        if unit.is_activity and self.unit.is_activity and self.unit.of is None:
            return Amount(self.value, unit)
        return self.to(unit)

    def fits(self, unit: Unit) -> bool:
        """Whether `bound_to(unit)` would succeed."""
        if unit.is_activity and self.unit.is_activity and self.unit.of is None:
            return True
        return self.unit.dimension == unit.dimension

    def __add__(self, other: "Amount") -> "Amount":
        if not isinstance(other, Amount):
            return NotImplemented
        return Amount(self.value + other.to(self.unit).value, self.unit)

    def __sub__(self, other: "Amount") -> "Amount":
        if not isinstance(other, Amount):
            return NotImplemented
        return Amount(self.value - other.to(self.unit).value, self.unit)

    def __mul__(self, times: Fraction | int) -> "Amount":
        if isinstance(times, float):
            raise TypeError("an amount is exact: multiply by Fraction or int, not float")
        return Amount(self.value * times, self.unit)

    def __truediv__(self, other: "Amount") -> Fraction:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value / other.to(self.unit).value

    def __lt__(self, other: "Amount") -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value < other.to(self.unit).value

    def __le__(self, other: "Amount") -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value <= other.to(self.unit).value

    def __gt__(self, other: "Amount") -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value > other.to(self.unit).value

    def __ge__(self, other: "Amount") -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value >= other.to(self.unit).value

    def __bool__(self) -> bool:
        return self.value != 0

    def __str__(self) -> str:
        """As a clinician writes it; `read_amount` reads it back."""
        of = f" of {self.unit.of}" if self.unit.of else ""
        return f"{self.short}{of}"

    @property
    def short(self) -> str:
        """The text without the activity's name: `1,046 IU`, `155 units`."""
        plural = "s" if self.unit.symbol in _SPOKEN and self.value != 1 else ""
        return f"{grouped(self.value)} {self.unit.symbol}{plural}"

    def as_json(self) -> dict[str, str]:
        """Exact strings: `{"amount": "1046", "unit": "IU", "of": "factor VIII"}`."""
        record = {"amount": plain(self.value), "unit": self.unit.symbol}
        if self.unit.of:
            record["of"] = self.unit.of
        return record


def zero(unit: Unit) -> Amount:
    """Nothing, in a unit."""
    return Amount(Fraction(0), unit)
