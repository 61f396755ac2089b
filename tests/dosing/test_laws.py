"""What holds of every dose, whatever was typed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dosing.asking import Ask
from unitcalc.dosing.formulas import Formulas
from unitcalc.dosing.surface import power_product, whole_root
from unitcalc.findings import Refused
from unitcalc.quantity import plain, read_amount

tenths = st.integers(min_value=5, max_value=3000).map(lambda number: Fraction(number, 10))
kilograms = st.integers(min_value=5, max_value=6000).map(lambda number: Fraction(number, 10))
centimeters = st.integers(min_value=300, max_value=2500).map(lambda number: Fraction(number, 10))


@given(pounds=st.integers(min_value=2, max_value=1300), rate=tenths)
def test_the_dose_is_the_same_in_whichever_unit_the_weight_is_written(ask: Ask, pounds: int, rate: Fraction) -> None:
    order = f"{plain(rate)} mg/kg"
    kilogram = plain(pounds * Fraction("0.45359237"))
    gram = plain(pounds * Fraction("453.59237"))
    doses = {
        ask(order, weight=weight).dose
        for weight in (f"{pounds} lb", f"{pounds * 16} oz", f"{kilogram} kg", f"{gram} g", f"{pounds} lbs 0 oz")
    }
    assert len(doses) == 1
    assert doses.pop().value == rate * pounds * Fraction(45359237, 100000000)


@given(weight=kilograms, height=centimeters, decimals=st.integers(min_value=2, max_value=6))
def test_mosteller_is_rounded_right(formulas: Formulas, weight: Fraction, height: Fraction, decimals: int) -> None:
    """(s - half)^2 <= cm x kg / 3600 < (s + half)^2: no root is taken to hold it."""
    found = power_product(formulas.surfaces["mosteller"], weight, height, decimals)
    half = Fraction(1, 2 * 10**decimals)
    assert (found - half) ** 2 <= height * weight / 3600 < (found + half) ** 2


@given(weight=kilograms, height=centimeters, decimals=st.integers(min_value=2, max_value=6))
def test_du_bois_is_rounded_right(formulas: Formulas, weight: Fraction, height: Fraction, decimals: int) -> None:
    """The 40th power of 0.007184 x kg^0.425 x cm^0.725 is rational: 0.007184^40 x kg^17 x cm^29."""
    found = power_product(formulas.surfaces["du-bois"], weight, height, decimals)
    half = Fraction(1, 2 * 10**decimals)
    exact = Fraction("0.007184") ** 40 * weight**17 * height**29
    assert (found - half) ** 40 <= exact < (found + half) ** 40


@given(value=st.integers(min_value=0, max_value=10**60), k=st.integers(min_value=2, max_value=41))
def test_a_whole_root_is_the_largest(value: int, k: int) -> None:
    root = whole_root(value, k)
    assert root**k <= value < (root + 1) ** k


@given(weight=kilograms, height=centimeters, rate=tenths, decimals=st.integers(min_value=2, max_value=6))
def test_the_dose_is_no_farther_from_the_unrounded_surface_than_said(
    ask: Ask, weight: Fraction, height: Fraction, rate: Fraction, decimals: int
) -> None:
    found = ask(
        f"{plain(rate)} mg/m2", weight=f"{plain(weight)} kg", height=f"{plain(height)} cm", bsa_decimals=str(decimals)
    )
    (step,) = (step for step in found.steps if step.label == "Surface used")
    bound = read_amount(step.expression.split("at most ")[1].split(" from")[0]).value
    # dose - bound <= rate x sqrt(cm x kg / 3600) <= dose + bound, squared where that is not below zero.
    square = rate**2 * weight * height / 3600
    assert max(found.dose.value - bound, Fraction(0)) ** 2 <= square <= (found.dose.value + bound) ** 2
    assert bound <= rate * Fraction(1, 2 * 10**decimals) * Fraction(11, 10)


@given(weight=kilograms, rate=tenths, cap=tenths, other=tenths)
def test_the_cap_is_never_exceeded(ask: Ask, weight: Fraction, rate: Fraction, cap: Fraction, other: Fraction) -> None:
    found = ask(f"{plain(rate)} mg/kg (max {plain(cap)} mg)", weight=f"{plain(weight)} kg", max=f"{plain(other)} mg")
    assert found.dose.value == min(rate * weight, cap, other)
    capped = any(finding.check == "dose-capped" for finding in found.findings)
    assert capped == (rate * weight > min(cap, other))


@given(weight=kilograms, rate=tenths, times=st.integers(min_value=1, max_value=9))
def test_the_dose_is_linear_in_the_order(ask: Ask, weight: Fraction, rate: Fraction, times: int) -> None:
    once = ask(f"{plain(rate)} mg/kg", weight=f"{plain(weight)} kg")
    more = ask(f"{plain(rate * times)} mg/kg", weight=f"{plain(weight)} kg")
    assert more.dose.value == once.dose.value * times


@given(weight=kilograms, rate=tenths, parts=st.sampled_from([1, 2, 3, 4, 6]))
def test_divided_doses_add_up_to_the_day(ask: Ask, weight: Fraction, rate: Fraction, parts: int) -> None:
    found = ask(f"{plain(rate)} mg/kg/day in {parts} divided doses", weight=f"{plain(weight)} kg")
    assert found.dose.value * parts == rate * weight


@given(rate=tenths, minutes=st.integers(min_value=1, max_value=600))
def test_a_rate_gives_the_same_in_every_unit_of_time(ask: Ask, rate: Fraction, minutes: int) -> None:
    stated = [f"{minutes} min", f"{plain(Fraction(minutes * 60))} s"]
    doses = {ask(f"{plain(rate)} mg/h", duration=duration).dose.value for duration in stated}
    assert doses == {rate * minutes / 60}


FIELDS = ["weight", "last_weight", "height", "age", "sex", "gfr", "duration", "max", "rise", "level_measured"]
FIELDS += ["concentration", "bsa_formula", "bsa_decimals", "weight_date", "date", "code", "weight_basis", "use"]
near = st.text(alphabet="0123456789 .,'\"/-kglboztfincmydhwesaru", max_size=12)


@settings(max_examples=300)
@given(field=st.sampled_from(FIELDS), text=st.one_of(st.text(max_size=30), near))
def test_any_text_in_any_field_is_read_or_refused_with_what_to_do(ask: Ask, field: str, text: str) -> None:
    typed = {"weight": "70 kg", field: text}
    try:
        told = [ask("" if field == "rise" else "5 mg/kg", **typed).dose.value >= 0]
    except Refused as refused:
        told = [bool(problem.message and problem.hint and problem.field) for problem in refused.problems]
    assert all(told)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("piece", ["1,", "9", "1 lb ", "5'", " ", "1 x 10^", "a"])
def test_twenty_kilobytes_are_refused(ask: Ask, field: str, piece: str) -> None:
    with pytest.raises(Refused):
        ask("5 mg/kg", **{"weight": "70", field: piece * (20_000 // len(piece))})


PIECES = ["5", "10", ".", "-", " ", "mg", "kg", "/", "m2", "IU", "AUC", "rise", "max", "over", "divided", "every"]
PIECES += ["q8h", "IV", "day", "x", "10^3", "%", "to", "from", "(", ")", ",", "**", "µg", "U", "daily", "in 4 doses"]
pieces = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=500)
@given(order=st.one_of(st.text(max_size=60), pieces))
def test_any_text_is_an_order_or_refused_with_what_to_do(ask: Ask, order: str) -> None:
    try:
        found = ask(order, weight="70 kg", height="170 cm", gfr="90", duration="4 h")
    except Refused as refused:
        told = [bool(problem.message and problem.hint and problem.field) for problem in refused.problems]
    else:
        told = [found.dose.value > 0, bool(found.order)]
    assert all(told)
