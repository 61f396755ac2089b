"""What was typed: read, or refused with what to do. Nothing that a person can type is a fault of the program."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.billing.test_request import NASTY
from tests.planning.asking import TODAY, Ask
from unitcalc.findings import Refused
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.record import as_record, day_record
from unitcalc.planning.request import PlanRequest, StockRow
from unitcalc.planning.sharing import plan_day
from unitcalc.planning.text import best_text, day_text, rounded_text, table
from unitcalc.planning.typed import read_route, read_typed

FIELDS = [field.name for field in fields(PlanRequest) if field.name not in ("stock", "stock_problems")]
ROW_FIELDS = [field.name for field in fields(StockRow) if field.name != "place"]
REPEATED = ("doses", "have")


def shown(found: Planned) -> None:
    assert best_text(found.best, 60)
    assert table(found.plans, 60)
    assert as_record(found)["plans"]
    list(rounded_text(found.rounded, 60))


def planned_or_refused(ask: Ask, **changes: object) -> None:
    """A plan, which can be shown, or a refusal in which every problem has a code, a message and what to do."""
    record = {"code": "J9312", "doses": ("750 mg",), "date": "2026-02-01"} | changes
    request = PlanRequest(**record)  # type: ignore[arg-type]
    try:
        if len(request.doses) > 1:
            day = plan_day(ask.catalogue, request, TODAY)
            assert list(day_text(day, 60))
            assert day_record(day)["patients"]
        else:
            shown(plan(ask.catalogue, request, TODAY))
    except Refused as refused:
        for problem in refused.problems:
            assert problem.code
            assert problem.hint
            assert 0 < len(problem.message) < 900
            assert problem.field in (*FIELDS, "dose", "stock")


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("code", ["J9312", "J7211", "Q2041", "J3490", "A9585", "J7170"])
def test_no_field_makes_it_fail(ask: Ask, name: str, code: str) -> None:
    for text in NASTY:
        planned_or_refused(ask, **({"code": code} | {name: (text,) if name in REPEATED else text}))
        if name == "doses":
            planned_or_refused(ask, code=code, doses=("a: 100 mg", text), share="yes")


@pytest.mark.parametrize("name", ROW_FIELDS)
def test_no_cell_of_a_stock_list_makes_it_fail(ask: Ask, name: str) -> None:
    usual = {"place": "row 1", "code": "J9312", "amount": "500 mg", "count": "9"}
    for text in NASTY:
        planned_or_refused(ask, stock=(StockRow(**{**usual, name: text}),))  # type: ignore[arg-type]


@given(data=st.data())
@settings(max_examples=100)
def test_no_combination_makes_it_fail(ask: Ask, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(FIELDS), min_size=2, max_size=5, unique=True))
    texts = {name: data.draw(st.sampled_from(("", *NASTY)) | st.text(max_size=20)) for name in names}
    planned_or_refused(ask, **{name: (text,) if name in REPEATED else text for name, text in texts.items()})


@pytest.mark.parametrize(
    "text, percent",
    [("10%", 10), ("10 %", 10), ("7.5 percent", Fraction(15, 2)), ("5", 5), ("0.5%", Fraction(1, 2)), ("25%", 25)],
)
def test_percentages(ask: Ask, text: str, percent: Fraction) -> None:
    typed = read_typed(ask.catalogue, ask.request(code="J9312", dose="750 mg", round_within=text), TODAY)
    assert typed.percent == percent


@pytest.mark.parametrize(
    "text, code",
    [
        ("0.1", "round-within-not-read"),
        ("25.01%", "round-within-too-much"),
        ("ten", "round-within-not-read"),
        ("-5%", "round-within-not-read"),
        ("10 mg", "round-within-not-read"),
        ("1e1", "round-within-not-read"),
        ("٣%", "round-within-not-read"),
    ],
)
def test_what_is_no_percentage(ask: Ask, text: str, code: str) -> None:
    (problem,) = ask.refused(code="J9312", dose="750 mg", round_within=text)
    assert (problem.code, problem.field) == (code, "round_within")


@pytest.mark.parametrize(
    "text, name, dose",
    [
        ("750 mg", "patient 1", "750 mg"),
        ("bed 4: 750 mg", "bed 4", "750 mg"),
        ("ward B: bed 4: 750 mg", "ward B: bed 4", "750 mg"),
        (": 750 mg", "patient 1", "750 mg"),
    ],
)
def test_patients(ask: Ask, text: str, name: str, dose: str) -> None:
    (patient,) = read_typed(ask.catalogue, ask.request(code="J9312", dose=text), TODAY).patients
    assert (patient.name, patient.dose.short) == (name, dose)


def test_every_name_that_stands_twice_is_told(ask: Ask) -> None:
    problems = ask.refused(code="J9312", doses=["a: 1 mg", "b: 1 mg", "a: 2 mg", "b: 2 mg"])
    assert [problem.code for problem in problems] == ["patient-twice"] * 2


@pytest.mark.parametrize(
    "text, route",
    [
        ("IV", "intravenous"),
        ("i.v.", "intravenous"),
        ("SubQ", "subcutaneous"),
        ("SC", "subcutaneous"),
        ("moon", "moon"),
    ],
)
def test_routes(text: str, route: str) -> None:
    assert read_route(text) == route
