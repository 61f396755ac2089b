"""Checking a claim in a real browser: the whole task by keyboard, files, both themes, narrow and wide."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pages.test_browser import CLICK, FAULTS, PATIENCE, Visit, address, browser, visit
from unitcalc.pages.check_form import EXAMPLE_RECORD

__all__ = ["address", "browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser


def reach(seen: Visit, name: str) -> None:
    """Tab until something has the focus; beside its name there may be a sign. The page as a whole is nothing."""
    for _ in range(40):
        words = [word.strip() for word in seen.focused().splitlines() if word.strip()]
        if name in words and len(words) < 4:
            return
        seen.press("Tab")
    pytest.fail(f"Tab does not reach {name!r}; it is at {seen.focused()!r}")


def arrived(seen: Visit) -> None:
    """The page is there in full."""
    seen.page.get_by_role("heading", name="Check a claim").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_label("Claim lines or a record").wait_for()
    seen.page.get_by_role("button", name="Check", exact=True).wait_for()
    seen.page.get_by_role("combobox").first.wait_for()


def go_to(seen: Visit, name: str) -> None:
    """A page, by the navigation; on a narrow window that is folded away before and after."""
    unfold = seen.page.get_by_test_id("stExpandSidebarButton")
    if unfold.count():
        unfold.click(delay=CLICK)
    seen.page.get_by_role("link", name=name).first.click(delay=CLICK)
    seen.page.get_by_role("heading", name=name).first.wait_for(timeout=PATIENCE * 1000)
    fold = seen.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if fold.count() and seen.page.locator("[data-testid=stSidebar][data-collapsed=false]").count():
        fold.click(delay=CLICK)


def meaning(seen: Visit) -> None:
    """A check's text is there to be read."""
    seen.page.get_by_text("Why it matters").locator("visible=true").first.wait_for()


def test_from_pasted_record_to_the_right_lines_and_a_letter_by_keyboard_alone(visit: Any) -> None:
    """350 units billed for 350 mg of 10 mg a unit: 35 and 5 of the 50 mg left; then, corrected, the letter."""
    seen = visit()
    seen.press("Tab")
    reach(seen, "Check a claim")
    seen.press("Enter")
    arrived(seen)
    reach(seen, "Claim lines or a record")
    seen.write(EXAMPLE_RECORD)
    seen.press("Control+Enter")
    seen.page.get_by_text("1 claim line and 1 record checked: 2 errors.").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_role("button", name="Copy 2 corrected lines").wait_for()
    reach(seen, "Copy 2 corrected lines")
    seen.press("Enter")
    seen.page.get_by_text("Copied: J1745 35").wait_for()
    assert seen.copied() == "J1745  35\nJ1745-JW  5"
    reach(seen, "What U03 means")
    seen.press("Enter")
    seen.page.get_by_text("commonest finding of federal audits").wait_for()
    seen.page.get_by_label("Claim lines or a record").focus()
    seen.press("Control+End", "Backspace", "Backspace")
    seen.write("\n  - J1745-JW 5")
    reach(seen, "Date of service")
    seen.press("Enter")
    seen.page.get_by_text("2 claim lines and 1 record checked. Nothing was found.").wait_for()
    reach(seen, "Letter of appeal")
    seen.press("Enter")
    seen.page.get_by_role("button", name="Copy the letter").wait_for()
    reach(seen, "Copy the letter")
    seen.press("Enter")
    seen.page.get_by_text("Copied the letter.").wait_for()
    assert "to pay 35 units and 5 units with JW of J1745" in " ".join(seen.copied().split())
    assert seen.outside() == []
    assert seen.complaints == []
    assert "?" not in seen.page.url


def test_a_file_is_checked_downloaded_and_forgotten(visit: Any, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    rows = [f"E{number},2025-03-{number % 28 + 1:02},J9271,200" for number in range(300)]
    claims.write_text("encounter,dos,hcpcs,units\n" + "\n".join(rows) + "\nE,2025-13-01,J9271,200\n")
    seen = visit()
    go_to(seen, "Check a claim")
    arrived(seen)
    seen.page.locator("input[type=file]").set_input_files(claims)
    seen.page.get_by_text("claims.csv").first.wait_for()
    seen.page.get_by_role("button", name="Check", exact=True).click(delay=CLICK)
    seen.page.get_by_text("300 claim lines checked: 301 errors.").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_text("1 to 10 of 300").first.wait_for()
    with seen.page.expect_download() as coming:
        seen.page.get_by_role("button", name="All findings (JSON)").click(delay=CLICK)
    assert len(json.loads(Path(coming.value.path()).read_text())["findings"]) == 301
    with seen.page.expect_download() as coming:
        seen.page.get_by_role("button", name="All findings (CSV)").click(delay=CLICK)
    assert len(Path(coming.value.path()).read_text().splitlines()) == 302
    seen.page.get_by_role("button", name="Clear").click(delay=CLICK)
    seen.page.get_by_text("appears here after a press on").wait_for()
    seen.page.get_by_text("claims.csv").wait_for(state="detached")
    assert seen.complaints == []
    assert seen.outside() == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 390), ("dark", 1280), ("light", 1920)])
def test_it_can_be_read_in_both_themes_and_at_every_width(visit: Any, scheme: str, width: int) -> None:
    seen = visit(scheme, width)
    go_to(seen, "Check a claim")
    arrived(seen)
    for example, check in (("Try an example of pasted lines", "W02"), ("Worked example", "U03")):
        seen.page.get_by_role("button", name=example).click(delay=CLICK)
        seen.page.get_by_text(f"What {check} means").first.click(timeout=PATIENCE * 1000)
        meaning(seen)
        assert not seen.sideways()
        assert seen.page.evaluate(FAULTS) == []


def test_checks_and_payers_can_be_read(visit: Any) -> None:
    seen = visit("dark", 390)
    go_to(seen, "Checks and payers")
    seen.page.get_by_role("searchbox").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_role("searchbox").fill("W05")
    meaning(seen)
    assert seen.page.evaluate(FAULTS) == []
    seen.page.get_by_text("Payers", exact=True).click(delay=CLICK)
    seen.page.get_by_text("Anthem").first.click()
    seen.page.get_by_text("All else as").first.wait_for()
    assert seen.page.evaluate(FAULTS) == []
    assert not seen.sideways()
    assert seen.complaints == []
