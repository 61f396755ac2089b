"""Whether measures are believed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dosing.asking import Ask, checks, finding
from unitcalc.dosing.formulas import Formulas
from unitcalc.dosing.plausible import heights_of, weights_of
from unitcalc.findings import Severity
from unitcalc.quantity import Amount, Unit, plain

DATED = {"weight_date": "2026-02-01"}


@given(
    row=st.integers(min_value=0, max_value=14),
    share=st.integers(min_value=0, max_value=100).map(lambda percent: Fraction(percent, 100)),
)
def test_whoever_lies_between_the_percentiles_is_believed(formulas: Formulas, row: int, share: Fraction) -> None:
    """CDC: from the 3rd to the 97th percentile of an age."""
    known = formulas.growth.rows[row]
    age = Amount(known.months, Unit("month"))
    for (low, high), believed in ((known.weight, weights_of(formulas, age)), (known.height, heights_of(formulas, age))):
        assert believed.least <= low + share * (high - low) <= believed.most


@pytest.mark.parametrize(
    "weight, age, believed",
    [
        ("3.2 kg", "10 days", True),
        ("0.7 kg", "10 days", True),  # born early
        ("32 kg", "10 days", False),
        ("7 kg", "6 months", True),
        ("15 kg", "6 months", True),
        ("22 kg", "6 months", False),
        ("20 kg", "6", True),
        ("44 kg", "6", True),
        ("6 kg", "6", False),
        ("70 kg", "40", True),
        ("250 kg", "40", True),
        ("320 kg", "40", False),
        ("15 kg", "40", False),
    ],
)
def test_weight_by_age(ask: Ask, weight: str, age: str, believed: bool) -> None:
    found = ask("5 mg/kg", weight=weight, age=age, **DATED)
    assert ("weight-implausible" not in checks(found)) == believed


def test_a_weight_that_would_fit_in_pounds_is_told(ask: Ask) -> None:
    """60 lb x 0.45359237 = 27.2 kg, and children of 6 weigh 14 to 28.9 kg."""
    message = finding(ask("5 mg/kg", weight="60 kg", age="6", **DATED), "weight-implausible").message
    assert "As 60 lb it would be 27.2 kg" in message


@pytest.mark.parametrize(
    "ratio, suspected", [("2.09", True), ("2.2", True), ("2.31", True), ("2.08", False), ("2.32", False)]
)
def test_the_band_of_the_pound(ask: Ask, ratio: str, suspected: bool) -> None:
    """2.2 and 5 % to either side: 2.09 to 2.31, the ends included, whichever of the two is larger."""
    heavy = f"{plain(50 * Fraction(ratio))} kg"
    for now, last in ((heavy, "50 kg"), ("50 kg", heavy)):
        found = ask("5 mg/kg", weight=now, last_weight=last, **DATED)
        assert ("weight-unit-suspected" in checks(found, Severity.ERROR)) == suspected
        assert ("weight-changed" in checks(found, Severity.WARNING)) != suspected


def test_a_height_matters_most_where_the_dose_uses_it(ask: Ask) -> None:
    typed = {"weight": "20 kg", "height": "160 cm", "age": "6", **DATED}
    assert finding(ask("50 mg/m2", **typed), "height-implausible").severity is Severity.ERROR
    assert finding(ask("5 mg/kg", **typed), "height-implausible").severity is Severity.WARNING


def test_an_adults_formula_for_a_child(ask: Ask) -> None:
    typed = {"weight": "60 kg", "height": "160 cm", "sex": "female", "weight_basis": "ideal", **DATED}
    assert "ideal-weight-of-a-child" in checks(ask("5 mg/kg", age="13", **typed), Severity.WARNING)
    assert "ideal-weight-of-a-child" not in checks(ask("5 mg/kg", age="18", **typed))


def test_a_flat_order_asks_for_no_weights_date(ask: Ask) -> None:
    assert checks(ask("200 mg", weight="70 kg")) == set()


def test_a_flat_order_of_an_impossible_patient_is_still_told(ask: Ask) -> None:
    assert checks(ask("200 mg", weight="70 kg", age="6 months")) == {"weight-implausible"}


ADULT = {"product": "Zemaira", "indication": "emphysema", "dose": "60 mg/kg", "age": ">= 18 years"}


def test_a_childs_weight_for_adults_alone(ask: Ask) -> None:
    typed = {"code": "J0256", "weight": "3.2 kg", **DATED}
    assert "weight-of-a-child" in checks(ask.by(ADULT)("60 mg/kg", **typed), Severity.ERROR)
    child = {**ADULT, "age": ">= 2 years"}
    assert "weight-of-a-child" in checks(ask.by(ADULT, child)("60 mg/kg", **typed), Severity.ERROR)
    newborn = {**ADULT, "age": ">= 0 months"}
    assert "weight-of-a-child" not in checks(ask.by(ADULT, newborn)("60 mg/kg", **typed))
    assert "weight-of-a-child" not in checks(ask.by(ADULT)("60 mg/kg", **{**typed, "weight": "45 kg"}))
    # With an age, that says it.
    assert "weight-of-a-child" not in checks(ask.by(ADULT)("60 mg/kg", age="1 month", **typed))
    assert "age-outside-label" in checks(ask.by(ADULT)("60 mg/kg", age="1 month", **typed))


@pytest.mark.parametrize("weight, suspected", [("55 kg", True), ("25 lb", True), ("25 kg", False), ("55 lb", False)])
def test_a_childs_weight_that_fits_in_the_other_unit(ask: Ask, weight: str, suspected: bool) -> None:
    """At 8 years 16 to 38.5 kg: 55 lb are 24.9 kg, and 25 lb are 11.3 kg where 25 kg would fit."""
    found = ask("5 mg/kg", weight=weight, age="8 years", **DATED)
    assert ("weight-unit-suspected" in checks(found, Severity.WARNING)) == suspected
    assert "weight-implausible" not in checks(found)


def test_a_heavy_adult_is_no_wrong_unit(ask: Ask) -> None:
    """110 lb would be 49.9 kg, which adults weigh too."""
    assert checks(ask("5 mg/kg", weight="110 kg", age="40", **DATED)) == set()


CHILDREN = {"product": "Remicade", "indication": "Crohn's disease", "dose": "5 mg/kg", "age": ">= 6 years"}


@pytest.mark.parametrize("weight, severity", [("3.2 kg", Severity.ERROR), ("12 kg", Severity.WARNING), ("13 kg", None)])
def test_a_weight_below_the_youngest_of_the_label(ask: Ask, weight: str, severity: Severity | None) -> None:
    """The third percentile of the row before 6 years is 12.77 kg, and half of it 6.4 kg."""
    found = ask.by(CHILDREN)("5 mg/kg", code="J1745", weight=weight, **DATED)
    assert ("weight-of-a-child" in checks(found)) == (severity is not None)
    if severity is not None:
        assert finding(found, "weight-of-a-child").severity is severity


def test_a_weight_that_the_label_itself_has_is_none_too_low(ask: Ask) -> None:
    light = {**CHILDREN, "weight": "< 10 kg"}
    assert "weight-of-a-child" not in checks(ask.by(light)("5 mg/kg", code="J1745", weight="3.2 kg", **DATED))


def test_a_thin_adult_is_no_child(ask: Ask) -> None:
    adolescents = {**CHILDREN, "age": ">= 16 years"}
    assert "weight-of-a-child" not in checks(ask.by(adolescents)("5 mg/kg", code="J1745", weight="35 kg", **DATED))


@pytest.mark.parametrize("rise, small", [("0.6", True), ("0.99", True), ("1", False), ("60", False)])
def test_a_rise_that_may_be_a_share(ask: Ask, rise: str, small: bool) -> None:
    found = ask(rise=rise, code="J7211", weight="70 kg", **DATED)
    assert ("rise-small" in checks(found, Severity.WARNING)) == small
