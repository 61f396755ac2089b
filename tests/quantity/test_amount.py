"""Amounts: exact, frozen, and never mixed across dimensions."""

import dataclasses
import operator
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, amount, read_amount, read_number, read_unit, zero
from unitcalc.quantity.amount import ACTIVITY_SYMBOLS
from unitcalc.quantity.registry import UNITS

SUBSTANCES = ("factor VIII", "factor IX", "VWF:RCo", "onabotulinumtoxinA", "heparin")
BY_DIMENSION: dict[str, list[str]] = {}
for symbol, (name, _) in UNITS.items():
    BY_DIMENSION.setdefault(name, []).append(symbol)

values = st.fractions(min_value=0, max_value=10**12, max_denominator=10**6)
signed = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
plain_units = st.sampled_from(sorted(UNITS)).map(Unit)
activities = st.builds(Unit, st.sampled_from(ACTIVITY_SYMBOLS), st.sampled_from(SUBSTANCES))
rates = st.sampled_from(["mg/kg", "mcg/kg/min", "IU/kg", "mg/m2", "mg/mL", "unit/kg/h"]).map(Unit)
units = st.one_of(plain_units, activities, rates)
# Pairs of units of one dimension, both ways round.
pairs = st.sampled_from(
    [(Unit(a), Unit(b)) for symbols in BY_DIMENSION.values() for a in symbols for b in symbols]
    + [(Unit("mg/kg"), Unit("mcg/lb")), (Unit("mg/mL"), Unit("g/L")), (Unit("mcg/kg/min"), Unit("mg/kg/h"))]
)


@given(values, units)
def test_text_is_read_back(value: Fraction, unit: Unit) -> None:
    stated = Amount(value, unit)
    assert read_amount(str(stated)) == stated


@given(values, units)
def test_json_is_read_back(value: Fraction, unit: Unit) -> None:
    record = Amount(value, unit).as_json()
    assert set(record) <= {"amount", "unit", "of"}
    assert ("of" in record) == (unit.of is not None)
    name = f"{record['unit']} of {record['of']}" if "of" in record else record["unit"]
    assert Amount(read_number(record["amount"]), read_unit(name)) == Amount(value, unit)


@given(values, units)
def test_pickled_and_back(value: Fraction, unit: Unit) -> None:
    stated = Amount(value, unit)
    assert pickle.loads(pickle.dumps(stated)) == stated


def test_json_of_an_assayed_vial() -> None:
    assert amount(1046, "IU", "factor VIII").as_json() == {"amount": "1046", "unit": "IU", "of": "factor VIII"}
    assert amount(Fraction(1, 3), "mg").as_json() == {"amount": "1/3", "unit": "mg"}


@given(signed, pairs)
def test_there_and_back_is_exact(value: Fraction, pair: tuple[Unit, Unit]) -> None:
    one, other = pair
    stated = Amount(value, one)
    assert stated.to(other).to(one) == stated


@given(signed, signed, pairs)
def test_order_and_sums_do_not_depend_on_the_unit(x: Fraction, y: Fraction, pair: tuple[Unit, Unit]) -> None:
    one, other = pair
    a, b = Amount(x, one), Amount(y, one)
    c = b.to(other)
    assert (a < c) == (x < y)
    assert (a <= c) == (x <= y)
    assert (a > c) == (x > y)
    assert (a >= c) == (x >= y)
    assert a + c == Amount(x + y, one)
    assert a - c == Amount(x - y, one)
    assert (c + a).to(one) == a + c
    if y:
        assert a / c == x / y


@given(signed, st.integers(min_value=-(10**6), max_value=10**6), plain_units)
def test_multiplication_is_repeated_addition(value: Fraction, times: int, unit: Unit) -> None:
    stated = Amount(value, unit)
    assert stated * times + stated == stated * (times + 1)
    assert stated * Fraction(times) == stated * times


@given(values, st.one_of(activities, st.sampled_from(ACTIVITY_SYMBOLS).map(Unit)), units)
def test_an_activity_converts_into_nothing_else(value: Fraction, activity: Unit, target: Unit) -> None:
    assume(target != activity)
    stated = Amount(value, activity)
    for attempt in (stated.to, lambda unit: Amount(value, unit).to(activity)):
        with pytest.raises(Refused) as caught:
            attempt(target)
        assert [problem.code for problem in caught.value.problems] == ["dimension-mismatch"]
    assert not Amount(value, target).fits(activity) or (target.is_activity and target.of is None)


@given(values, values, activities, activities)
def test_two_activities_are_never_added_or_compared(x: Fraction, y: Fraction, one: Unit, other: Unit) -> None:
    assume(one != other)
    a, b = Amount(x, one), Amount(y, other)
    for operation in ("__add__", "__sub__", "__truediv__", "__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(Refused, match="can't be converted"):
            getattr(a, operation)(b)


@given(values, st.sampled_from(ACTIVITY_SYMBOLS), activities)
def test_only_an_unnamed_activity_takes_the_name_that_a_code_gives_it(
    value: Fraction, symbol: str, activity: Unit
) -> None:
    assert Amount(value, Unit(symbol)).bound_to(activity) == Amount(value, activity)
    other = Unit(symbol, "another substance")
    assert not Amount(value, other).fits(activity)
    with pytest.raises(Refused):
        Amount(value, other).bound_to(activity)


def test_mass_is_refused_for_an_activity_in_words() -> None:
    with pytest.raises(Refused) as caught:
        amount(250, "mg").bound_to(Unit("IU", "factor VIII"))
    (problem,) = caught.value.problems
    assert problem.code == "dimension-mismatch"
    assert "250 mg can't be converted into IU of factor VIII" in problem.message
    assert "IU of factor VIII" in problem.hint


def test_body_measures_are_no_plain_numbers() -> None:
    assert Unit("mg/kg").dimension == "mass per body weight"
    with pytest.raises(Refused):
        amount(5, "mg/kg").to(Unit("mg"))
    with pytest.raises(Refused):
        amount(70, "kg").to(Unit("g"))
    assert amount(154, "lb").to(Unit("kg")) == amount(Fraction("69.85322498"), "kg")


@pytest.mark.parametrize("value", [0.1, 1.0, Decimal("0.1"), "1", None, True, complex(1)])
def test_nothing_inexact_gets_in(value: Any) -> None:
    with pytest.raises(TypeError, match="an amount is exact"):
        Amount(value, Unit("mg"))


def test_no_float_comes_near() -> None:
    stated = amount(1, "mg")
    for operation in ("mul", "add", "sub", "truediv", "lt", "le", "gt", "ge"):
        with pytest.raises(TypeError):
            getattr(operator, operation)(stated, 0.1)
    with pytest.raises(TypeError):
        stated * Decimal("0.1")  # type: ignore[operator]
    with pytest.raises(TypeError):
        0.1 * stated  # type: ignore[operator]


def test_it_is_frozen() -> None:
    stated = amount(1, "mg")
    with pytest.raises(dataclasses.FrozenInstanceError):
        stated.value = Fraction(2)  # type: ignore[misc]


def test_nothing_is_false_and_something_is_true() -> None:
    assert not zero(Unit("mg"))
    assert amount(Fraction(1, 10**9), "mg")
