"""Doses held against labels that the tests state."""

from typing import Any

import pytest

from tests.dosing.asking import Ask, checks, finding
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import usual_doses
from unitcalc.dosing.order import read_order
from unitcalc.findings import Severity

RA = {"product": "Remicade", "indication": "rheumatoid arthritis", "dose": "3 to 10 mg/kg"}
CROHN = {"product": "Remicade", "indication": "Crohn's disease", "dose": "5 mg/kg"}
WEIGHT = {"weight": "70 kg", "weight_date": "2026-02-01", "code": "J1745"}


@pytest.mark.parametrize("order, outside", [("3 mg/kg", 0), ("10 mg/kg", 0), ("2.999 mg/kg", 1), ("10.001 mg/kg", 1)])
def test_both_ends_of_a_range_are_inside(ask: Ask, order: str, outside: int) -> None:
    found = ask.by(RA)(order, **WEIGHT)
    assert ("dose-outside-usual" in checks(found)) == bool(outside)


def test_what_is_said_of_a_dose_outside(ask: Ask) -> None:
    found = finding(ask.by(RA)("20 mg/kg", **WEIGHT), "dose-outside-usual")
    assert found.severity is Severity.WARNING
    assert "20 mg/kg (1,400 mg)" in found.message
    assert "3 to 10 mg/kg for rheumatoid arthritis" in found.message
    assert found.source == "a label, section 2"


def test_any_indication_where_none_is_named(ask: Ask) -> None:
    low = {**RA, "dose": "3 mg/kg"}
    assert "dose-outside-usual" not in checks(ask.by(low, CROHN)("5 mg/kg", **WEIGHT))
    assert "dose-outside-usual" in checks(ask.by(low, CROHN)("5 mg/kg", indication="arthritis", **WEIGHT))


def test_an_indication_that_no_label_has(ask: Ask) -> None:
    found = ask.by(RA)("5 mg/kg", indication="gout", **WEIGHT)
    assert finding(found, "indication-unknown").severity is Severity.INFO
    assert "rheumatoid arthritis" in finding(found, "indication-unknown").message
    assert "dose-outside-usual" not in checks(found)


def test_most_alone(ask: Ask) -> None:
    most = {**RA, "dose": "up to 10 mg/kg"}
    assert "dose-outside-usual" not in checks(ask.by(most)("0.1 mg/kg", **WEIGHT))
    assert "dose-outside-usual" in checks(ask.by(most)("11 mg/kg", **WEIGHT))


def test_grams_against_milligrams(ask: Ask) -> None:
    row = {"product": "Privigen", "indication": "immunodeficiency", "dose": "200 to 800 mg/kg"}
    typed = {"weight": "70 kg", "weight_date": "2026-02-01", "code": "J1459"}
    assert "dose-outside-usual" not in checks(ask.by(row)("0.8 g/kg", **typed))
    assert "dose-outside-usual" in checks(ask.by(row)("0.9 g/kg", **typed))


def test_a_rate_against_a_rate_and_its_total_against_a_dose(ask: Ask) -> None:
    """2 mcg/kg/min for 60 min are 120 mcg/kg."""
    typed = {"weight": "70 kg", "weight_date": "2026-02-01", "duration": "1 h", "code": "J1745"}
    rate = {**RA, "dose": "1 to 3 mcg/kg/min"}
    total = {**RA, "dose": "100 to 130 mcg/kg"}
    for row in (rate, total):
        assert "dose-outside-usual" not in checks(ask.by(row)("2 mcg/kg/min", **typed))
        assert "dose-outside-usual" in checks(ask.by(row)("4 mcg/kg/min", **typed))


def test_a_divided_order_is_held_dose_by_dose(ask: Ask) -> None:
    """100 mg/kg/day in four doses are 25 mg/kg each."""
    row = {**RA, "dose": "20 to 30 mg/kg"}
    assert "dose-outside-usual" not in checks(ask.by(row)("100 mg/kg/day divided q6h", **WEIGHT))
    assert "dose-outside-usual" in checks(ask.by(row)("100 mg/kg/day divided q12h", **WEIGHT))


def test_surface_and_area(ask: Ask) -> None:
    row = {"product": "Carboplatin", "indication": "ovarian cancer", "dose": "AUC 4 to 6"}
    assert "dose-outside-usual" not in checks(ask.by(row)("AUC 6", gfr="90", code="J9045"))
    assert "dose-outside-usual" in checks(ask.by(row)("AUC 7", gfr="90", code="J9045"))
    surface = {**row, "dose": "360 mg/m2"}
    typed = {"weight": "80 kg", "weight_date": "2026-02-01", "height": "180 cm", "code": "J9045"}
    assert "dose-outside-usual" not in checks(ask.by(surface)("360 mg/m2", **typed))
    assert "dose-outside-usual" in checks(ask.by(surface)("400 mg/m2", **typed))


