"""Charting in a real browser: the whole task by keyboard, scans, downloads, both themes, narrow and wide."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.pages.test_browser import CLICK, FAULTS, PATIENCE, Visit, address, browser, visit
from tests.pages.test_check_browser import go_to, reach

__all__ = ["address", "browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser

REMICADE = "010035789403001017270531"
"""As a scanner types it, up to the expiry; the lot ends the barcode."""


def arrived(seen: Visit) -> None:
    """The page is there in full."""
    seen.page.get_by_role("heading", name="Chart a dose").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_label("Witness", exact=True).wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_role("combobox").nth(2).wait_for(timeout=PATIENCE * 1000)


def verdict(seen: Visit, words: str) -> None:
    """The balance says so, sooner or later."""
    seen.page.get_by_role("heading", name=words).wait_for(timeout=PATIENCE * 1000)


def next_field(seen: Visit, name: str, text: str = "") -> None:
    """One Tab further is this field."""
    seen.press("Tab")
    assert seen.focused() == name
    seen.write(text)


def choose(seen: Visit, text: str) -> None:
    """Choose in the box that has the focus, by its first letters."""
    seen.at_rest()
    seen.write(text)
    seen.page.get_by_role("option").first.wait_for()
    seen.press("Enter")


def saved(seen: Visit, button: str) -> tuple[str, Path]:
    """Press a download by keyboard: the file's name, and where it lies."""
    reach(seen, button)
    with seen.page.expect_download() as coming:
        seen.press("Enter")
    return coming.value.suggested_filename, Path(coming.value.path())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_empty_page_to_the_note_and_the_rows_by_keyboard_alone(visit: Any, scheme: str) -> None:
    """350 of 400 mg: every field by one Tab from the one before it."""
    seen = visit(scheme)
    seen.press("Tab")
    reach(seen, "Chart a dose")
    seen.press("Enter")
    arrived(seen)
    reach(seen, "Drug")
    seen.write("J1745")
    next_field(seen, "Date")
    seen.press("Control+A")
    seen.write("2026-03-02")
    seen.page.get_by_label("Container", exact=True).wait_for()
    next_field(seen, "Scan a container")
    next_field(seen, "Containers opened", "4")
    verdict(seen, "400 mg to account for")
    seen.press("Tab")
    choose(seen, "57894-0030-01")
    next_field(seen, "Lot", "PKD22A")
    next_field(seen, "Expiry", "05/2027")
    next_field(seen, "Container no.")
    reach(seen, "Given")
    seen.write("350")
    verdict(seen, "50 mg not accounted for")
    next_field(seen, "Discarded", "50")
    verdict(seen, "Balanced")
    seen.page.get_by_text("opened 400 mg = given 350 + discarded 50 + 0 unexplained").first.wait_for()
    seen.press("Tab")
    seen.at_rest()
    seen.press("ArrowDown")
    seen.page.get_by_role("option", name="rest of a single").wait_for()
    seen.press("Enter")
    next_field(seen, "Discarded at", "1120")
    next_field(seen, "Explained")
    seen.press("Tab")
    next_field(seen, "Start", "0910")
    next_field(seen, "Stop", "1110")
    next_field(seen, "Route", "IV infusion")
    seen.press("Tab")
    next_field(seen, "Encounter no.", "ENC-1042")
    next_field(seen, "Administration", "1")
    next_field(seen, "Given by", "RN 12")
    next_field(seen, "Witness", "RN 7")
    seen.page.get_by_text("all that is required is there").wait_for()
    seen.page.get_by_text("Discard witnessed by: RN 7").first.wait_for()
    reach(seen, "Copy the note")
    seen.press("Enter")
    seen.page.get_by_text("Copied the note.").wait_for()
    assert seen.copied().splitlines() == [
        "2026-03-02 J1745 Remicade; encounter ENC-1042, administration 1",
        "Opened: 4 x 100 mg = 400 mg, single-dose",
        "  4 x 100 mg, NDC 57894-0030-01, lot PKD22A, expires 2027-05-31",
        "Given: 350 mg, 09:10 to 11:10, IV infusion",
        "Discarded: 50 mg at 11:20, rest of a single-dose container, not kept",
        "Balanced: opened 400 mg = given 350 + discarded 50 + 0 unexplained",
        "Given by: RN 12; Discard witnessed by: RN 7",
    ]
    name, file = saved(seen, "administered (CSV)")
    assert name == "J1745-2026-03-02-administered.csv"
    (row,) = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert (row["given_amount"], row["discarded_amount"], row["by"], row["start"]) == ("350", "50", "RN 12", "09:10")
    name, file = saved(seen, "dispensed (CSV)")
    (row,) = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert (row["container_count"], row["container_amount"], row["lot"]) == ("4", "100", "PKD22A")
    name, file = saved(seen, "Both (Excel)")
    assert name.endswith(".xlsx")
    assert file.read_bytes().startswith(b"PK")
    assert seen.outside() == []
    assert seen.complaints == []
    assert seen.page.url.endswith("/chart")


