"""What is only begun is not wrong yet."""

import pytest

from tests.billing.asking import TODAY
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.opened import read_opened
from unitcalc.findings import Problem, Refused
from unitcalc.pages.unfinished import unfinished
from unitcalc.quantity import read_amount


def problem(read: object, text: str) -> Problem:
    with pytest.raises(Refused) as raised:
        read(text)  # type: ignore[operator]
    return raised.value.problems[0]


@pytest.mark.parametrize("text", ["350", "350 m", "350 mc", "1,046 I", "2 do", "350 milli"])
def test_an_amount_whose_unit_is_being_written(text: str) -> None:
    assert unfinished(problem(read_amount, text), text)


@pytest.mark.parametrize("text", ["350 mgg", "abc", "-5 mg", "350 quarts", "5*3 mg", "1e5 mg"])
def test_an_amount_that_can_become_none(text: str) -> None:
    assert not unfinished(problem(read_amount, text), text)


@pytest.mark.parametrize("text", ["2", "2025", "2025-", "2025-03", "2025-03-0", "3/", "03/01/20", "t", "toda", "yest"])
def test_a_date_that_is_being_written(text: str) -> None:
    assert unfinished(problem(lambda typed: read_date(typed, TODAY), text), text)


@pytest.mark.parametrize("text", ["2025-13-01", "01.03.2025", "soon", "02/30/2025"])
def test_what_can_become_no_date(text: str) -> None:
    assert not unfinished(problem(lambda typed: read_date(typed, TODAY), text), text)


@pytest.mark.parametrize(
    "text", ["4 x", "4 x 100", "4 x 100 m", "3 x 44206-04", "3 x 44206-0436-", "1 x 57894-0030-01 @"]
)
def test_containers_that_are_being_written(text: str) -> None:
    assert unfinished(problem(read_opened, text), text)


@pytest.mark.parametrize("text", ["some vials", "0 x 100 mg", "4 x 100 mgg", "4 x 12345-12345-12345"])
def test_what_can_become_no_containers(text: str) -> None:
    assert not unfinished(problem(read_opened, text), text)