LEVELS: list[tuple[dict[str, str], bool]] = [
    ({"level_wanted": "60", "level_measured": "0"}, False),
    ({"level_wanted": "100", "level_measured": "80"}, False),
    ({"level_wanted": "120", "level_measured": "80"}, True),
    ({"level_wanted": "50", "level_measured": "0"}, True),
    ({"rise": "20"}, False),  # from wherever it starts, it may end within
    ({"rise": "101"}, True),
]


@pytest.mark.parametrize("typed, outside", LEVELS)
def test_the_level_wanted(ask: Ask, typed: dict[str, str], outside: bool) -> None:
    row = {"product": "Kovaltry", "indication": "major bleed", "level": "60 to 100"}
    found = ask.by(row)(weight="50 kg", weight_date="2026-02-01", code="J7211", **typed)
    assert ("dose-outside-usual" in checks(found)) == outside


def test_units_and_international_units_of_one_code_are_compared(ask: Ask) -> None:
    row = {"product": "Kovaltry", "indication": "prophylaxis", "dose": "20 to 40 IU/kg"}
    found = ask.by(row)("50 units/kg", weight="70 kg", code="J7211")
    assert "dose-outside-usual" in checks(found)
    assert "basis-unusual" not in checks(found)


def test_rows_of_another_age_do_not_speak(ask: Ask) -> None:
    child = {**RA, "dose": "2 mg/kg", "age": "< 18 years"}
    adult = {**RA, "dose": "5 mg/kg", "age": ">= 18 years"}
    who = ask.by(child, adult)
    assert "dose-outside-usual" not in checks(who("2 mg/kg", **WEIGHT))
    assert "dose-outside-usual" in checks(who("2 mg/kg", age="40", **WEIGHT))
    found = ask.by(adult)("5 mg/kg", age="17", **WEIGHT)
    assert "for ages from 18 years" in finding(found, "age-outside-label").message


def test_rows_of_another_weight_do_not_speak(ask: Ask) -> None:
    light = {**RA, "dose": "500 mg", "weight": "< 60 kg"}
    heavy = {**RA, "dose": "750 mg", "weight": ">= 60 kg"}
    assert "dose-outside-usual" in checks(ask.by(light, heavy)("500 mg", **WEIGHT))
    assert "dose-outside-usual" not in checks(ask.by(light, heavy)("750 mg", **WEIGHT))


def test_rows_of_another_route_do_not_speak(ask: Ask) -> None:
    vein = {**RA, "dose": "5 mg/kg", "route": "Intravenous"}
    skin = {**RA, "dose": "2 mg/kg", "route": "Subcutaneous"}
    assert "dose-outside-usual" not in checks(ask.by(vein, skin)("2 mg/kg", **WEIGHT))
    assert "dose-outside-usual" in checks(ask.by(vein, skin)("2 mg/kg IV", **WEIGHT))


def test_a_route_that_the_label_does_not_have(ask: Ask) -> None:
    vein = {**RA, "route": "Intravenous"}
    assert checks(ask.by(vein)("5 mg/kg IM", **WEIGHT)) == {"route-outside-label"}
    assert checks(ask.by(vein)("5 mg/kg", **WEIGHT)) == set()
    found = ask.by(RA)("5 mg/kg IM", **WEIGHT)
    assert checks(found) == {"route-unchecked"}
    assert finding(found, "route-unchecked").severity is Severity.INFO


def test_rows_of_another_use_do_not_speak(ask: Ask) -> None:
    daily = {"product": "Kovaltry", "indication": "hemophilia", "use": "prophylaxis", "dose": "20 to 40 IU/kg"}
    bleed = {**daily, "use": "on-demand", "dose": "50 IU/kg"}
    typed: dict[str, Any] = {"weight": "70 kg", "code": "J7211"}
    assert "dose-outside-usual" not in checks(ask.by(daily, bleed)("50 IU/kg", **typed))
    assert "dose-outside-usual" in checks(ask.by(daily, bleed)("50 IU/kg", use="prophylaxis", **typed))


def test_rows_of_another_product_do_not_speak(ask: Ask) -> None:
    other = {**RA, "product": "Infliximab", "dose": "20 mg/kg"}
    assert "dose-outside-usual" not in checks(ask.by(RA, other)("20 mg/kg", **WEIGHT))
    assert "dose-outside-usual" in checks(ask.by(RA, other)("20 mg/kg", product="Remicade", **WEIGHT))


