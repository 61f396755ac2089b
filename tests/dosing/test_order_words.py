"""Words of an order that change its dose, and those that must not be guessed."""

from fractions import Fraction

import pytest

from tests.dosing.asking import Ask, checks
from unitcalc.dosing.order import read_order
from unitcalc.dosing.phrases import read_cap
from unitcalc.findings import Refused
from unitcalc.quantity import amount

BODY = {"weight": "90 kg", "weight_date": "2026-02-01", "height": "170 cm", "sex": "female"}


@pytest.mark.parametrize("text", ["400 mg", "400 mg/dose", "400 mg per dose", "400 mg a dose"])
def test_the_most_of_a_dose(text: str) -> None:
    assert read_cap(text) == amount(400, "mg")


@pytest.mark.parametrize("order", ["5 mg/kg (max 400 mg/dose)", "5 mg/kg, not to exceed 400 mg per dose"])
def test_a_cap_of_a_dose_caps(ask: Ask, order: str) -> None:
    """5 x 90 = 450 mg, capped at 400."""
    found = ask(order, **BODY)
    assert found.dose == amount(400, "mg")
    assert "dose-capped" in checks(found)


@pytest.mark.parametrize("words", ["IBW", "ideal body weight", "by ideal weight"])
def test_an_order_by_ideal_weight(ask: Ask, words: str) -> None:
    """170 / 2.54 in: 45.5 + 2.3 x (170 / 2.54 - 60) kg, x 5."""
    expected = 5 * (Fraction("45.5") + Fraction("2.3") * (Fraction(170) / Fraction("2.54") - 60))
    assert ask(f"5 mg/kg {words}", **BODY).dose.value == expected
    assert ask("5 mg/kg", weight_basis="ideal", **BODY).dose.value == expected


def test_order_and_field_name_different_weights(ask: Ask) -> None:
    with pytest.raises(Refused) as refused:
        ask("5 mg/kg IBW", weight_basis="actual", **BODY)
    assert [problem.code for problem in refused.value.problems] == ["weight-basis-differs"]


def test_abw_is_not_guessed() -> None:
    with pytest.raises(Refused) as refused:
        read_order("5 mg/kg ABW")
    assert [problem.code for problem in refused.value.problems] == ["order-weight"]


def test_for_half_an_hour_is_how_long_and_for_days_how_often(ask: Ask) -> None:
    """5 mcg x 90 kg x 30 min = 13,500 mcg."""
    assert ask("5 mcg/kg/min for 30 min", **BODY).dose == amount(13500, "mcg")
    assert read_order("100 mg/m2 daily for 5 days").over is None


def test_feet_with_a_fraction_are_asked_for(ask: Ask) -> None:
    with pytest.raises(Refused) as refused:
        ask("375 mg/m2", **{**BODY, "height": "5.7 ft"})
    assert "5 ft 7 in if that is meant" in refused.value.problems[0].hint


@pytest.mark.parametrize("text, hint", [("carboplatin AUC 5", "AUC 5"), ("AUC -5", "AUC 5"), ("AUC", "AUC 5")])
def test_an_area_is_told_as_one(text: str, hint: str) -> None:
    with pytest.raises(Refused) as refused:
        read_order(text)
    assert hint in refused.value.problems[0].hint


@pytest.mark.parametrize(
    "order, severity",
    [
        ("5 mg/kg (450 mg)", None),  # 5 x 90 = 450
        ("5 mg/kg = 0.45 g IV every 8 weeks", None),
        ("5 mg/kg (500 mg)", "error"),  # 50 of 450 are 11.1 %
        ("5 mg/kg (495 mg)", "warning"),  # 45 of 450 are 10 %
        ("5 mg/kg (450 IU)", "error"),
    ],
)
def test_what_the_order_says_that_it_comes_to(ask: Ask, order: str, severity: str | None) -> None:
    found = ask(order, **BODY)
    assert found.dose == amount(450, "mg")
    said = [finding.severity.value for finding in found.findings if finding.check == "order-amount-differs"]
    assert said == ([severity] if severity else [])


@pytest.mark.parametrize(
    "order", ["5 mg/kg (450 mg) (400 mg)", "400 mg (450 mg)", "5 mg/kg (3 mg/kg)", "5 mg/kg 450 mg"]
)
def test_two_doses_are_two_orders(order: str) -> None:
    with pytest.raises(Refused) as refused:
        read_order(order)
    assert "order-several" in {problem.code for problem in refused.value.problems}
