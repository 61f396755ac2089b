"""Plans with their bills: what the bill says stands in the plan, and no plan is refused by its own bill."""

from typing import Any

import pytest

from tests.planning.asking import TODAY, Ask, checks, finding, said
from unitcalc.billing.planned import bills_of_plans, record_with_bills, with_bill, with_units
from unitcalc.findings import Refused, Severity
from unitcalc.planning.planner import Planned


def billed(ask: Ask, setting: str = "", **typed: Any) -> tuple[Planned, dict[str, Any]]:
    """A plan with what its bill says, and its record."""
    found = ask(**typed)
    bills = bills_of_plans(ask.catalogue, found, TODAY, setting=setting)
    found = with_bill(found, bills[0])
    return with_units(found, bills), record_with_bills(found, bills)


def test_an_ndc_of_another_code_is_billed_by_amount(ask: Ask) -> None:
    # The NDC of Actemra belongs to J3262; a unit of Q0249 is 1 mg.
    found, record = billed(ask, code="Q0249", dose="800 mg")
    assert "plan-not-billed" not in checks(found)
    assert [line["units"] for line in record["plans"][0]["lines"]] == [800]
    # J2545 is 300 mg a unit; of which type its vials are, nobody says.
    found, record = billed(ask, code="J2545", dose="300 mg")
    assert checks(found, Severity.ERROR) == ["container-type-unknown"]
    assert record["plans"][0]["administered_units"] == 1


def test_a_plan_without_a_bill_is_shown_and_waits(ask: Ask) -> None:
    found = ask(code="J9312", dose="750 mg")
    bills = tuple(Refused(*ask.refused(code="J9312", dose="0 mg")) for _ in found.plans)
    told = finding(with_bill(found, bills[0]), "plan-not-billed")
    assert told.severity is Severity.ERROR
    assert told.message.startswith("This plan can't be billed. ")
    record = record_with_bills(found, bills)
    assert [each["lines"] for each in record["plans"]] == [[] for _ in found.plans]
    assert record["plans"][0]["discarded_units"] == 5


def test_a_dose_beyond_all_counts_is_refused(ask: Ask) -> None:
    # 999,999,999 mg are 2,000,000 vials of 500 mg.
    for doses in (["999999999 mg"], ["999999999 mg", "100 mg"]):
        (problem,) = ask.refused(code="J9312", doses=doses)
        assert (problem.code, problem.field) == ("dose-too-large", "dose")
        assert "2,000,00" in problem.message


def test_units_are_those_of_the_bill(ask: Ask) -> None:
    # 800 opened for 750: 5 units of 10 mg, where JW applies; not where the drug is no separate Part B drug.
    office, _ = billed(ask, code="J9312", dose="750 mg")
    assert (office.best.administered_units, office.best.discarded_units) == (75, 5)
    inpatient, record = billed(ask, setting="inpatient", code="J9312", dose="750 mg")
    assert inpatient.best.discarded_units == 0
    assert record["plans"][0]["discarded_units"] == 0
    (step,) = (step for step in inpatient.steps if step.label == "Discarded units")
    assert step.value == "0"
    assert {plan.discarded_units for plan in inpatient.frontier} == {0}
    assert inpatient.best.left.short == "50 mg"


def test_sizes_and_potencies_that_the_bill_doubts(ask: Ask) -> None:
    found, _ = billed(ask, code="J9312", dose="750 mg", have=["3 x 250 mg"])
    assert "of 250 mg is in CMS's crosswalk" in said(found, "size-not-listed")
    # 1,000 IU is a nominal size of Kovaltry; 1,300 and 3,900 are farther than a quarter from any that is near.
    found, _ = billed(ask, code="J7211", dose="1900 IU", have=["2 x 1000 IU"])
    assert "is a nominal size of J7211" in said(found, "nominal-amount")
    assert checks(found).count("nominal-amount") == 1
    found, _ = billed(ask, code="J7211", dose="1300 IU", have=["1 x 1300 IU"])
    assert finding(found, "potency-unusual").severity is Severity.WARNING


def test_payer_and_setting_are_checked_both_at_once(ask: Ask) -> None:
    with pytest.raises(Refused) as raised:
        bills_of_plans(ask.catalogue, ask(code="J9312", dose="750 mg"), TODAY, payer="nobody", setting="nowhere")
    assert [(problem.code, problem.field) for problem in raised.value.problems] == [
        ("payer-unknown", "payer"),
        ("setting-unknown", "setting"),
    ]


def test_too_little_stock_says_what_is_not_counted(ask: Ask) -> None:
    good = {"code": "J9312", "amount": "100 mg", "count": "2"}
    stock = [good, {**good, "count": "9", "lot": "OLD", "expiry": "2026-01-31"}, {**good, "count": "x"}]
    for doses in (["500 mg"], ["300 mg", "200 mg"]):
        (problem,) = ask.refused(code="J9312", doses=doses, stock=stock)
        assert problem.code == "stock-too-small"
        assert "row 2: 9 x 100 mg, lot OLD, expired on 2026-01-31" in problem.message
        assert "row 3: 'x' is no count" in problem.message
    many = [good, *({**good, "count": "x"} for _ in range(7))]
    (problem,) = ask.refused(code="J9312", dose="500 mg", stock=many)
    assert problem.message.endswith("And 2 rows more.")