def test_another_basis_is_told_and_the_dose_still_held_against_it(ask: Ask) -> None:
    """20 mg/kg x 70 kg = 1,400 mg, where the label gives 200 mg; 2 mg/kg are 140 mg."""
    flat = {"product": "Keytruda", "indication": "melanoma", "dose": "100 to 200 mg"}
    typed = {"weight": "70 kg", "weight_date": "2026-02-01", "code": "J9271"}
    assert checks(ask.by(flat)("2 mg/kg", **typed)) == {"basis-unusual"}
    assert checks(ask.by(flat)("20 mg/kg", **typed)) == {"basis-unusual", "dose-outside-usual"}
    assert "as an amount" in finding(ask.by(flat)("2 mg/kg", **typed), "basis-unusual").message


def test_the_labels_cap_of_any_dose_that_may_be_meant(ask: Ask) -> None:
    capped = {**RA, "cap": "1000 mg"}
    heavy = {"weight": "120 kg", "weight_date": "2026-02-01", "code": "J1745"}
    assert "dose-above-label-cap" in checks(ask.by(capped)("10 mg/kg", **heavy))
    assert "dose-above-label-cap" not in checks(ask.by(capped)("10 mg/kg", **WEIGHT))
    two = ask.by({**capped, "indication": "psoriasis"}, RA)
    assert "for psoriasis, 1,000 mg" in finding(two("10 mg/kg", **heavy), "dose-above-label-cap").message
    assert "dose-above-label-cap" not in checks(two("10 mg/kg", indication="rheumatoid arthritis", **heavy))
    assert "dose-above-label-cap" not in checks(ask.by(capped)("10 mg/kg max 1000 mg", **heavy))


def test_what_nobody_verified_warns_of_nothing(ask: Ask) -> None:
    row = {**RA, "cap": "1000 mg", "source": "unverified"}
    found = ask.by(row)("20 mg/kg", **WEIGHT)
    assert checks(found, Severity.WARNING) == set()
    assert "unverified" in finding(found, "dose-outside-usual").message
    assert "unverified" in finding(found, "dose-above-label-cap").message


def test_without_a_label_it_is_said_that_nothing_was_compared(ask: Ask) -> None:
    found = ask.by()("500 mg/kg", **WEIGHT)
    assert checks(found) == {"dose-not-compared"}
    assert finding(found, "dose-not-compared").severity is Severity.INFO


def test_every_usual_dose_of_the_labels_can_be_ordered(catalogue: Catalogue) -> None:
    """What a label states is an order as it stands: 3 mg/kg, 0.75 mg/kg/h, 2,500 units, AUC 6."""
    rows = usual_doses(catalogue.reference.all_usual_doses())
    assert len(rows) > 1000
    for row in rows:
        for stated in filter(None, (row.low, row.high)):
            assert read_order(stated.short).amount == stated
        if row.area:
            assert read_order(f"AUC {row.area.high}").value == row.area.high


def test_an_amount_beside_doses_per_surface(ask: Ask) -> None:
    """2 m2 (180 cm, 80 kg: the root of 180 x 80 / 3600 = 4): 375 mg/m2 are 750 mg; whole vials near that are 700 and
    800 mg, and 10 % of 750 is 75: from 675 to 825 mg."""
    flat = {"product": "Rituxan", "indication": "rheumatoid arthritis", "dose": "1000 mg"}
    by_surface = {"product": "Rituxan", "indication": "lymphoma", "dose": "375 mg/m2"}
    body = {"weight": "80 kg", "weight_date": "2026-02-01", "height": "180 cm", "code": "J9312"}
    rows = ask.by(flat, by_surface)
    for order in ("675 mg", "700 mg", "825 mg", "1000 mg"):
        assert "dose-outside-usual" not in checks(rows(order, **body)), order
    for order in ("674.9 mg", "825.1 mg", "1001 mg"):
        assert finding(rows(order, **body), "dose-outside-usual").severity is Severity.WARNING, order


def test_an_amount_without_the_measures_to_compare_it(ask: Ask) -> None:
    flat = {"product": "Rituxan", "indication": "rheumatoid arthritis", "dose": "1000 mg"}
    by_surface = {"product": "Rituxan", "indication": "lymphoma", "dose": "375 mg/m2"}
    found = finding(ask.by(flat, by_surface)("700 mg", code="J9312"), "dose-outside-usual")
    assert found.severity is Severity.INFO
    assert "State the weight and the height to have it compared with 375 mg/m2" in found.message


