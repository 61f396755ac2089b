"""The closed list of units, held against pint and against definitions written out here."""

from fractions import Fraction
from itertools import combinations, product

import pytest

from unitcalc.quantity.registry import _PINT_NAMES, UNITS, _registry, dimension, factor

DIMENSIONS = {name for name, _ in UNITS.values()}


def dimensionality(symbol: str) -> str:
    """What pint says of a unit, as text that can be compared."""
    return str(_registry().get_dimensionality(_PINT_NAMES[symbol]))


def test_units_of_one_dimension_are_one_in_pint() -> None:
    for name in DIMENSIONS:
        found = {dimensionality(symbol) for symbol, (other, _) in UNITS.items() if other == name}
        assert len(found) == 1, name


def test_units_of_two_dimensions_are_two_in_pint() -> None:
    said = {name: dimensionality(symbol) for symbol, (name, _) in UNITS.items()}
    for one, other in combinations(sorted(DIMENSIONS), 2):
        assert said[one] != said[other], (one, other)


def test_no_dimension_is_plain_number() -> None:
    assert dimensionality("mg") == "[mass]"
    assert all(dimensionality(symbol) != "dimensionless" for symbol in UNITS)


@pytest.mark.parametrize("name", sorted(DIMENSIONS))
def test_factors_are_exact_reciprocal_and_chain(name: str) -> None:
    symbols = [symbol for symbol, (other, _) in UNITS.items() if other == name]
    for one, other in product(symbols, repeat=2):
        there = factor(one, other)
        assert type(there) is Fraction
        assert there > 0
        assert there * factor(other, one) == 1
        for third in symbols:
            assert there * factor(other, third) == factor(one, third)


@pytest.mark.parametrize(
    "source, target, expected",
    [
        ("g", "mg", Fraction(1000)),
        ("mg", "mcg", Fraction(1000)),
        ("mcg", "ng", Fraction(1000)),
        ("L", "mL", Fraction(1000)),
        ("mCi", "MBq", Fraction(37)),
        ("GBq", "MBq", Fraction(1000)),
        ("mCi", "mcCi", Fraction(1000)),
        ("lb", "kg", Fraction("0.45359237")),
        ("lb", "oz", Fraction(16)),
        ("oz", "kg", Fraction("0.028349523125")),
        ("in", "cm", Fraction("2.54")),
        ("ft", "in", Fraction(12)),
        ("h", "min", Fraction(60)),
        ("min", "s", Fraction(60)),
        ("day", "h", Fraction(24)),
        ("week", "day", Fraction(7)),
        ("year", "day", Fraction("365.25")),
        ("year", "month", Fraction(12)),
        ("mg/mL", "mcg/L", Fraction(1_000_000)),
        ("mg/kg/h", "mcg/kg/min", Fraction(1000, 60)),
    ],
)
def test_factors_by_definition(source: str, target: str, expected: Fraction) -> None:
    assert factor(source, target) == expected


def test_quotients_have_their_own_dimension() -> None:
    assert dimension("mg/kg/h") == "mass per body weight per time"
    assert dimension("IU/kg") == "activity in IU per body weight"
    assert dimension("mg/m2") != dimension("mg/kg")
