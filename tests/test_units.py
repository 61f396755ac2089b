"""RULES R1, R4, R6, R7 and R8: the laws that every bill keeps, over all numbers; and why floats may not count."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.units import administered_units, begun, discarded_units, least, most, unaccounted, whole

amounts = st.one_of(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**4),
    # Whole and half units and small sizes, where the boundaries lie.
    st.integers(min_value=0, max_value=60).map(lambda n: Fraction(n, 2)),
)
positive = st.one_of(
    st.fractions(min_value=Fraction(1, 1000), max_value=10**4, max_denominator=10**4),
    st.integers(min_value=1, max_value=20).map(Fraction),
    st.just(Fraction(1, 10)),
)


@given(amounts, amounts, positive)
def test_r6_administered_units_cover_the_dose_and_no_more(d: Fraction, label: Fraction, u: Fraction) -> None:
    units = administered_units(d, label, u)
    assert type(units) is int
    assert (units - 1) * u < min(d, label) <= units * u or units == min(d, label) == 0
    assert units >= 1 or not min(d, label)


@given(amounts, amounts, amounts, positive)
def test_r6_discarded_units_never_exceed_label_or_chart(d: Fraction, w: Fraction, label: Fraction, u: Fraction) -> None:
    administered, discarded = administered_units(d, label, u), discarded_units(d, w, label, u)
    assert type(discarded) is int
    assert discarded >= 0
    ceiling = min(label, d + w)
    if discarded:
        assert (administered + discarded) * u <= ceiling
    # The largest such number: one more would be above the label or above the chart.
    assert (administered + discarded + 1) * u > ceiling
    assert discarded * u <= w


@given(amounts, amounts, positive)
def test_r7_nothing_given_is_nothing_billed(w: Fraction, label: Fraction, u: Fraction) -> None:
    assert administered_units(Fraction(0), label, u) == 0


@given(amounts, amounts, positive)
def test_one_unit_is_never_billed_twice(d: Fraction, label: Fraction, u: Fraction) -> None:
    """With all of the label accounted for, both lines together are the label's units, at most one begun."""
    w = max(label - d, Fraction(0))
    total = administered_units(d, label, u) + discarded_units(d, w, label, u)
    assert total in (floor(label / u), ceil(label / u))


@given(amounts, amounts, amounts, positive)
def test_more_discard_never_bills_less(d: Fraction, w: Fraction, more: Fraction, u: Fraction) -> None:
    label = d + w + more
    assert discarded_units(d, w, label, u) <= discarded_units(d, w + more, label, u)


@given(amounts, amounts, amounts, positive, st.integers(min_value=1, max_value=10**6))
def test_the_measure_does_not_matter(d: Fraction, w: Fraction, label: Fraction, u: Fraction, times: int) -> None:
    """Milligrams or micrograms: the same units."""
    assert administered_units(d * times, label * times, u * times) == administered_units(d, label, u)
    assert discarded_units(d * times, w * times, label * times, u * times) == discarded_units(d, w, label, u)


@given(amounts, amounts, amounts, amounts)
def test_what_is_unaccounted_balances(label: Fraction, d: Fraction, w: Fraction, explained: Fraction) -> None:
    rest = unaccounted(label, d, w, explained)
    assert rest >= 0
    assert rest == label - d - w - explained or d + w + explained > label


@given(amounts, positive)
def test_r8_dispensed_units_are_the_label_rounded_up(label: Fraction, u: Fraction) -> None:
    """Dispensed without a discard of the supplier: the whole label is what was given."""
    assert administered_units(label, label, u) == ceil(label / u)


@given(st.integers(min_value=0, max_value=2**70), st.integers(min_value=1, max_value=2**40))
def test_whole_numbers_stay_exact_beyond_what_a_double_holds(a: int, b: int) -> None:
    assert whole(a, b) * b <= a < (whole(a, b) + 1) * b
    assert (begun(a, b) - 1) * b < a <= begun(a, b) * b
    assert (least(a, b), most(a, b)) == (min(a, b), max(a, b))