def test_no_dose_for_the_weight(ask: Ask) -> None:
    row = {**RA, "dose": "300 mg", "weight": ">= 5 kg, < 10 kg"}
    small = {**WEIGHT, "weight": "4 kg", "age": "1 month"}
    found = finding(ask.by(row)("300 mg", **small), "weight-outside-label")
    assert found.severity is Severity.WARNING
    assert "from 5 kg below 10 kg" in found.message
    assert "weight-outside-label" not in checks(ask.by(row)("300 mg", **{**small, "weight": "5 kg"}))


def test_no_dose_for_whoever_can_weigh_that(ask: Ask) -> None:
    """From 2 years: the third percentile is 9.99 kg, half of it 4.99 kg."""
    row = {**RA, "dose": "300 mg", "age": ">= 2 years"}
    assert "weight-outside-label" in checks(ask.by(row)("300 mg", **{**WEIGHT, "weight": "4.9 kg"}))
    assert "weight-outside-label" not in checks(ask.by(row)("300 mg", **{**WEIGHT, "weight": "5 kg"}))


def test_what_could_not_be_compared_says_so(ask: Ask) -> None:
    """A dose per kg is no rate per kg, though both go by the weight."""
    found = ask.by({**RA, "dose": "2 mcg/kg/min"})("5 mg/kg", **WEIGHT)
    assert checks(found) == {"dose-not-compared"}
    assert "2 mcg/kg/min" in finding(found, "dose-not-compared").message


DATED = {"weight_date": "2026-02-01"}
FROM_THE_LABELS: list[tuple[str, dict[str, str], set[str]]] = [
    ("8 mg/kg IV", {"code": "J3262", "weight": "110 kg", "age": "45"}, {"dose-above-label-cap"}),  # 880 mg, at most 800
    ("8 mg/kg IV", {"code": "J3262", "weight": "100 kg", "age": "45"}, set()),
    ("15 IU/kg", {"code": "J7187", "weight": "70 kg"}, {"dose-outside-usual"}),  # in IU of factor VIII
    ("3300 mg", {"code": "J1303", "weight": "4 kg"}, {"weight-outside-label"}),
    ("300 mg", {"code": "J0567", "weight": "2 kg"}, {"weight-outside-label"}),
    ("150 mg SC", {"code": "J1650", "weight": "40 kg"}, {"dose-outside-usual"}),  # 3.75 mg/kg, for 1 to 1.5
    ("80 mg SC", {"code": "J1650", "weight": "80 kg"}, set()),
    ("3 mg", {"code": "J9370", "weight": "100 kg", "height": "180 cm"}, {"dose-above-label-cap"}),
    ("2 mg", {"code": "J9370", "weight": "100 kg", "height": "180 cm"}, set()),
    ("6 mg", {"code": "J2506", "weight": "42 kg", "age": "60"}, set()),
    ("6 mg", {"code": "J2506", "weight": "42 kg", "age": "12"}, {"dose-outside-usual"}),
    ("45 mg/m2", {"code": "J9267", "weight": "70 kg", "height": "170 cm"}, set()),
    ("50 mg/m2", {"code": "J9025", "weight": "70 kg", "height": "170 cm"}, set()),
    ("1 mg/m2", {"code": "J9041", "weight": "70 kg", "height": "170 cm"}, set()),
    ("800 mg/m2", {"code": "J9201", "weight": "70 kg", "height": "170 cm"}, set()),
    ("2 g/kg", {"code": "J1566", "weight": "12 kg", "age": "3"}, set()),
    ("6 mg", {"code": "J2783", "weight": "70 kg"}, set()),
    ("40 mg", {"code": "J1100"}, set()),
    ("AUC 1.5", {"code": "J9045", "gfr": "90"}, set()),
]


@pytest.mark.parametrize("order, typed, warned", FROM_THE_LABELS)
def test_what_the_labels_warn_of(ask: Ask, order: str, typed: dict[str, str], warned: set[str]) -> None:
    found = ask(order, **typed, **(DATED if "weight" in typed else {}))
    assert checks(found, Severity.WARNING) == warned


def test_doses_in_another_activity_are_not_compared(ask: Ask) -> None:
    """Alphanate is counted by factor VIII: 60 IU/kg of VWF:RCo is no dose of that."""
    found = ask("60 IU/kg", code="J7186", weight="70 kg", age="30", **DATED)
    assert "dose-outside-usual" in checks(found)
    assert "von Willebrand" not in finding(found, "dose-outside-usual").message
