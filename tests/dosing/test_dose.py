"""The whole dose: steps, problems at once, JSON and text."""

import json

import pytest

from tests.dosing.asking import Ask, checks, finding, step
from unitcalc.dosing import as_record, as_text
from unitcalc.findings import Severity
from unitcalc.quantity import read_amount


def kovaltry(ask: Ask) -> dict[str, str]:
    """50 IU/kg for 154 lb."""
    return {"order": "50 IU/kg", "weight": "154 lb", "code": "J7211"}


def test_the_steps_of_a_dose_by_weight(ask: Ask) -> None:
    found = ask(**kovaltry(ask))
    weight, dose = step(found, "Weight"), step(found, "Dose")
    assert (weight.value, weight.expression) == ("69.85322498 kg", "154 lb x 0.45359237 kg/lb")
    assert weight.source == "exact, by definition (1959)"
    assert (dose.value, dose.expression, dose.source) == ("3,492.661249 IU", "50 IU/kg x 69.85322498 kg", "order")


def test_the_steps_of_a_dose_by_surface(ask: Ask) -> None:
    found = ask("75 mg/m2", weight="70 kg", height="170 cm")
    surface, used = step(found, "Body surface"), step(found, "Surface used")
    assert surface.expression == "square root of (170 cm x 70 kg / 3600)"
    assert surface.value == "1.818119 m2 (to 6 decimals)"
    assert "Mosteller" in surface.source
    # 75 mg/m2 x 0.005 m2 = 0.375 mg, rounded up so that it stays a bound
    assert used.value == "1.82 m2"
    assert "at most 0.38 mg" in used.expression
    assert step(found, "Dose").expression == "75 mg/m2 x 1.82 m2"


def test_the_steps_of_a_rise_cite_their_rule(ask: Ask) -> None:
    found = ask(level_wanted="100", level_measured="20", weight="50 kg", product="BeneFIX", age="12")
    assert step(found, "Rise").expression == "100 wanted - 20 measured"
    assert step(found, "Factor").source.startswith("RULES 4.6: BeneFIX")
    assert step(found, "Dose").expression == "50 kg x 80 IU/dL x 1.3"
    assert [rule.number for rule in found.rules] == ["4.6"]


def test_a_rise_by_the_rule_alone_cites_it(ask: Ask) -> None:
    found = ask.by()(rise="60", weight="50 kg", code="J7192")
    assert [rule.number for rule in found.rules] == ["4.5"]
    assert found.dose == read_amount("1500 IU of factor VIII")


def test_a_factor_viii_code_with_an_entry_for_one_product_only(ask: Ask) -> None:
    """The others have 0.5 by RULES 4.5; where the entry says otherwise, the product is asked for."""
    same = [{"product": "Advate", "factor": "0.5"}]
    other = [{"product": "Advate", "factor": "0.4"}]
    typed = {"rise": "60", "weight": "50 kg", "code": "J7192"}
    assert ask.by(rises=same)(**typed).dose == read_amount("1500 IU of factor VIII")
    (problem,) = ask.by(rises=other).refused(**typed)
    assert problem.code == "rise-factor-differs"
    assert "Advate" in problem.candidates
    assert ask.by(rises=other)(product="Advate", **typed).dose == read_amount("1200 IU of factor VIII")
    assert ask.by(rises=other)(product="Recombinate", **typed).dose == read_amount("1500 IU of factor VIII")


def test_factor_ix_of_a_product_without_an_entry_is_asked_for(ask: Ask) -> None:
    """RULES 4.6: no default. BeneFIX has none here, and what another product takes says nothing of it."""
    (problem,) = ask.by(rises=[{"product": "Otherfix", "factor": "1"}]).refused(rise="40", weight="50 kg", code="J7195")
    assert problem.code == "rise-factor-differs"
    assert {"Otherfix", "BeneFIX"} <= set(problem.candidates)


def test_von_willebrand_units_are_no_factor_viii(ask: Ask) -> None:
    """J7187 counts IU of VWF:RCo; a rise of factor VIII comes to IU of factor VIII, which are others (RULES 4.1)."""
    (problem,) = ask.refused(rise="40", weight="50 kg", code="J7187")
    assert problem.code == "rise-not-for-drug"


def test_a_factor_that_no_decimal_ends(ask: Ask) -> None:
    """A recovery of 1.3 is 10/13 IU/kg: 50 x 39 x 10/13 = 1,500."""
    rises = [{"product": "Idelvion", "recovery": "1.3"}]
    found = ask.by(rises=rises)(rise="39", weight="50 kg", code="J7202")
    assert found.dose == read_amount("1500 IU of factor IX")


def test_every_problem_at_once(ask: Ask) -> None:
    problems = ask.refused("5 mg/kg", weight="70", age="200", sex="x", weight_basis="lean", bsa_decimals="1", use="fun")
    assert {problem.field for problem in problems} == {"weight", "age", "sex", "weight_basis", "bsa_decimals", "use"}


