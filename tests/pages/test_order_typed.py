"""What an order asks for while it is written, what of it is only begun, and a stock list as it is uploaded."""

import pytest

from unitcalc.dosing.order import read_order
from unitcalc.findings import Problem, Refused
from unitcalc.pages.order_entry import read_upload
from unitcalc.pages.order_typed import asked, begun_order, only_begun

WHOLE = (
    "5 mg/kg IV every 8 weeks over 2 hours",
    "1.4 mg/m2 (max 2 mg)",
    "AUC 5",
    "raise to 60 from 5 IU/dL",
    "100 mg/kg/day in 4 divided doses",
    "375 mg per m2 intravenous once weekly for 4 doses",
)


def problems(text: str) -> tuple[Problem, ...]:
    """What the core says of a text."""
    try:
        read_order(text)
    except Refused as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize("text", WHOLE)
def test_no_beginning_of_an_order_is_called_wrong(text: str) -> None:
    """Letter by letter, as it is typed."""
    for end in range(1, len(text) + 1):
        assert [problem for problem in problems(text[:end]) if not only_begun("order", problem, text[:end])] == []


@pytest.mark.parametrize("text", ["5 mg/kg blue", "750 mgg", "some of it", "5 mg/kg every blue moon", "5 mg/kg, 3 mg"])
def test_what_can_become_no_order_is_wrong(text: str) -> None:
    assert [problem for problem in problems(text) if not only_begun("order", problem, text)]


def test_the_fields_do_not_vanish_while_the_rest_is_written() -> None:
    text = "5 mg/kg IV every 8 weeks over 2 hours"
    for end in range(len("5 mg/kg"), len(text) + 1):
        assert "weight" in asked(begun_order(text[:end]), "")


def test_the_weight_to_dose_by_asks_for_height_and_sex() -> None:
    order = read_order("5 mg/kg")
    assert {"height", "sex"} <= set(asked(order, "ideal"))
    assert not {"height", "sex"} & set(asked(order, ""))
    assert asked(None, "ideal") == ()


def test_a_stock_list_is_read_as_it_was_uploaded() -> None:
    found = read_upload("../../stock.csv", b"ndc,count,lot\n50242-0051-21,3,A1\n50242-0053-06,1,B2\n")
    assert found.name == "stock.csv"
    assert [(row.ndc, row.count, row.lot) for row in found.rows] == [
        ("50242-0051-21", "3", "A1"),
        ("50242-0053-06", "1", "B2"),
    ]
    assert found.problems == ()


def test_a_file_that_is_no_stock_list_says_what_it_lacks() -> None:
    found = read_upload("list.csv", b"drug,how many\nRituxan,3\n")
    assert found.rows == ()
    assert {problem.field for problem in found.problems} == {"stock"}
    assert any("count" in problem.message for problem in found.problems)
