"""Visits of one patient are linked: an authorization is used up over them, doses come too soon after one another."""

from typing import Any

from tests.checks.conftest import checked
from unitcalc.checks.gathering.tables import Tables


def visit(number: int, day: str, **more: Any) -> dict[str, Any]:
    return {
        "encounter": f"E-{number}",
        "date": day,
        "payer": "example-payer",
        "code": "J1745",
        "given": "350 mg",
        "opened": ["4 x 100 mg"],
        "discarded": "50 mg",
        "diagnosis": ["K50.90"],
        "lines": ["J1745 35", "J1745-JW 5"],
        **more,
    }


DAYS = [f"2026-{month:02d}-{day:02d}" for month in range(1, 7) for day in (2, 16)]
"""Twelve visits."""


def test_twelve_visits_use_up_an_authorization_that_counts_waste(tables: Tables) -> None:
    """RULES 8: 420 units for twelve visits of 35; with JW 12 x 40 = 480 are billed. The eleventh has 20 left."""
    granted = {
        "authorization": {"number": "PA-1", "code": "J1745", "units": 420, "from": "2026-01-01", "to": "2026-12-31"}
    }
    report = checked(tables, *(visit(n, day, **granted) for n, day in enumerate(DAYS)))
    found = [each for each in report.violations if each.check.name == "authorization-used-up"]
    assert [(each.day, each.expected, each.observed) for each in found] == [
        (DAYS[10], "20", "40"),
        (DAYS[11], "0", "40"),
    ]


def test_units_used_as_stated_stand(tables: Tables) -> None:
    granted = {"authorization": {"number": "PA-1", "units": 420, "used": 0}}
    report = checked(tables, *(visit(n, day, **granted) for n, day in enumerate(DAYS)))
    assert "authorization-used-up" not in {each.check.name for each in report.violations}


def test_doses_of_one_patient_are_linked_by_the_patients_number(tables: Tables) -> None:
    close = [visit(1, "2026-02-02", patient_id="P1"), visit(2, "2026-02-05", patient_id="P1")]
    assert "too-soon" in {each.check.name for each in checked(tables, *close).violations}
    others = [visit(1, "2026-02-02", patient_id="P1"), visit(2, "2026-02-05", patient_id="P2")]
    assert "too-soon" not in {each.check.name for each in checked(tables, *others).violations}
