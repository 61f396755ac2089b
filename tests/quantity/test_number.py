"""Exact numbers: text to Fraction and back, measured against decimal arithmetic of far higher precision."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.quantity import grouped, money, plain, read_number, rounded

decimals = st.decimals(
    min_value=Decimal("-1e18"), max_value=Decimal("1e18"), allow_nan=False, allow_infinity=False, places=9
)
fractions = st.fractions(min_value=-(10**15), max_value=10**15, max_denominator=10**9)
counts = st.integers(min_value=0, max_value=10**18)


@pytest.mark.parametrize(
    "text, value",
    [
        ("350", Fraction(350)),
        ("1,000", Fraction(1000)),
        ("12,345,678.5", Fraction("12345678.5")),
        ("0.5", Fraction(1, 2)),
        (".625", Fraction(5, 8)),
        ("5.", Fraction(5)),
        ("1/3", Fraction(1, 3)),
        ("2 x 10^13", Fraction(2 * 10**13)),
        ("2 × 10¹³", Fraction(2 * 10**13)),
        ("1.5x10E2", Fraction(150)),
        ("1.5 million", Fraction(1_500_000)),
        ("300 thousand", Fraction(300_000)),
    ],
)
def test_every_way_of_writing_a_number(text: str, value: Fraction) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "-5", "+5", "1,00", "1,0000", "1 000", "1e5", "nan", "9**9", "1/0", "1.2.3", "4 x 100", "x 10^3", "٣"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the callers put it into words
        read_number(text)


@given(counts)
def test_counts_are_read_back_plain_and_grouped(value: int) -> None:
    assert read_number(plain(value)) == value
    assert read_number(grouped(value)) == value


@given(fractions.filter(lambda value: value >= 0))
def test_every_fraction_is_read_back(value: Fraction) -> None:
    assert read_number(plain(value)) == value
    assert read_number(grouped(value)) == value


@given(decimals)
def test_plain_is_what_decimal_says(value: Decimal) -> None:
    text = plain(Fraction(value))
    assert Decimal(text) == value
    # The shortest text: no zero is left behind the point, none is added before it.
    assert text == format(value.normalize() if value else Decimal(0), "f")


@given(decimals)
def test_grouped_is_what_decimal_says(value: Decimal) -> None:
    with localcontext(prec=60):
        assert grouped(Fraction(value)) == format(value.normalize() if value else Decimal(0), ",f")


@given(fractions)
def test_a_value_without_a_finite_decimal_stays_a_quotient(value: Fraction) -> None:
    text = plain(value)
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    assert ("/" in text) == (denominator != 1)
    assert Fraction(text) == value


@given(fractions, st.integers(min_value=0, max_value=6))
def test_rounded_is_half_up_of_decimal(value: Fraction, places: int) -> None:
    with localcontext(prec=80):
        # 60 digits behind the point hold every quotient by at most 10**9 well enough to see on which side it lies.
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        expected = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert rounded(value, places) == Fraction(expected)


@given(fractions, st.integers(min_value=0, max_value=6))
def test_rounded_lies_within_half_a_step(value: Fraction, places: int) -> None:
    assert abs(rounded(value, places) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize("tie, up", [("0.005", "0.01"), ("1.005", "1.01"), ("2.675", "2.68"), ("-0.005", "-0.01")])
def test_ties_go_away_from_zero_where_floats_do_not(tie: str, up: str) -> None:
    assert rounded(Fraction(tie), 2) == Fraction(up)


@given(fractions)
def test_money_is_cents_half_up(value: Fraction) -> None:
    with localcontext(prec=80):
        expected = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(money(value)) == expected
    assert len(money(value).partition(".")[2]) == 2
