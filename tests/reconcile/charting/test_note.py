"""The note: exact, the same in any unit, and never better than what was charted."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.charting.asking import Ask
from unitcalc.quantity import Amount, Unit, plain
from unitcalc.reconcile.charting.note import note

VIALS = (("3 x 57894-0030-01", "A1", "05/2027"), ("1 x 57894-0030-01", "B2", "2027-06-30", "771"))


def test_the_whole_note(chart: Ask) -> None:
    assert note(chart(*VIALS, given="350", discarded="50")) == (
        "2026-03-02 J1745 Remicade; encounter ENC-1042, administration 1\n"
        "Opened: 3 x 100 mg + 1 x 100 mg = 400 mg, single-dose\n"
        "  3 x 100 mg, NDC 57894-0030-01, lot A1, expires 2027-05-31\n"
        "  1 x 100 mg, NDC 57894-0030-01, lot B2, expires 2027-06-30, container 771\n"
        "Given: 350 mg, 09:10 to 11:10, IV\n"
        "Discarded: 50 mg at 11:20, rest of a single-dose container, not kept\n"
        "Balanced: opened 400 mg = given 350 + discarded 50 + 0 unexplained\n"
        "Given by: RN 12; Discard witnessed by: RN 7"
    )


def test_what_does_not_balance_says_so_in_capitals(chart: Ask) -> None:
    assert "NOT BALANCED, 20 mg not accounted for: opened 400 mg" in note(chart(*VIALS, given="350", discarded="30"))
    assert "NOT BALANCED, 10 mg more than was opened" in note(chart(*VIALS, given="400", discarded="10"))


def test_what_was_not_charted_is_not_there(chart: Ask) -> None:
    empty = dict.fromkeys(
        (
            *("discard_reason", "discard_time", "start", "stop", "route"),
            *("encounter", "administration", "by", "witness"),
        ),
        "",
    )
    assert note(chart("4 x 100 mg", given="400", **empty)) == (
        "2026-03-02 J1745 infliximab\n"
        "Opened: 4 x 100 mg = 400 mg, single-dose\n"
        "  4 x 100 mg\n"
        "Given: 400 mg\n"
        "Balanced: opened 400 mg = given 400 + discarded 0 + 0 unexplained"
    )


def test_stopped_not_given_explained_and_kept(chart: Ask) -> None:
    stopped = note(chart(*VIALS, given="100", discarded="300", status="stopped", status_reason="rigors after 20 min"))
    assert "Given, stopped early: 100 mg (rigors after 20 min), 09:10 to 11:10, IV" in stopped
    refused = note(
        chart(*VIALS, given="", discarded="400", status="not-given", status_reason="refused", start="", stop="")
    )
    assert "Not given: 0 mg (refused), IV" in refused
    spilled = note(chart(*VIALS, given="350", discarded="30", explained="20", explained_reason="tubing"))
    assert "Neither given nor discarded: 20 mg, tubing" in spilled
    assert "Left in the multi-dose vial, not discarded: 20 mg" in note(chart("1 x 420 mg", code="J9355", given="400"))


def amounts(text: str) -> list[str]:
    """Every number of a note."""
    return re.findall(r"[0-9][0-9,./:-]*", text)


@given(
    st.integers(0, 4000), st.integers(0, 4000), st.sampled_from(["mg", "g", "mcg"]), st.sampled_from(["mg", "g", "mcg"])
)
def test_the_same_note_in_any_unit(chart: Ask, given_: int, discarded: int, one: str, other: str) -> None:
    """Tenths of a milligram, written in another unit, are the same milligrams in the note."""

    def written(tenths: int, unit: str) -> str:
        amount = Amount(Fraction(tenths, 10), Unit("mg")).to(Unit(unit))
        return f"{plain(amount.value)} {unit}"

    plainly = note(chart(*VIALS, given=written(given_, "mg"), discarded=written(discarded, "mg")))
    assert note(chart(*VIALS, given=written(given_, one), discarded=written(discarded, other))) == plainly
    assert amounts(plainly)
