"""The page 'Chart a dose', as a nurse uses it, without a browser."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import component, opened, press, shown, shown_text
from unitcalc.pages.places import PAGES

COPY_NOTE = "copy-chart-note"
REMICADE = "(01)00357894030010(17)270531(10)PKD22A"


@pytest.fixture
def page() -> AppTest:
    found = opened()
    found.switch_page(str(PAGES / "chart.py")).run()
    assert not found.exception
    return found


def put(page: AppTest, **fields: str) -> None:
    """Type into fields one after another, as each is left."""
    for name, text in fields.items():
        widget = page.selectbox if name in ("status", "container_type", "discard_reason", "explained_reason") else None
        (widget or page.text_input)(key=f"chart-{name}").set_value(text).run()
        assert not page.exception


def scan(page: AppTest, *texts: str) -> None:
    for text in texts:
        put(page, scan=text)
        assert page.text_input(key="chart-scan").value == ""


def choose(page: AppTest, words: str, row: int = 0) -> None:
    """Choose the container of a row."""
    box = next(each for each in page.selectbox if str(each.key).startswith(f"chart-of-{row}-"))
    box.set_value(next(each for each in box.options if words in each)).run()
    assert not page.exception


def verdict(page: AppTest) -> str:
    """The balance in one word or a few, without its sign."""
    (head,) = page.header
    return shown_text(str(head.value)).partition(" ")[2]


def told(page: AppTest) -> str:
    return shown(page.markdown)


def note(page: AppTest) -> list[str]:
    """The note as it is copied; nothing where there is none."""
    if not any(each.key == COPY_NOTE for each in page.get("bidi_component")):
        return []
    return str(component(page, COPY_NOTE)["text"]).splitlines()


def open_items(page: AppTest) -> str:
    """What is asked for and not charted."""
    return "\n".join(
        line for line in told(page).splitlines() if line.startswith(":material/radio_button_unchecked: **")
    )


def test_the_whole_task_without_a_scanner(page: AppTest) -> None:
    assert verdict(page) == "Nothing opened yet"
    assert page.text_input(key="chart-date").value == date.today().isoformat()
    put(page, drug="Remicade", date="2026-03-02", opened="4")
    assert "Choose the one with its NDC" in told(page)
    choose(page, "57894-0030-01")
    put(page, lot="PKD22A", expiry="05/2027")
    assert "Choose the one with its NDC" not in told(page)
    assert verdict(page) == "400 mg to account for"
    assert not note(page)
    put(page, given="350")
    assert verdict(page) == "50 mg not accounted for"
    put(page, discarded="50", discard_reason="rest of a single-dose container, not kept", discard_time="1120")
    assert verdict(page) == "Balanced"
    assert "opened 400 mg = given 350 + discarded 50 + 0 unexplained" in told(page)
    assert "Route" in open_items(page)
    assert "Noridian" in open_items(page)
    put(page, start="0910", stop="1110", route="IV infusion")
    assert "Still needed for the rows to download: **Encounter no.**" in told(page)
    put(page, encounter="ENC-1042", administration="1", by="RN 12", witness="RN 7")
    assert open_items(page) == ""
    assert "all that is required is there" in told(page)
    assert note(page) == [
        "2026-03-02 J1745 Remicade; encounter ENC-1042, administration 1",
        "Opened: 4 x 100 mg = 400 mg, single-dose",
        "  4 x 100 mg, NDC 57894-0030-01, lot PKD22A, expires 2027-05-31",
        "Given: 350 mg, 09:10 to 11:10, IV infusion",
        "Discarded: 50 mg at 11:20, rest of a single-dose container, not kept",
        "Balanced: opened 400 mg = given 350 + discarded 50 + 0 unexplained",
        "Given by: RN 12; Discard witnessed by: RN 7",
    ]
    assert page.code[0].value.splitlines() == note(page)
    assert component(page, COPY_NOTE)["changed"] == "The chart has changed since: copy again."
    assert len(page.get("download_button")) == 3
    assert "Nothing is stored" in told(page)


def test_each_scan_adds_one_and_names_the_drug(page: AppTest) -> None:
    put(page, date="2026-03-02")
    scan(page, REMICADE, REMICADE, f"{REMICADE}(21)SN1", f"{REMICADE}(21)SN2")
    assert verdict(page) == "400 mg to account for"
    assert "J1745" in told(page)
    assert "2 x Remicade 100 mg" in told(page)
    scan(page, f"{REMICADE}(21)SN2")
    assert "Container SN2 is in the list already" in shown(page.error)
    scan(page, "50242-0051-21")
    assert "not J1745" in shown(page.error)
    assert verdict(page) == "400 mg to account for"
    put(page, given="400", discarded="0")
    assert verdict(page) == "Balanced"
    assert "  1 x 100 mg, NDC 57894-0030-01, lot PKD22A, expires 2027-05-31, container SN2" in note(page)
    press(page, "Remove")
    assert verdict(page) == "200 mg more than was opened"


@pytest.mark.parametrize(
    "given, discarded, explained, expected",
    [
        ("350", "30", "", "20 mg not accounted for"),
        ("400", "10", "", "10 mg more than was opened"),
        ("410", "", "", "10 mg more than was opened"),
        ("0.35 g", "30", "20", "Balanced"),
    ],
)
def test_the_balance_in_a_word(page: AppTest, given: str, discarded: str, explained: str, expected: str) -> None:
    put(page, drug="J1745", opened="4", given=given, discarded=discarded, explained=explained)
    put(page, explained_reason="tubing" if explained else "")
    assert verdict(page) == expected
    assert any("NOT BALANCED" in line for line in note(page)) == (expected != "Balanced")


def test_a_sign_stands_beside_each_verdict(page: AppTest) -> None:
    signs = []
    put(page, drug="J1745", opened="4", given="350")
    for discarded in ("50", "30", "60"):
        put(page, discarded=discarded)
        signs.append(str(page.header[0].value).partition(" ")[0])
    assert signs == [":material/check_circle:", ":material/help:", ":material/error:"]


def test_what_is_left_of_a_multi_dose_vial_stays_there(page: AppTest) -> None:
    put(page, drug="J9355", date="2026-03-02", opened="1 x 420 mg", given="400")
    assert verdict(page) == "Balanced"
    assert "20 left in the vial" in told(page)
    assert "stays in the vial for others" in told(page)
    assert "Left in the multi-dose vial, not discarded: 20 mg" in note(page)


def test_a_discard_too_small_to_bill_is_charted_all_the_same(page: AppTest) -> None:
    put(page, drug="J1745", date="2026-03-02", opened="4", given="397", discarded="3")
    assert "Chart the 3 mg discarded all the same" in told(page)
    assert any(line.startswith("Discarded: 3 mg") for line in note(page))


def test_an_unknown_container_type_is_asked_for(page: AppTest) -> None:
    put(page, drug="J1412", date="2026-03-02", opened="27 x 8 mL", given="210")
    assert verdict(page) == "6 mL not accounted for"
    put(page, container_type="multi-dose")
    assert verdict(page) == "Balanced"


def test_the_potency_of_a_scanned_vial_is_asked_for(page: AppTest) -> None:
    put(page, date="2026-03-02")
    scan(page, "(01)00300263824253(17)270531(10)27NLXK1")
    assert "Still needed: potency printed on each" in told(page)
    page.text_input(key="chart-scanned-potency-0").set_value("1046").run()
    put(page, given="1000", discarded="46")
    assert verdict(page) == "Balanced"
    assert "opened 1,046 IU = given 1,000 + discarded 46 + 0 unexplained" in told(page)


def test_what_is_half_written_keeps_the_balance_and_no_note(page: AppTest) -> None:
    put(page, drug="J1745", opened="4", given="350", discarded="50")
    put(page, start="09")
    assert verdict(page) == "Balanced"
    assert not page.error
    assert not note(page)
    put(page, start="0977")
    assert "is not a time of day" in shown(page.error)
    assert "To correct" in told(page)
    put(page, start="0917")
    assert not page.error
    assert any("from 09:17" in line for line in note(page))
    put(page, discarded="5 pinches")
    assert verdict(page) == "50 mg not accounted for"
    assert "pinches" in shown(page.error)


def test_now_is_the_time_of_day(page: AppTest) -> None:
    put(page, start="now")
    assert len(str(page.text_input(key="chart-start").value)) == 5
    assert str(page.text_input(key="chart-start").value)[2] == ":"


def test_stopped_and_not_given(page: AppTest) -> None:
    put(page, drug="J1745", opened="4", given="100", discarded="300", status="stopped")
    assert "Stopped early: when and why" in open_items(page)
    put(page, status_reason="rigors after 20 minutes")
    assert "Given, stopped early: 100 mg (rigors after 20 minutes)" in note(page)
    put(page, given="", discarded="400", status="not-given")
    assert verdict(page) == "Balanced"
    assert "Not given: 0 mg (rigors after 20 minutes)" in note(page)


def test_an_expired_vial_stops(page: AppTest) -> None:
    put(page, drug="J1745", date="2026-03-02", opened="4", expiry="02/2026", given="350")
    assert "expired on 2026-02-28" in told(page)
    assert "Stop" in told(page)


def test_a_name_that_several_codes_go_by_is_chosen(page: AppTest) -> None:
    put(page, drug="infliximab")
    press(page, next(shown_text(each.label) for each in page.button if "Q5121" in each.label))
    assert page.text_input(key="chart-drug").value == "Q5121"


def test_several_lots_have_a_row_each(page: AppTest) -> None:
    put(page, drug="J1745", date="2026-03-02", opened="3", lot="A")
    press(page, "Another size or lot")
    page.text_input(key="chart-opened-2").set_value("1").run()
    page.text_input(key="chart-lot-2").set_value("B").run()
    put(page, given="350", discarded="50")
    assert [line for line in note(page) if line.startswith("  ")] == ["  3 x 100 mg, lot A", "  1 x 100 mg, lot B"]


def test_the_worked_example_and_a_new_chart(page: AppTest) -> None:
    press(page, "Worked example")
    assert verdict(page) == "Balanced"
    assert open_items(page) == ""
    press(page, "New chart")
    assert verdict(page) == "Nothing opened yet"
    assert {each.value for each in page.text_input} == {"", date.today().isoformat(), "RN 12"}
    assert not note(page)


def test_the_sheet_and_the_rows_hold_what_the_note_says(
    page: AppTest, downloads: Callable[[], dict[str, bytes]]
) -> None:
    press(page, "Worked example")
    sheet = str(component(page, "print-chart")["html"])
    for text in ("Balanced", "350 mg", "50 mg", "PKD31B", "57894-0030-01", "ENC-1042", "Patient label (by hand)"):
        assert text in sheet
    found = downloads()
    (row,) = csv.DictReader(StringIO(found["J1745-2026-03-02-administered.csv"].decode("utf-8-sig")))
    assert (row["given_amount"], row["discarded_amount"], row["given_unit"]) == ("350", "50", "mg")
    rows = list(csv.DictReader(StringIO(found["J1745-2026-03-02-dispensed.csv"].decode("utf-8-sig"))))
    assert [(each["container_count"], each["lot"]) for each in rows] == [("3", "PKD22A"), ("1", "PKD31B")]
    assert found["J1745-2026-03-02-chart.xlsx"].startswith(b"PK")


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, bytes]]:
    """What was offered for download, by the name of the file."""
    import streamlit as st

    offered: dict[str, bytes | Callable[[], bytes]] = {}
    real = st.download_button

    def button(label: str, data: bytes | Callable[[], bytes], *, file_name: str, **options: object) -> bool:
        offered[file_name] = data
        return bool(real(label, data, file_name=file_name, **options))  # type: ignore[arg-type]

    monkeypatch.setattr(st, "download_button", button)
    return lambda: {name: data() if callable(data) else data for name, data in offered.items()}


def test_what_is_typed_is_shown_as_it_stands(page: AppTest) -> None:
    nasty = "<script>alert(1)</script> {{ 7 * 7 }}"
    press(page, "Worked example")
    put(page, route=nasty, by=nasty)
    sheet = str(component(page, "print-chart")["html"])
    assert "<script>alert" not in sheet
    assert "&lt;script&gt;" in sheet
    assert "{{ 7 * 7 }}" in sheet


def test_whole_vials_and_doses_are_counted_in_their_own_word(page: AppTest) -> None:
    """Cytogam is billed by the vial."""
    put(page, drug="J0850", date="2026-02-03", opened="4 x 49591-0532-51", given="3.96", discarded="0.04")
    assert verdict(page) == "Balanced"
    assert page.text_input(key="chart-explained").placeholder == "number of containers"
    assert "Given: 3.96 containers" in note(page)
