"""What was charted, read: statuses, times, lots, and what can't be true together."""

from datetime import date, time

import pytest

from tests.reconcile.charting.asking import TODAY, Ask
from unitcalc.account import Status
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.reconcile.charting.chart import read_chart
from unitcalc.reconcile.charting.request import ChartRequest, ContainerText
from unitcalc.reconcile.charting.times import read_expiry, read_time


def refused(chart: Ask, *containers: str | tuple[str, ...], **fields: str) -> list[tuple[str, str]]:
    """What is wrong, by field."""
    with pytest.raises(Refused) as caught:
        chart(*containers, **fields)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def checks(chart: Ask, *containers: str | tuple[str, ...], **fields: str) -> list[str]:
    return [finding.check for finding in chart(*containers, **fields).findings]


def test_containers_keep_lot_expiry_number_and_what_their_ndc_tells(chart: Ask) -> None:
    found = chart(("3 x 57894-0030-01", "A1", "05/2027"), ("1 x 57894-0030-01", "B2", "2027-06-30", "771"), given="350")
    first, second = found.containers
    assert (str(first), first.product, first.lot, first.expires) == ("3 x 100 mg", "Remicade", "A1", date(2027, 5, 31))
    assert (str(second), second.ndc, second.number) == ("1 x 100 mg", "57894-0030-01", "771")
    assert (found.start, found.stop, found.discarded_at) == (time(9, 10), time(11, 10), time(11, 20))


def test_nothing_charted_yet_is_not_zero(chart: Ask) -> None:
    found = chart("4 x 100 mg", given="", discarded="")
    assert (found.given, found.discarded, found.explained) == (None, None, None)
    assert found.open
    assert found.balance is not None
    assert found.balance.unexplained.short == "400 mg"


def test_not_given_needs_no_amount_and_contradicts_one(chart: Ask) -> None:
    found = chart("4 x 100 mg", given="", discarded="400", status="not-given")
    assert found.status is Status.NOT_GIVEN
    assert found.given is not None
    assert not found.given
    assert not found.open
    assert refused(chart, "4 x 100 mg", given="350", status="not-given") == [("given", "given-and-not-given")]


def test_everything_wrong_is_said_at_once(chart: Ask) -> None:
    wrong = refused(
        chart, ("4 x 100 mg", "A", "13/2027"), given="350", explained="20", explained_reason="", start="25:00", stop="x"
    )
    assert wrong == [
        ("start", "time-not-read"),
        ("stop", "time-not-read"),
        ("expiry", "date-not-read"),
        ("explained", "explained-without-reason"),
    ]


def test_a_reason_without_its_amount_asks_for_it(chart: Ask) -> None:
    assert refused(chart, "4 x 100 mg", given="350", explained_reason="tubing") == [
        ("explained", "explained-without-amount")
    ]


def test_one_number_is_of_one_container(chart: Ask) -> None:
    twice = (("1 x 100 mg", "A", "", "771"), ("1 x 100 mg", "B", "", "771"))
    assert refused(chart, *twice, given="150") == [("containers", "container-twice")]
    assert checks(chart, ("4 x 100 mg", "A", "", "771"), given="350") == ["number-of-several"]


def test_what_is_odd_is_asked_about(chart: Ask) -> None:
    assert checks(chart, ("4 x 100 mg", "A", "2026-03-01"), given="400", discard_reason="") == ["container-expired"]
    assert checks(chart, ("4 x 100 mg", "A", "2026-03-02"), given="400", discard_reason="") == []
    assert checks(chart, "4 x 100 mg", given="400", start="2350", stop="0030") == ["stop-before-start"]
    assert checks(chart, "4 x 100 mg", given="0") == ["nothing-given"]
    assert checks(chart, "4 x 100 mg", given="400", discarded="0") == ["reason-alone"]


def test_a_discard_below_a_billing_unit_is_charted_and_not_billed(chart: Ask) -> None:
    """J1745 counts 10 mg: of 397 mg given, 40 units, the 3 mg discarded are in the unit rounded up; 50 mg are five."""
    assert chart("4 x 100 mg", given="397", discarded="3").bills_no_waste
    assert not chart("4 x 100 mg", given="350", discarded="50").bills_no_waste
    assert not chart("4 x 100 mg", given="400", discarded="0").bills_no_waste
    assert not chart("1 x 420 mg", code="J9355", given="417", discarded="3").bills_no_waste


def test_an_unknown_type_is_asked_for_and_taken(chart: Ask) -> None:
    """No table knows Roctavian's vials."""
    fields = {"code": "J1412", "given": "210", "discarded": "", "unit": "mL"}
    assert chart("27 x 8 mL", **fields).asks_type
    said = chart("27 x 8 mL", **fields, container_type="multi-dose")
    assert not said.asks_type
    assert said.balance is not None
    assert said.balance.left.short == "6 mL"


def test_a_drug_by_its_ndc_alone(catalogue: Catalogue) -> None:
    texts = (ContainerText("4 x 57894-0030-01"),)
    found = read_chart(catalogue, ChartRequest(date="2026-03-02", containers=texts, given="350", discarded="50"), TODAY)
    assert found.drug.code == "J1745"
    assert not found.open


@pytest.mark.parametrize("text", ["", "25:00", "0960", "9", "13:00 pm", "0 am", "noon", "12345"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(Refused):
        read_time(text)


@pytest.mark.parametrize("text", ["", "13/2027", "2027-00", "5/27", "never", "2027-02-30"])
def test_no_expiry(text: str) -> None:
    with pytest.raises(Refused):
        read_expiry(text, TODAY)