def test_a_scanner_alone_opens_the_containers(visit: Any) -> None:
    """Each scan ends with Enter and leaves the field empty for the next; the first one names the drug."""
    seen = visit()
    go_to(seen, "Chart a dose")
    arrived(seen)
    seen.page.get_by_label("Scan a container", exact=True).focus()
    for number, lot in enumerate(("A1", "A1", "B2"), 1):
        seen.write(f"{REMICADE}10{lot}")
        seen.press("Enter")
        verdict(seen, f"{number}00 mg to account for")
        seen.page.wait_for_function("!document.querySelector('[aria-label=\"Scan a container\"]').value")
        assert seen.focused() == "Scan a container"
    seen.page.get_by_text("2 x Remicade 100 mg").wait_for()
    seen.write("0100300263824253")
    seen.press("Enter")
    seen.page.get_by_text("not J1745").wait_for()
    reach(seen, "Given")
    seen.write("300")
    verdict(seen, "Balanced")
    assert seen.complaints == []


def test_now_becomes_the_time_of_day(visit: Any) -> None:
    seen = visit()
    go_to(seen, "Chart a dose")
    arrived(seen)
    seen.page.get_by_label("Start", exact=True).click()
    seen.write("now")
    seen.page.wait_for_function(r"/^\d\d:\d\d$/.test(document.querySelector('[aria-label=Start]').value)")


def test_what_was_typed_is_there_after_another_page_and_gone_after_a_reload(visit: Any) -> None:
    seen = visit()
    go_to(seen, "Chart a dose")
    arrived(seen)
    seen.page.get_by_label("Drug", exact=True).fill("J1745")
    seen.page.get_by_label("Containers opened", exact=True).fill("4")
    verdict(seen, "400 mg to account for")
    go_to(seen, "Checks and payers")
    go_to(seen, "Chart a dose")
    verdict(seen, "400 mg to account for")
    seen.page.reload()
    arrived(seen)
    verdict(seen, "Nothing opened yet")
    assert seen.page.get_by_label("Drug", exact=True).input_value() == ""


def test_the_sheet_is_printed_from_the_page(visit: Any) -> None:
    """The printer's own window can't be driven: what is handed to it can be read."""
    seen = visit("dark")
    go_to(seen, "Chart a dose")
    arrived(seen)
    seen.page.evaluate(
        "new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node => {"
        " if (node.tagName === 'IFRAME' && node.srcdoc) window.handed = node.srcdoc; })))"
        ".observe(document.body, {childList: true})"
    )
    seen.page.get_by_role("button", name="Worked example").click(delay=CLICK)
    verdict(seen, "Balanced")
    seen.page.get_by_role("button", name="Print the sheet").click(delay=CLICK)
    seen.page.wait_for_function("window.handed")
    page = seen.context.new_page()
    page.set_content(seen.page.evaluate("window.handed"))
    page.get_by_text("Patient label (by hand)").wait_for()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="Letter").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 360), ("dark", 390), ("light", 768), ("dark", 1280), ("light", 1920)]
)
def test_it_can_be_read_in_both_themes_and_at_every_width(visit: Any, scheme: str, width: int) -> None:
    seen = visit(scheme, width)
    go_to(seen, "Chart a dose")
    arrived(seen)
    assert not seen.sideways()
    assert seen.page.evaluate(FAULTS) == []
    seen.page.get_by_role("button", name="Worked example").click(delay=CLICK)
    verdict(seen, "Balanced")
    seen.page.get_by_text("all that is required is there").wait_for()
    assert seen.page.evaluate(FAULTS) == []
    for discarded, words in (("30", "20 mg not accounted for"), ("60", "10 mg more than was opened")):
        seen.page.get_by_label("Discarded", exact=True).fill(discarded)
        verdict(seen, words)
        assert seen.page.evaluate(FAULTS) == []
        assert not seen.sideways()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_balance_stays_in_sight_and_hides_no_field(visit: Any, width: int) -> None:
    seen = visit(width=width)
    go_to(seen, "Chart a dose")
    arrived(seen)
    seen.page.get_by_role("button", name="Worked example").click(delay=CLICK)
    verdict(seen, "Balanced")
    heading = seen.page.get_by_role("heading", name="Balanced")
    for name in ("Witness", "Start", "Given", "Lot", "Drug"):
        seen.page.get_by_label(name, exact=True).focus()
        seen.page.get_by_label(name, exact=True).scroll_into_view_if_needed()
        above = heading.bounding_box()
        field = seen.page.get_by_label(name, exact=True).bounding_box()
        assert 0 <= above["y"] < 900
        assert field["y"] >= above["y"] + above["height"]
