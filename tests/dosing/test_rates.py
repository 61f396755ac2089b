"""Rates held against rates, long infusions against a day's dose, and courses that look like one dose."""

import pytest

from tests.dosing.asking import Ask, checks, finding
from unitcalc.findings import Severity

HEPARIN = {"code": "J1644", "weight": "80 kg", "weight_date": "2026-02-01"}
BOLUS = {"product": "Heparin", "indication": "subcutaneous", "dose": "250 to 333 unit/kg"}
RATE = {"product": "Heparin", "indication": "infusion", "dose": "12 to 18 unit/kg/h"}
DAILY = {"product": "Heparin", "indication": "infusion by the day", "dose": "20000 to 40000 unit/day"}


def test_a_rate_is_held_against_rates_though_its_total_fits_a_bolus(ask: Ask) -> None:
    """80 units/kg/h over 4 h are 320 units/kg, within 250 to 333."""
    order = "80 units/kg/h over 4 h"
    assert "dose-outside-usual" not in checks(ask.by(BOLUS)(order, **HEPARIN))
    assert "dose-outside-usual" in checks(ask.by(BOLUS, RATE)(order, **HEPARIN))
    assert "dose-outside-usual" not in checks(ask.by(BOLUS, RATE)("18 units/kg/h over 4 h", **HEPARIN))
    assert finding(ask(order, **HEPARIN), "dose-outside-usual").severity is Severity.WARNING


@pytest.mark.parametrize("order, outside", [("9.3", True), ("9.4", False), ("22.9", False), ("23", True)])
def test_a_rate_per_kg_beside_one_for_the_day(ask: Ask, order: str, outside: bool) -> None:
    """80 kg x 24 h: 9.3 units/kg/h are 17,856 units a day, 9.4 are 18,048, 22.9 are 43,968 and 23 are 44,160; the label
    has 20,000 to 40,000, and a tenth to either side where the basis is another: 18,000 to 44,000."""
    found = ask.by(DAILY)(f"{order} units/kg/h over 4 h", **HEPARIN)
    assert ("dose-outside-usual" in checks(found)) == outside


FLUOROURACIL = {"code": "J9190", "weight": "80 kg", "height": "180 cm", "weight_date": "2026-02-01"}


def test_one_day_of_a_long_infusion(ask: Ask) -> None:
    """1,000 mg/m2/day over 96 h are 4,000 mg/m2; the label has 200 to 1,000 mg/m2 each 24 hours."""
    row = {"product": "Fluorouracil", "indication": "gastric cancer, each 24 hours", "dose": "200 to 1000 mg/m2"}
    who = ask.by(row)
    assert "dose-outside-usual" not in checks(who("1000 mg/m2/day over 96 h", **FLUOROURACIL))
    assert "dose-outside-usual" in checks(who("1001 mg/m2/day over 96 h", **FLUOROURACIL))
    assert "dose-outside-usual" in checks(who("100 mg/m2/h over 12 h", **FLUOROURACIL))
    assert "dose-outside-usual" not in checks(ask("1000 mg/m2/day over 96 h", **FLUOROURACIL))


COURSES = [
    ("2 g/kg over 2 days", Severity.WARNING),
    ("2 g/kg over 1 day", Severity.WARNING),
    ("2 g/kg over 48 hours", Severity.INFO),
    ("2 g/kg over 6 hours", None),
    ("2 g/kg", None),
]


@pytest.mark.parametrize("order, severity", COURSES)
def test_a_course_that_looks_like_one_dose(ask: Ask, order: str, severity: Severity | None) -> None:
    found = ask(order, code="J1569", weight="70 kg", weight_date="2026-02-01")
    assert ("course-or-dose" in checks(found)) == (severity is not None)
    if severity is not None:
        assert finding(found, "course-or-dose").severity is severity


def test_a_rate_over_days_is_no_course(ask: Ask) -> None:
    assert "course-or-dose" not in checks(ask("1000 mg/m2/day over 4 days", **FLUOROURACIL))
