"""Ranges and conditions as labels state them."""

from fractions import Fraction

import pytest

from unitcalc.findings import Refused
from unitcalc.quantity import amount, read_amount
from unitcalc.quantity.ranges import read_bounds, read_numbers, read_range


@pytest.mark.parametrize(
    "text, low, high",
    [
        ("5 mg/kg", "5 mg/kg", "5 mg/kg"),
        ("3 to 10 mg/kg", "3 mg/kg", "10 mg/kg"),
        ("2 x 10^13 vg/kg", "20,000,000,000,000 vg/kg", "20,000,000,000,000 vg/kg"),
        ("1.1 x 10^6 to 1.1 x 10^8 cells", "1,100,000 cells", "110,000,000 cells"),
        ("0.5 to 4 mcg/kg/min", "0.5 mcg/kg/min", "4 mcg/kg/min"),
    ],
)
def test_a_range(text: str, low: str, high: str) -> None:
    found = read_range(text)
    assert (str(found.low), str(found.high)) == (low, high)


def test_a_range_with_the_most_alone() -> None:
    found = read_range("up to 8 mg")
    assert found.low is None
    assert found.high == amount(8, "mg")
    assert str(found) == "up to 8 mg"


@pytest.mark.parametrize("text", ["", "5", "10 to 5 mg", "0 mg", "mg", "5 mg to 10 mg/kg", "a to 5 mg", "up to mg"])
def test_no_range(text: str) -> None:
    with pytest.raises(Refused):
        read_range(text)


def test_numbers() -> None:
    assert read_numbers("20 to 40") == (Fraction(20), Fraction(40))
    assert read_numbers("0.77") == (Fraction(77, 100), Fraction(77, 100))
    with pytest.raises(Refused):
        read_numbers("40 to 20")
    with pytest.raises(Refused):
        read_numbers("20 %")


@pytest.mark.parametrize(
    "text, within, outside",
    [
        (">= 12 years", ["12 years", "40 years"], ["143 months", "0 days"]),
        ("< 12 years", ["143 months", "0 days"], ["12 years"]),
        (">= 60 kg, <= 100 kg", ["60 kg", "100 kg"], ["59.9 kg", "100.1 kg"]),
        ("> 100 kg", ["221 lb"], ["100 kg", "220 lb"]),  # 221 lb = 100.24 kg, 220 lb = 99.79 kg
        ("<= 100 kg, > 60 kg", ["100 kg"], ["60 kg"]),
    ],
)
def test_bounds(text: str, within: list[str], outside: list[str]) -> None:
    bounds = read_bounds(text)
    assert [each for each in within if not bounds.holds(read_amount(each))] == []
    assert [each for each in outside if bounds.holds(read_amount(each))] == []


@pytest.mark.parametrize("text", ["12 years", ">= 12", ">= 5 kg, >= 6 kg", "< 5 kg, <= 6 kg", ">= 9 kg, <= 8 kg", ""])
def test_no_bounds(text: str) -> None:
    with pytest.raises(Refused):
        read_bounds(text)
