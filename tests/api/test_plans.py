"""`unitcalc.dose` and `unitcalc.plan`: the same JSON as the commands', as models."""

import inspect
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import unitcalc
from tests.api.test_api import command, words_of
from unitcalc.api.planning import DayPlan, Plans
from unitcalc.findings import Refused

DAY = "2026-02-03"
DOSES: dict[str, dict[str, Any]] = {
    "weight": {"order": "50 IU/kg", "weight": "154 lb", "code": "J7211", "date": DAY, "weight_date": "2026-02-01"},
    "surface": {"order": "75 mg/m2 (max 130 mg)", "weight": "70 kg", "height": "170 cm", "date": DAY,
                "bsa_formula": "du-bois", "bsa_decimals": "3"},
    "rise": {"rise": "60", "weight": "50 kg", "code": "J7192", "age": "30", "use": "on-demand", "date": DAY},
    "levels": {"level_wanted": "100", "level_measured": "20", "weight": "50 kg", "code": "J7211", "date": DAY},
    "area": {"order": "AUC 5", "gfr": "140", "code": "J9045", "date": DAY},
    "rate": {"order": "0.5 mL/kg/h", "weight": "60 kg", "duration": "2 h", "concentration": "10 mg/mL", "date": DAY},
    "adjusted": {"order": "5 mg/kg", "weight": "120 kg", "height": "170 cm", "sex": "female", "age": "40",
                 "weight_basis": "adjusted", "last_weight": "118 kg", "product": "Remicade", "max": "500 mg",
                 "indication": "Crohn", "date": DAY},
}  # fmt: skip
PLANS: dict[str, dict[str, Any]] = {
    "sold": {"code": "J9312", "dose": "735 mg", "round_within": "10%", "date": DAY, "objective": "containers"},
    "at hand": {"code": "J7211", "dose": "1500 IU", "have": ["2 x 1046 IU", "3 x 523 IU"], "date": DAY},
    "a route": {"code": "J0129", "dose": "350 mg", "route": "intravenous", "product": "Orencia", "date": DAY,
                "setting": "hospital-outpatient", "payer": "medicare-part-b"},
    "a day": {"code": "J1745", "dose": ["350 mg", "bed 4: 420 mg"], "share": "yes", "date": DAY},
}  # fmt: skip


@pytest.mark.parametrize("name", DOSES)
def test_a_dose_is_the_commands_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "dose", *words_of(DOSES[name]))
    found = unitcalc.dose(**DOSES[name])
    assert json.loads(found.model_dump_json()) == wanted
    assert found.model_dump(mode="json", by_alias=True) == wanted


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_the_commands_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "plan", *words_of(PLANS[name]))
    found = unitcalc.plan(**PLANS[name])
    assert isinstance(found, DayPlan if name == "a day" else Plans)
    assert json.loads(found.model_dump_json()) == wanted


def test_values_have_types() -> None:
    dose = unitcalc.dose(**DOSES["weight"])
    assert dose.dose.value == 50 * 154 * Fraction("0.45359237")
    assert dose.dose.of == "factor VIII"
    plans = unitcalc.plan(**PLANS["sold"])
    assert isinstance(plans, Plans)
    # Fewest containers: 2 x 500 = 1,000 mg; 1,000 - 735 = 265 mg are left.
    assert [(each.count, each.label_amount.value) for each in plans.plans[0].containers] == [(2, 500)]
    assert plans.plans[0].discarded.value == 265


def test_a_stock_file(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("code,amount,unit,count\nJ9312,100,mg,2\nJ9312,500,mg,1\n", encoding="utf-8")
    for stock in (path, str(path)):
        found = unitcalc.plan(code="J9312", dose="650 mg", stock=stock, date=DAY)
        assert isinstance(found, Plans)
        # 500 + 2 x 100 = 700 mg, 50 mg left: nothing else of the stock holds 650 mg.
        assert (found.plans[0].opened.value, found.plans[0].discarded.value) == (700, 50)
        assert found.from_stock


@pytest.mark.parametrize("name", sorted(inspect.signature(unitcalc.dose).parameters))
def test_every_field_of_a_dose_is_text(name: str) -> None:
    with pytest.raises(TypeError, match="is text"):
        unitcalc.dose(**{name: 1.5})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(set(inspect.signature(unitcalc.plan).parameters) - {"stock"}))
def test_every_field_of_a_plan_is_text(name: str) -> None:
    with pytest.raises(TypeError, match="is text"):
        unitcalc.plan(**{"code": "J1745", "dose": "350 mg", name: 1.5})  # type: ignore[arg-type]


def test_problems_are_raised_together() -> None:
    with pytest.raises(Refused) as raised:
        unitcalc.dose(order="5 mg/kg", weight="70", code="J17")
    assert {problem.field for problem in raised.value.problems} == {"weight", "code"}
    with pytest.raises(Refused) as raised:
        unitcalc.plan(code="J17", dose="350")
    assert {problem.field for problem in raised.value.problems} == {"code", "dose"}
