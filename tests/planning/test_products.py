"""Which of several products under one code a plan is of, and that it is said."""

import pytest

from tests.planning.asking import Ask, checks, finding, said
from unitcalc.catalogue.usual import UsualDose
from unitcalc.findings import Severity
from unitcalc.quantity import read_positive


def test_the_product_chosen_and_the_others_are_named(ask: Ask) -> None:
    found = ask(code="J2997", dose="63 mg")
    told = finding(found, "product-chosen")
    assert told.severity is Severity.WARNING
    assert f"The plan is of {found.best.pool.product};" in told.message
    (other,) = {"Activase", "Cathflo Activase"} - {found.best.pool.product}
    assert f"; {other} is sold under J2997 too. Name the product." in told.message
    named = ask(code="J2997", dose="63 mg", product=found.best.pool.product)
    assert "product-chosen" not in checks(named)


def test_one_product_is_no_choice(ask: Ask) -> None:
    assert "product-chosen" not in checks(ask(code="J9312", dose="750 mg"))
    # Many makers of one generic are one product by name.
    assert "product-chosen" not in checks(ask(code="J9171", dose="80 mg", product="Docetaxel"))


def test_it_is_said_of_a_day_too(ask: Ask) -> None:
    for share in ("yes", "no"):
        day = ask.day(code="J1745", doses=["310 mg", "420 mg"], share=share)
        assert f"The plan is of {day.plan.pool.product};" in said(day, "product-chosen")
        assert "sold under J1745 too" in said(day, "product-chosen")


def test_in_stock_only_what_covers_the_dose_is_named(ask: Ask) -> None:
    both = ["2 x 50242-0044-13", "40 x 50242-0041-64"]
    assert "is in stock under J2997 too" in said(ask(code="J2997", dose="63 mg", have=both), "product-chosen")
    few = ["2 x 50242-0044-13", "4 x 50242-0041-64"]
    assert "product-chosen" not in checks(ask(code="J2997", dose="63 mg", have=few))


def test_a_product_that_is_dosed_otherwise_comes_last(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    # 32 x 2 mg would leave 1 mg, 100 mg leaves 37: but of Cathflo 2 mg are a dose, and 63 mg are none.
    (row, *_) = ask.catalogue.usual_doses("J9312")
    two, by_weight = read_positive("2 mg"), read_positive("0.9 mg/kg")
    flat = row._replace(code="J2997", product="Cathflo Activase", low=two, high=two, cap=None)
    weighed = row._replace(code="J2997", product="Activase", low=by_weight, high=by_weight)

    def stated(*rows: UsualDose) -> None:
        monkeypatch.setattr(ask.catalogue, "usual_doses", lambda _: rows)

    stated()
    assert ask(code="J2997", dose="63 mg").best.words == "32 x 2 mg"
    stated(flat, weighed)
    found = ask(code="J2997", dose="63 mg")
    assert found.best.words == "1 x 100 mg"
    assert any("a product with such a usual dose first, then least waste" in step.expression for step in found.steps)
    # 2 mg are one; and where a dose goes by weight, nobody knows.
    assert ask(code="J2997", dose="2 mg").best.words == "1 x 2 mg"
    stated(flat._replace(low=by_weight, high=by_weight), weighed)
    assert ask(code="J2997", dose="63 mg").best.words == "32 x 2 mg"


def test_fewest_injections_are_told_where_they_decided(ask: Ask) -> None:
    # 105 + 60 mg at 150 mg/mL leave 3 in one injection; 5 x 30 + 12 at 30 mg/mL leave nothing, but 5.4 mL are three.
    found = ask(code="J7170", dose="162 mg")
    (step,) = (step for step in found.steps if step.label == "Plan")
    others = [each for each in found.plans if each.injections > found.best.injections and each.left < found.best.left]
    assert others
    assert "of all combinations: fewest injections first, then least waste" in step.expression
    (plain,) = (step for step in ask(code="J9312", dose="750 mg").steps if step.label == "Plan")
    assert "of all combinations: least waste" in plain.expression


@pytest.mark.parametrize("code, dose", [("J8530", "50 mg"), ("J8700", "300 mg"), ("Q0162", "8 mg")])
def test_what_is_taken_by_mouth_is_not_planned(ask: Ask, code: str, dose: str) -> None:
    # A bottle of 100 capsules of 25 mg is no container of 2,500 mg to be opened for 50 mg.
    (problem,) = ask.refused(code=code, dose=dose)
    assert (problem.code, problem.field) == ("oral-not-planned", "code")
    assert "capsules or tablets" in problem.hint