def test_a_wrong_unit_is_told_with_what_is_missing(ask: Ask) -> None:
    problems = ask.refused("5 mg/kg", code="J7211")
    assert {problem.code for problem in problems} == {"weight-missing", "dimension-mismatch"}


def test_a_field_that_could_not_be_read_is_not_missing_too(ask: Ask) -> None:
    problems = ask.refused("75 mg/m2", weight="70", height="170")
    assert [problem.code for problem in problems] == ["weight-without-unit", "height-without-unit"]


def test_a_duration_that_the_order_contradicts(ask: Ask) -> None:
    order = "15 mg/kg/h over 2 hours"
    (problem,) = ask.refused(order, weight="20 kg", duration="4 h")
    assert problem.code == "duration-differs"
    assert ask(order, weight="20 kg", duration="120 min").dose == read_amount("600 mg")


def test_whose_cap_it_was_is_told(ask: Ask) -> None:
    """2.8 mg by the order; the smaller of both caps counts."""
    typed = {"weight": "80 kg", "height": "180 cm"}
    assert finding(ask("1.4 mg/m2 max 2 mg", max="1.5 mg", **typed), "dose-capped").source == "your statement"
    assert finding(ask("1.4 mg/m2 max 2 mg", max="2.5 mg", **typed), "dose-capped").source == "your order"


def test_findings_stand_with_errors_first(ask: Ask) -> None:
    found = ask("5.0 mg/kg", weight="154 kg", last_weight="70 kg", code="J1745")
    ranks = [list(Severity).index(finding.severity) for finding in found.findings]
    assert ranks == sorted(ranks)
    assert found.waits_for_a_person
    assert not ask(**kovaltry(ask)).waits_for_a_person


def test_a_dose_at_the_limit_of_the_clearance_is_told_with_both(ask: Ask) -> None:
    message = finding(ask("AUC 5", gfr="130", code="J9045"), "gfr-above-limit").message
    assert "750 mg, not 775 mg" in message


def test_two_fields_that_say_the_same_agree(ask: Ask) -> None:
    found = ask("rise 60", rise="60", level_wanted="80", level_measured="20", weight="50 kg", code="J7192")
    assert found.dose == read_amount("1500 IU of factor VIII")


def test_the_record(ask: Ask) -> None:
    record = as_record(ask("75 mg/m2 (max 100 mg)", weight="70 kg", height="170 cm", code="J9171"))
    assert json.loads(json.dumps(record)) == record
    assert list(record)[:3] == ["dose", "steps", "findings"]
    assert record["dose"] == {"amount": "100", "unit": "mg"}
    assert record["code"] == "J9171"
    assert record["weight"] == {"amount": "70", "unit": "kg", "basis": "actual"}
    assert record["surface"] == {"amount": "1.82", "unit": "m2", "formula": "mosteller", "precision": 2}
    assert set(record["steps"][0]) == {"label", "expression", "value", "source"}
    assert {"check", "severity", "message", "source"} == set(record["findings"][0])


def test_the_record_of_a_flat_order(ask: Ask) -> None:
    record = as_record(ask("400 mg"))
    assert (record["code"], record["weight"], record["surface"], record["rules"]) == (None, None, None, [])


def test_an_activity_says_of_what(ask: Ask) -> None:
    record = as_record(ask(**kovaltry(ask)))
    assert record["dose"] == {"amount": "3492.661249", "unit": "IU", "of": "factor VIII"}


def test_the_dose_stands_first_in_the_text(ask: Ask) -> None:
    lines = as_text(ask(**kovaltry(ask))).splitlines()
    assert lines[0] == "  3,492.661249 IU of factor VIII"
    assert "  Weight  69.85322498 kg   154 lb x 0.45359237 kg/lb [exact, by definition (1959)]" in lines
    assert "  Dose    3,492.661249 IU  50 IU/kg x 69.85322498 kg [order]" in lines


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_the_text_fits(ask: Ask, width: int) -> None:
    typed = {"weight": "154 lb", "height": "5'7\"", "age": "40", "code": "J9171", "weight_basis": "adjusted"}
    text = as_text(ask("75 mg/m2 IV over 1 hour (max 100 mg)", sex="male", **typed), width)
    assert max(map(len, text.splitlines())) <= width


def test_a_dose_without_an_end_is_told_about_and_exactly(ask: Ask) -> None:
    text = as_text(ask("100 mg/kg/day divided q8h", weight="10 kg"))
    assert text.splitlines()[0] == "  about 333.3 mg (exactly 1000/3)"


def test_nothing_is_said_of_a_sound_order(ask: Ask) -> None:
    assert checks(ask("5 mg/kg IV", weight="70 kg", weight_date="2026-02-01")) == set()
