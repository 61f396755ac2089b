"""Doses that labels state by the level wanted, held against orders in IU per kg."""

import pytest

from tests.dosing.asking import Ask, checks, finding

MAJOR = {"product": "Kovaltry", "indication": "major bleed", "use": "on-demand", "level": "60 to 100"}
DAILY = {"product": "Kovaltry", "indication": "prophylaxis", "use": "prophylaxis", "dose": "20 to 40 IU/kg"}
TYPED = {"weight": "70 kg", "weight_date": "2026-02-01", "code": "J7211", "age": "30"}
HALF = ({"product": "Kovaltry", "factor": "0.5"},)


@pytest.mark.parametrize(
    "order, outside", [("26.9", True), ("27", False), ("50", False), ("55", False), ("55.1", True)]
)
def test_a_level_times_the_factor_is_a_range_per_kg(ask: Ask, order: str, outside: bool) -> None:
    """60 to 100 IU/dL x 0.5 = 30 to 50 IU/kg, and a tenth beyond: 27 to 55."""
    found = ask.by(MAJOR, rises=HALF)(f"{order} IU/kg", **TYPED)
    assert ("dose-outside-usual" in checks(found)) == outside
    assert "basis-unusual" not in checks(found)


def test_what_the_label_states_per_kg_stays_exact(ask: Ask) -> None:
    both = {**MAJOR, "dose": "30 to 50 IU/kg"}
    assert "dose-outside-usual" not in checks(ask.by(both, rises=HALF)("50 IU/kg", **TYPED))
    assert "dose-outside-usual" in checks(ask.by(both, rises=HALF)("51 IU/kg", **TYPED))


def test_both_are_told(ask: Ask) -> None:
    found = ask.by(MAJOR, DAILY, rises=HALF)("80 IU/kg", **TYPED)
    message = finding(found, "dose-outside-usual").message
    assert "30 to 50 IU/kg, to a level of 60 to 100 IU/dL, for major bleed" in message
    assert "20 to 40 IU/kg for prophylaxis" in message


def test_the_factor_of_the_age_and_the_widest_without_one(ask: Ask) -> None:
    """A child's factor 0.8: 48 to 80 IU/kg; without an age 60 x 0.5 = 30 to 100 x 0.8 = 80."""
    rises = (
        {"product": "Kovaltry", "factor": "0.5", "age": ">= 12 years"},
        {"product": "Kovaltry", "factor": "0.8", "age": "< 12 years"},
    )
    who = ask.by(MAJOR, rises=rises)
    assert "dose-outside-usual" in checks(who("80 IU/kg", **TYPED))
    child = {**TYPED, "age": "8", "weight": "25 kg"}
    assert "dose-outside-usual" not in checks(who("80 IU/kg", **child))
    assert "dose-outside-usual" in checks(who("40 IU/kg", **child))
    unknown = {name: text for name, text in TYPED.items() if name != "age"}
    for order in ("30 IU/kg", "80 IU/kg"):
        assert "dose-outside-usual" not in checks(who(order, **unknown))


def test_without_a_factor_factor_viii_has_the_rule_and_factor_ix_has_none(ask: Ask) -> None:
    """RULES 4.5: half an IU per kg. Nothing stands in for factor IX."""
    assert "dose-outside-usual" in checks(ask.by(MAJOR)("80 IU/kg", **TYPED))
    nine = {**MAJOR, "product": "BeneFIX"}
    found = ask.by(nine)("80 IU/kg", **{**TYPED, "code": "J7195"})
    assert "dose-outside-usual" not in checks(found)
    assert "basis-unusual" in checks(found)


EVERYDAY = [("J7211", "50"), ("J7195", "50"), ("J7200", "100"), ("J7201", "80"), ("J7202", "80")]


@pytest.mark.parametrize("code, order", EVERYDAY)
@pytest.mark.parametrize("use", ["", "on-demand"])
def test_everyday_doses_of_a_bleed_are_not_doubted(ask: Ask, code: str, order: str, use: str) -> None:
    found = ask(f"{order} IU/kg", **{**TYPED, "code": code}, use=use)
    assert not {"dose-outside-usual", "basis-unusual"} & checks(found)
