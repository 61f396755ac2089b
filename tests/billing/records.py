"""Records for the laws: real codes, each with its unit as its official descriptor has it, and doses drawn for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from unitcalc.quantity import plain


@dataclass(frozen=True)
class Product:
    """A code; `unit` in `symbol`, copied by hand from the descriptor; the unit in which its containers are labelled."""

    code: str
    unit: str
    symbol: str
    sizes: tuple[str, ...]

    @property
    def one(self) -> Fraction:
        """One billing unit."""
        return Fraction(self.unit)


PRODUCTS = (
    Product("J1745", "10", "mg", ("100",)),
    Product("J9355", "10", "mg", ("150", "420")),
    Product("J2778", "0.1", "mg", ("0.3", "0.5")),
    Product("J7170", "0.5", "mg", ("12", "30", "60", "105", "150", "300")),
    Product("J1569", "500", "mg", ("1000", "2500", "5000", "10000", "20000", "30000")),
    Product("J9271", "1", "mg", ("100",)),
    Product("J3240", "0.9", "mg", ("0.9",)),
    Product("J1580", "80", "mg", ("20", "80", "100")),  # up to 80 mg
    Product("J0702", "6", "mg", ("6", "30")),  # 3 mg and 3 mg
    Product("J7189", "1", "mcg", ("1000", "2000", "5000", "8000")),
    Product("J7190", "1", "IU", ("250", "467.5", "1046")),
    Product("J7211", "1", "IU", ("250", "1046", "2987")),
    Product("J0885", "1000", "unit", ("2000", "10000", "40000")),
    Product("J0585", "1", "unit", ("100", "200")),
    Product("A9585", "0.1", "mL", ("2", "7.5", "65")),
)
SCALES = {"mg": (("mg", 1), ("g", Fraction(1, 1000)), ("mcg", 1000)), "mcg": (("mcg", 1), ("mg", Fraction(1, 1000)))}
"""Other units in which a mass may be written, and how many of them one is."""
DAYS = ("2019-06-30", "2022-12-31", "2023-05-01", "2023-07-01", "2024-12-31", "2025-03-01", "2026-02-01")


@dataclass(frozen=True)
class Record:
    """What was charted of one dose, in numbers of the product's unit of measure."""

    product: Product
    containers: tuple[tuple[int, Fraction], ...]
    given: Fraction
    discarded: Fraction | None
    explained: Fraction
    overfill: Fraction
    day: str
    container_type: str = "single-dose"

    @property
    def label(self) -> Fraction:
        """What all containers together were labelled with."""
        return sum((count * each for count, each in self.containers), Fraction(0))

    def text(self, value: Fraction, symbol: str = "", times: Fraction | int = 1) -> str:
        """An amount as typed."""
        return f"{plain(value * times)} {symbol or self.product.symbol}"

    def typed(self, symbol: str = "", times: Fraction | int = 1) -> dict[str, object]:
        """The request, with the dose (not the containers) written in another unit."""
        return {
            "code": self.product.code,
            "given": self.text(self.given, symbol, times),
            "opened": [f"{count} x {self.text(each)}" for count, each in self.containers],
            "date": self.day,
            "discarded": "" if self.discarded is None else self.text(self.discarded, symbol, times),
            "explained": [f"{self.text(self.explained, symbol, times)} tubing"] if self.explained else [],
            "overfill": self.text(self.overfill) if self.overfill else "",
            "container_type": self.container_type,
        }

    def without(self, **changes: object) -> "Record":
        """The record with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def amounts(product: Product, most: Fraction) -> st.SearchStrategy[Fraction]:
    """An amount of at most so much: whole units, the awkward ones around them, and fractions without a decimal."""
    fine = product.one / 12
    return st.one_of(
        st.integers(0, int(most / product.one)).map(lambda count: count * product.one),
        st.integers(0, int(most / fine)).map(lambda count: count * fine),
        st.integers(0, 40).map(lambda part: most * part / 40),
    )


@st.composite
def drawn(
    draw: st.DrawFn, *, of: Sequence[Product] = PRODUCTS, charted: bool | None = None, balanced: bool = False
) -> Record:
    """A record. `charted`: whether a discard was charted; `balanced`: nothing stays unexplained, nothing overfilled."""
    product = draw(st.sampled_from(of))
    sizes = st.sampled_from(product.sizes).map(Fraction)
    containers = tuple(draw(st.lists(st.tuples(st.integers(1, 5), sizes), min_size=1, max_size=3)))
    record = Record(product, containers, Fraction(0), None, Fraction(0), Fraction(0), draw(st.sampled_from(DAYS)))
    label = record.label
    given = draw(amounts(product, label))
    overfill = Fraction(0)
    if not balanced and draw(st.integers(0, 5)) == 0:
        overfill = label / 20
        given = draw(st.sampled_from((label, label + overfill / 2, label + overfill)))
    rest = max(label - given, Fraction(0))
    discarded = None
    if charted or (charted is None and draw(st.booleans())):
        discarded = rest if balanced else draw(amounts(product, rest + overfill))
    explained = Fraction(0)
    if not balanced:
        explained = draw(st.sampled_from((Fraction(0), max(rest - (discarded or 0), Fraction(0)) / 3)))
    return record.without(given=given, discarded=discarded, explained=explained, overfill=overfill)