# Given, discarded, label, unit; administered and discarded units; where the numbers are worked out.
WORKED = [
    (350, 50, 400, 10, 35, 5, "35 whole units; 400 holds 40, less 35"),
    (350, 30, 400, 10, 35, 3, "380 accounted for are 38, less 35: 20 mg in the tubing are not billed"),
    (305, 95, 400, 10, 31, 9, "30.5 begin 31; 40 less 31: the 5 mg of the 31st are not billed again"),
    (70, 30, 100, 100, 1, 0, "one unit covers dose and discard"),
    (90, 10, 100, 10, 9, 1, "a discard of exactly one unit"),
    (77, 23, 100, 10, 8, 2, "7.7 begin 8; 10 less 8"),
    (110, 0, 100, 10, 10, 0, "overfill: never above the label"),
    (75, 26, 100, 1, 75, 25, "a vial of 100 that holds 101: 25, not 26"),
    (7, 93, 100, 10, 1, 9, "one begun, 10 less 1"),
    (7, 18, 25, 10, 1, 1, "25 hold 2 whole units, less 1: never 30"),
]


@pytest.mark.parametrize("d, w, label, u, administered, discarded, why", WORKED)
def test_worked_by_hand(d: int, w: int, label: int, u: int, administered: int, discarded: int, why: str) -> None:
    for kind in (int, Fraction):
        numbers = [kind(number) for number in (d, w, label, u)]
        assert administered_units(numbers[0], numbers[2], numbers[3]) == administered, why
        assert discarded_units(*numbers) == discarded, why


@pytest.mark.parametrize("operation", [least, most, whole])
@pytest.mark.parametrize("number", [0.1, Decimal("0.1"), "1", None])
def test_only_exact_numbers_are_counted(operation: Any, number: Any) -> None:
    with pytest.raises(TypeError, match="no exact arithmetic"):
        operation(number, Fraction(1))


# The float trap. The set: orders of 0.1 to 2.0 mg/kg in tenths, for 1 to 90 kg, each at the billing units 0.1, 0.2,
# 0.5, 1, 2.5, 5 and 10 mg: 20 x 90 x 7 = 12,600 small doses. All are whole tenths of a milligram, so whole numbers of
# tenths say what is right, and every rounding error is that of IEEE doubles, the same on every machine.
UNITS_IN_TENTHS = (1, 2, 5, 10, 25, 50, 100)
RATES_IN_TENTHS = range(1, 21)
WEIGHTS = range(1, 91)


def small_doses() -> Iterator[tuple[int, int, int]]:
    """Tenths of a milligram per kilogram, kilograms, and the billing unit in tenths of a milligram."""
    return product(RATES_IN_TENTHS, WEIGHTS, UNITS_IN_TENTHS)


def test_floats_bill_wrong_units_and_fractions_never_do() -> None:
    doses = list(small_doses())
    assert len(doses) == 12_600
    float_errors = fraction_errors = 0
    for rate, weight, unit in doses:
        right = -(-rate * weight // unit)
        float_errors += ceil((rate / 10) * weight / (unit / 10)) != right
        dose = Fraction(rate, 10) * weight
        fraction_errors += administered_units(dose, Fraction(10**6), Fraction(unit, 10)) != right
    assert fraction_errors == 0
    assert float_errors > 100


def test_floats_lose_waste_and_fractions_never_do() -> None:
    """The same doses out of one container of 200 mg, the rest discarded: whole units, rounded down."""
    float_errors = fraction_errors = 0
    for rate, weight, unit in small_doses():
        given, label = rate * weight, 2_000
        right = label // unit - -(-given // unit)
        billed = floor(200 / (unit / 10)) - ceil((rate / 10) * weight / (unit / 10))
        float_errors += billed != right
        exact = [Fraction(number, 10) for number in (given, label - given, label, unit)]
        fraction_errors += discarded_units(*exact) != right
    assert fraction_errors == 0
    assert float_errors > 100


def test_the_best_known_float_errors() -> None:
    assert ceil(0.1 * 3 / 0.1) == 4
    assert administered_units(3 * Fraction("0.1"), Fraction(1), Fraction("0.1")) == 3
    assert floor(0.3 / 0.1) == 2
    assert whole(Fraction("0.3"), Fraction("0.1")) == 3
