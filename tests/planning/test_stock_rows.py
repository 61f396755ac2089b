"""Containers at hand: rows that are used, rows that are not and why, and what they may be combined with."""

from datetime import date
from fractions import Fraction

import pytest

from tests.planning.asking import TODAY, Ask, checks, said
from unitcalc.findings import Refused, Severity
from unitcalc.planning.onhand import read_expiry

GOOD = {"code": "J9312", "amount": "100 mg", "count": "9"}


@pytest.mark.parametrize(
    "text, day",
    [
        ("2027-05", date(2027, 5, 31)),
        ("05/2027", date(2027, 5, 31)),
        ("2/2028", date(2028, 2, 29)),
        ("2027-05-12", date(2027, 5, 12)),
        ("05/12/2027", date(2027, 5, 12)),
        ("20270512", date(2027, 5, 12)),
    ],
)
def test_expiry(text: str, day: date) -> None:
    assert read_expiry(text, TODAY) == day


@pytest.mark.parametrize("text", ["2027-13", "00/2027", "13/2027", "soon", "2027", "1827-05", "2027-02-30", "５/2027"])
def test_what_is_no_expiry(text: str) -> None:
    with pytest.raises(Refused) as raised:
        read_expiry(text, TODAY)
    assert all(problem.hint for problem in raised.value.problems)


