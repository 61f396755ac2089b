"""A record as a person writes it: what is read, and what is told of what can't be."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.findings import Refused
from unitcalc.tables.record import Written, entry_of, read_records, record_of

TODAY = date(2026, 11, 1)
FULL = """\
encounter: E-17
date: 2025-03-01
code: J1745
product: Remicade
order: 5 mg/kg
weight: 70 kg
weight_date: 2025-02-28
given: 350 mg
opened: [4 x 100 mg]
discarded: 50 mg
diagnosis: [K50.90, K51.00]
route: intravenous
authorization: {number: A-1, code: J1745, units: 420, used: 40, from: 2025-01-01, to: 2025-12-31}
history:
  - {date: 2025-01-04, code: J1745, units: 40}
documents: {response: good}
lines:
  - J1745 35
  - {code: J1745, modifiers: JW, units: 5, charge: 152.63}
"""


def of(text: str, tmp_path: Path) -> Written:
    path = tmp_path / "record.yaml"
    path.write_text(text, encoding="utf-8")
    (record,) = read_records(path, TODAY)
    return record


def test_a_full_record_is_read(tmp_path: Path) -> None:
    written = of(FULL, tmp_path)
    record = written.record
    assert written.cells == ()
    assert (written.day, written.code, record.encounter) == (date(2025, 3, 1), "J1745", "E-17")
    (request,) = record.administrations
    assert (request.given, request.opened, request.discarded) == ("350 mg", ("4 x 100 mg",), "50 mg")
    assert record.order is not None
    assert (record.order.order, record.order.weight, record.order.weight_date) == ("5 mg/kg", "70 kg", "2025-02-28")
    assert record.diagnoses == ("K50.90", "K51.00")
    assert record.authorization is not None
    assert (record.authorization.units, record.authorization.used) == (420, 40)
    assert record.history is not None
    assert [(each.day, each.units) for each in record.history] == [(date(2025, 1, 4), Fraction(40))]
    assert (record.said["route"], record.said["response"]) == ("intravenous", "good")
    assert [(str(line), line.charge, line.place.row) for line in written.claims.lines] == [
        ("J1745  35", None, 18),
        ("J1745-JW  5", Fraction("152.63"), 19),
    ]


def test_everything_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    text = FULL.replace("date: 2025-03-01\n", "date: 2025-13-01\n").replace("discarded", "discared")
    text = text.replace("K51.00", "286.0").replace("used: 40", "used: many")
    cells = of(text, tmp_path).cells
    told = {(cell.facts.column, cell.place.row) for cell in cells}
    assert told == {("date", 2), ("discared", 10), ("diagnosis", 11), ("authorization used", 13)}


def test_an_unknown_field_comes_with_what_it_may_mean(tmp_path: Path) -> None:
    (cell,) = of(FULL.replace("weight_date", "weigth_date"), tmp_path).cells
    assert cell.facts.known is False
    assert "weight_date" in cell.facts.problem


def test_several_administrations_share_what_is_said_once(tmp_path: Path) -> None:
    text = "date: 2025-03-01\ncode: J7189\ncontainer_type: single-dose\nadministrations:\n"
    text += "  - {given: 6300 mcg, opened: [7 x 1000 mcg], discarded: 700 mcg}\n" * 2
    record = of(text, tmp_path).record
    assert [request.given for request in record.administrations] == ["6300 mcg", "6300 mcg"]
    assert [request.container_type for request in record.administrations] == ["single-dose", "single-dose"]


@pytest.mark.parametrize("written", ["0", "none", "nothing"])
def test_nothing_discarded_needs_no_unit(tmp_path: Path, written: str) -> None:
    record = of(FULL.replace("discarded: 50 mg", f"discarded: {written}"), tmp_path).record
    assert record.administrations[0].discarded == "0 mg"


def test_a_file_may_hold_several_records(tmp_path: Path) -> None:
    path = tmp_path / "records.yaml"
    path.write_text("- {date: 2025-03-01, code: J1745}\n- {date: 2025-04-26, code: J1745}\n", encoding="utf-8")
    assert [written.day for written in read_records(path, TODAY)] == [date(2025, 3, 1), date(2025, 4, 26)]


def test_a_date_with_its_time_is_that_day(tmp_path: Path) -> None:
    written = of(FULL.replace("date: 2025-03-01\n", "date: 2025-03-01 10:00\n", 1), tmp_path)
    assert (written.day, written.dated, written.cells) == (date(2025, 3, 1), True, ())


@pytest.mark.parametrize("stated", ["date: 2025-13-01\n", ""])
def test_a_record_without_a_day_is_not_dated_and_told_once(tmp_path: Path, stated: str) -> None:
    written = of(FULL.replace("date: 2025-03-01\n", stated, 1), tmp_path)
    assert not written.dated
    assert [cell.facts.column for cell in written.cells] == ["date"]
    assert written.claims.lines == ()


def test_lines_with_a_day_of_their_own_are_read_without_the_record_s(tmp_path: Path) -> None:
    lines = "lines:\n  - 2025-03-01 J1745 35\n  - J1745-JW 5\n"
    wrong = of(f"date: soon\ncode: J1745\n{lines}", tmp_path)
    assert (wrong.dated, len(wrong.claims.lines), [cell.facts.column for cell in wrong.cells]) == (False, 1, ["date"])
    without = of(f"code: J1745\n{lines}", tmp_path)
    assert (without.dated, without.day) == (True, date(2025, 3, 1))
    assert [cell.facts.column for cell in without.cells] == ["service_date"]


def test_lists_and_nothing_among_the_lines_are_told_in_plain_words(tmp_path: Path) -> None:
    text = "date: 2025-03-01\nlines: [[J1745, 40], null, [], J1745 35]\nopened: [[4 x 100 mg]]\ndiagnosis: [{a: b}]\n"
    written = of(text, tmp_path)
    assert [str(line) for line in written.claims.lines] == ["J1745  35"]
    told = [(cell.facts.column, cell.facts.text) for cell in written.cells]
    assert sorted(told) == [
        ("diagnosis", "fields"),
        ("lines", "a list"),
        ("lines", "a list"),
        ("lines", "nothing"),
        ("opened", "a list"),
    ]
    assert not any("Entry" in cell.facts.problem or "''" in cell.facts.problem for cell in written.cells)
    assert not any("Entry" in said for said in written.record.said.values())


def test_a_record_under_the_policy_that_its_payer_s_name_stands_for(tmp_path: Path) -> None:
    written = of(f"payer: Aetna\n{FULL}", tmp_path)
    assert (written.payer, written.record.administrations[0].payer) == ("aetna", "aetna")
    billed = written.under("unknown-payer", "office")
    (request,) = billed.record.administrations
    assert (billed.payer, request.payer, request.setting, request.given) == ("unknown-payer",) * 2 + (
        "office",
        "350 mg",
    )


@pytest.mark.parametrize("text", ["", "just text", "[1, 2]", "- a\n- b\n", "a: [", "a: 1\na: 2\n"])
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused):
        read_records(path, TODAY)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["date", "code", "given", "opened", "lines", "administrations", "history", "authorization", "documents",
     "diagnosis",
     "use", "order", "weight", "payer", "setting", "encounter", "discarded", "strange"]
)  # fmt: skip


@given(st.dictionaries(FIELDS, VALUES, max_size=8))
def test_no_record_breaks_it(fields: dict[str, object]) -> None:
    written = record_of(entry_of(fields), "record.yaml", TODAY)
    assert all(cell.facts.problem or not cell.facts.stated for cell in written.cells)
