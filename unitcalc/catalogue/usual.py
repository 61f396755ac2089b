"""A product's usual doses by its label, and what a rise of a clotting factor takes, with amounts read."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, TypeVar

from unitcalc.quantity import Amount, read_positive
from unitcalc.quantity.ranges import Bounds, Numbers, Range, read_bounds, read_numbers, read_range
from unitcalc.reference.vials import model
from unitcalc.reference.vials.model import YOURS, FactSource, is_area

Row = TypeVar("Row", model.UsualDose, model.Rise)


class UsualDose(NamedTuple):
    """A dose that a product's label states for one use: one administration."""

    code: str
    product: str
    route: str
    indication: str
    use: str
    """prophylaxis, on-demand or surgery, of clotting factors; else empty."""
    low: Amount | None
    high: Amount | None
    """In the label's own basis (mg, mg/kg, mg/m2, mcg/kg/min); both None where only an area or a level is stated."""
    area: Numbers | None
    """The area under the curve that carboplatin is dosed for."""
    level: Numbers | None
    """The level of a clotting factor wanted after the dose, in IU/dL."""
    every: str
    age: Bounds | None
    weight: Bounds | None
    cap: Amount | None
    """The most in one administration."""
    note: str
    source: FactSource
    document: str
    line: int

    @property
    def words(self) -> str:
        """The dose as the label states it."""
        if self.area:
            return f"AUC {self.area}"
        if self.high is None:
            return f"to a level of {self.level} IU/dL"
        return str(Range(self.low, self.high))


class Rise(NamedTuple):
    """What raises the level of a clotting factor: IU per kg for each IU/dL."""

    code: str
    product: str
    route: str
    factor: Fraction
    age: Bounds | None
    note: str
    source: FactSource
    document: str
    line: int


def usual_doses(rows: Iterable[model.UsualDose]) -> tuple[UsualDose, ...]:
    """Usual doses with their amounts read; what a user's document says of a product stands in place of ours."""
    known = tuple(rows)
    return tuple(_usual(row) for row in _yours_first(known))


def rises(rows: Iterable[model.Rise]) -> tuple[Rise, ...]:
    """Rises with their factors read; what a user's document says of a product stands in place of ours."""
    return tuple(_rise(row) for row in _yours_first(tuple(rows)))


def _yours_first(rows: tuple[Row, ...]) -> list[Row]:
    yours = {(row.product.lower(), row.route.lower()) for row in rows if row.document == YOURS}
    return [row for row in rows if row.document == YOURS or (row.product.lower(), row.route.lower()) not in yours]


def _usual(row: model.UsualDose) -> UsualDose:
    area = is_area(row.dose)
    stated = read_range(row.dose) if row.dose and not area else None
    return UsualDose(
        row.code,
        row.product,
        row.route,
        row.indication,
        row.use,
        stated.low if stated else None,
        stated.high if stated else None,
        read_numbers(area) if area else None,
        read_numbers(row.level) if row.level else None,
        row.every,
        read_bounds(row.age) if row.age else None,
        read_bounds(row.weight) if row.weight else None,
        read_positive(row.cap) if row.cap else None,
        row.note,
        row.source,
        row.document,
        row.line,
    )


def _rise(row: model.Rise) -> Rise:
    factor = read_numbers(row.factor).low if row.factor else 1 / read_numbers(row.recovery).low
    age = read_bounds(row.age) if row.age else None
    return Rise(row.code, row.product, row.route, factor, age, row.note, row.source, row.document, row.line)