@pytest.mark.parametrize(
    "row, told",
    [
        ({"count": "x"}, "'x' is no count"),
        ({"count": ""}, "no count"),
        ({"count": "-1"}, "'-1' is no count"),
        ({"count": "1.5"}, "'1.5' is no count"),
        ({"count": "٣"}, "no count"),
        ({"count": "9" * 9}, "no count"),
        ({"cost": "cheap"}, "'cheap' is no price"),
        ({"cost": "-5"}, "no price"),
        ({"expiry": "soon"}, "'soon' is not a date"),
        ({"expiry": "13/2027"}, "no month"),
        ({"amount": ""}, "what one container holds is not stated"),
        ({"amount": "100"}, "no unit"),
        ({"amount": "0 mg"}, "zero"),
        ({"amount": "100 IU"}, "can't be converted"),
        ({"code": "J93"}, "is not a HCPCS code"),
        ({"code": ""}, "either NDC nor code"),
        ({"ndc": "123"}, "123"),
        ({"ndc": "57894-0030-01"}, "belongs to J1745"),
        ({"ndc": "99999-9999-99", "code": ""}, "99999-9999-99 is not known"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_used(ask: Ask, row: dict[str, str], told: str) -> None:
    found = ask(code="J9312", dose="150 mg", stock=[{**GOOD, **row}, GOOD])
    (finding,) = (each for each in found.findings if each.check == "stock-row")
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("row 1: ")
    assert told.lower() in finding.message.lower()
    assert finding.message.endswith("The row is not used.")
    assert found.best.words == "2 x 100 mg"
    assert [opening.container.place for opening in found.best.openings] == ["row 2"]


@pytest.mark.parametrize(
    "row",
    [
        {"count": "0"},
        {"code": "J1745"},
        {"ndc": "57894-0030-01", "code": ""},
        {"ndc": "57894-0030-01", "code": "J1745"},
    ],
)
def test_none_left_and_other_drugs_are_no_bad_rows(ask: Ask, row: dict[str, str]) -> None:
    found = ask(code="J9312", dose="150 mg", stock=[{**GOOD, **row}, GOOD])
    assert "stock-row" not in checks(found)
    assert ("stock-others" in checks(found)) is ("count" not in row)
    assert found.best.words == "2 x 100 mg"


@pytest.mark.parametrize("count, cost", [("9", "$1,068.38"), ("9.0", "1068.38"), (" 1,000 ", " $ 1068.38 ")])
def test_counts_and_prices_as_people_write_them(ask: Ask, count: str, cost: str) -> None:
    found = ask(code="J9312", dose="150 mg", stock=[{**GOOD, "count": count, "cost": cost}])
    assert found.best.cost == 2 * Fraction("1068.38")
    (step,) = (step for step in found.steps if step.label == "Cost")
    assert step.source == "stock list"


def test_prices_of_some_rows_alone_are_told_apart(ask: Ask) -> None:
    priced = {**GOOD, "amount": "500 mg", "count": "1", "cost": "3000"}
    found = ask(code="J9312", dose="600 mg", stock=[priced, GOOD])
    (step,) = (step for step in found.steps if step.label == "Cost")
    # 3,000 + 100 mg by the payment limit: 10 units of $74.765.
    assert found.best.cost == Fraction("3747.65")
    assert step.expression.startswith("the price of 1 x 500 mg;")
    assert "stock list" in step.source
    assert "payment limits" in step.source


def test_expired_lots_are_named_and_never_used(ask: Ask) -> None:
    old = {**GOOD, "lot": "OLD", "expiry": "2026-01-31"}
    found = ask(code="J9312", dose="150 mg", stock=[old, GOOD])
    assert said(found, "stock-expired") == ("row 1: 9 x 100 mg, lot OLD, expired on 2026-01-31 and must not be used.")
    later = ask(code="J9312", dose="150 mg", stock=[old], date="2026-01-31")
    assert later.best.openings[0].container.lot == "OLD"


def test_typed_and_listed_stock_are_used_together(ask: Ask) -> None:
    found = ask(code="J9312", dose="600 mg", stock=[{**GOOD, "count": "1"}], have=["1 x 500 mg"])
    assert found.best.words == "1 x 500 mg and 1 x 100 mg"


def test_every_entry_that_was_typed_wrong_is_told(ask: Ask) -> None:
    problems = ask.refused(code="J7211", dose="1000 IU", have=["1 x 500 mg", "1 x 00026-3824-25", "1 x 50242-0053-06"])
    assert [problem.code for problem in problems] == ["dimension-mismatch", "assay-missing", "ndc-of-another-code"]
    assert {problem.field for problem in problems} == {"have"}


def test_an_amount_alone_is_the_one_product_that_has_it(ask: Ask) -> None:
    found = ask(code="J9312", dose="600 mg", have=["1 x 500 mg", "1 x 100 mg"])
    assert (found.best.pool.product, found.best.pool.route) == ("Rituxan", "Intravenous")
    assert "pooling-unknown" not in checks(found)


def test_amounts_that_several_makers_have_are_not_known_to_mix(ask: Ask) -> None:
    found = ask(code="J9305", dose="600 mg", have=["1 x 500 mg", "1 x 100 mg"])
    assert found.best.pool.product == ""
    assert "pooling-unknown" in checks(found)


def test_what_an_ndc_is_not_proven_to_be_is_said(ask: Ask) -> None:
    found = ask(code="J9312", dose="100 mg", have=["1 x 99999-9999-99 @ 100 mg"])
    assert "ndc-not-in-crosswalk" in checks(found)


def test_two_makers_vials_are_not_combined(ask: Ask) -> None:
    # Docetaxel 20 mg/mL and 10 mg/mL: 80 + 20 of two concentrations would be 100.
    problems = ask.refused(code="J9171", dose="100 mg", have=["1 x 00409-0201-10 @ 80 mg", "1 x 00955-1020-01 @ 20 mg"])
    assert [problem.code for problem in problems] == ["stock-too-small"]


def test_an_amount_that_the_label_of_its_ndc_contradicts_is_not_used(ask: Ask) -> None:
    # Rituxan 50242-0051-21 is the vial of 100 mg: a row of 250 mg of it would win with no waste, and does not exist.
    wrong = {"ndc": "50242-0051-21", "code": "", "amount": "250 mg", "count": "9"}
    found = ask(code="J9312", dose="250 mg", stock=[wrong, GOOD])
    assert found.best.words == "3 x 100 mg"
    told = said(found, "stock-row")
    assert told.startswith("row 1: ")
    assert "250 mg" in told
    assert "100 mg" in told
    (problem,) = ask.refused(code="J9312", dose="250 mg", have=["9 x 50242-0051-21 @ 250 mg"])
    assert (problem.code, problem.field) == ("label-differs", "have")
    assert "holds 100 mg" in problem.message
    # The same amount in another unit is no contradiction, and an assayed vial holds what is printed on it.
    assert ask(code="J9312", dose="250 mg", have=["3 x 50242-0051-21 @ 0.1 g"]).best.words == "3 x 100 mg"
    assert ask(code="J7211", dose="1000 IU", have=["1 x 00026-3824-25 @ 1046 IU"]).best.left.value == 46
