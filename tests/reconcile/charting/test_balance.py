"""The balance always adds up, in any unit and whatever was charted."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.charting.asking import Ask
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, plain
from unitcalc.reconcile.charting.balance import Balance, State

MG = Unit("mg")
TENTHS = st.integers(0, 6000).map(lambda tenths: Fraction(tenths, 10))


def mg(number: int | Fraction) -> Amount:
    return Amount(Fraction(number), MG)


@given(TENTHS, TENTHS, TENTHS, TENTHS, TENTHS)
def test_both_sides_are_equal_and_only_one_of_them_lacks(
    opened: Fraction, given_: Fraction, discarded: Fraction, explained: Fraction, left: Fraction
) -> None:
    found = Balance(mg(opened), mg(given_), mg(discarded), mg(explained), mg(left))
    assert found.opened + found.above == found.accounted + found.unexplained
    assert not (found.above and found.unexplained)
    assert (found.state is State.BALANCED) == (opened == given_ + discarded + explained + left)


@given(st.integers(1, 6), TENTHS, TENTHS, TENTHS)
def test_a_chart_of_single_dose_vials_adds_up(
    chart: Ask, count: int, given_: Fraction, discarded: Fraction, explained: Fraction
) -> None:
    """100 mg a vial; what is not accounted for, or is too much, is the difference by hand."""
    found = chart(
        f"{count} x 100 mg",
        given=plain(given_),
        discarded=plain(discarded),
        explained=plain(explained),
        explained_reason="tubing",
    ).balance
    assert found is not None
    rest = 100 * count - given_ - discarded - explained
    assert (found.unexplained, found.above, found.left) == (mg(max(rest, 0)), mg(max(-rest, 0)), mg(0))
    assert found.opened + found.above == found.given + found.discarded + found.explained + found.unexplained


@given(TENTHS, TENTHS)
def test_what_is_left_in_a_multi_dose_vial_stays_there(chart: Ask, given_: Fraction, discarded: Fraction) -> None:
    """Herceptin 420 mg is a multi-dose vial."""
    found = chart("1 x 420 mg", code="J9355", given=plain(given_), discarded=plain(discarded)).balance
    assert found is not None
    rest = 420 - given_ - discarded
    assert (found.left, found.unexplained, found.above) == (mg(max(rest, 0)), mg(0), mg(max(-rest, 0)))


@pytest.mark.parametrize(
    "given_, discarded, explained, said, verdict",
    [
        ("350", "50", "", "opened 400 mg = given 350 + discarded 50 + 0 unexplained", "balanced"),
        ("350", "30", "", "opened 400 mg = given 350 + discarded 30 + 20 unexplained", "20 mg not accounted for"),
        ("350", "30", "20", "opened 400 mg = given 350 + discarded 30 + explained 20 + 0 unexplained", "balanced"),
        ("400", "10", "", "opened 400 mg, but given 400 + discarded 10 = 410 mg", "10 mg more than was opened"),
        ("410", "0", "", "opened 400 mg, but given 410 + discarded 0 = 410 mg", "10 mg more than was opened"),
        ("0", "600", "", "opened 400 mg, but given 0 + discarded 600 = 600 mg", "200 mg more than was opened"),
        (
            "0.1",
            "0.2",
            "",
            "opened 400 mg = given 0.1 + discarded 0.2 + 399.7 unexplained",
            "399.7 mg not accounted for",
        ),
    ],
)
def test_it_is_said_in_a_sum_and_a_word(
    chart: Ask, given_: str, discarded: str, explained: str, said: str, verdict: str
) -> None:
    reason = "tubing" if explained else ""
    found = chart("4 x 100 mg", given=given_, discarded=discarded, explained=explained, explained_reason=reason)
    assert str(found.balance) == said
    assert found.balance is not None
    assert found.balance.verdict == verdict
    assert found.open == (verdict != "balanced")


def test_what_stays_in_the_vial_is_said(chart: Ask) -> None:
    found = chart("1 x 420 mg", code="J9355", given="400", discarded="")
    assert str(found.balance) == "opened 420 mg = given 400 + discarded 0 + 20 left in the vial + 0 unexplained"
    assert found.multi_dose
    assert not found.open


def test_vials_of_both_types_ask_what_came_from_each(chart: Ask) -> None:
    """420 mg multi-dose and 150 mg single-dose: 150 given from the second, 250 from the first, 170 stay there."""
    vials = ("1 x 420 mg given 250 mg", "1 x 150 mg given 150 mg")
    found = chart(*vials, code="J9355", given="400", discarded="0")
    assert str(found.balance) == "opened 570 mg = given 400 + discarded 0 + 170 left in the vial + 0 unexplained"
    less = ("1 x 420 mg given 250 mg", "1 x 150 mg given 145 mg")
    found = chart(*less, code="J9355", given="395", discarded="0")  # 5 mg of the single-dose vial are not kept
    assert str(found.balance) == "opened 570 mg = given 395 + discarded 0 + 170 left in the vial + 5 unexplained"
    unclear = chart("1 x 420 mg", "1 x 150 mg", code="J9355", given="400", discarded="0")
    assert unclear.open
    assert "both-types" in [finding.check for finding in unclear.findings]


def test_whole_vials_are_counted_where_a_code_counts_them(chart: Ask) -> None:
    """Cytogam: a unit is a vial. 3.96 of 4 given, 0.04 discarded."""
    found = chart("4 x 49591-0532-51", code="J0850", given="3.96", discarded="0.04", unit="vial")
    assert str(found.balance) == "opened 4 containers = given 3.96 + discarded 0.04 + 0 unexplained"


def test_another_activity_is_refused_and_not_balanced(chart: Ask) -> None:
    with pytest.raises(Refused) as refused:
        chart("1 x 00026-3824-25 @ 1046 IU", code="J7211", given="1000 mg", discarded="46", unit="IU")
    assert [problem.field for problem in refused.value.problems] == ["given"]
