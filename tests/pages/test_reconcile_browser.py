"""Reconciling in a real browser: files of three kinds, down to one account by keyboard, downloads, themes, widths."""

import csv
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.pages.test_browser import CLICK, FAULTS, PATIENCE, Visit, address, browser, visit
from tests.pages.test_check_browser import go_to, reach
from tests.pages.test_reconcile_page import HEADS, ROWS

__all__ = ["address", "browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser

LONG = 4 * PATIENCE * 1000
"""Milliseconds: the first reconciliation of a server also loads what it needs."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The three tables of the example: Parquet, an Excel workbook, CSV."""
    import pyarrow as pa
    from openpyxl import Workbook
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("tables")
    heads = {name: head.split(",") for name, head in HEADS.items()}
    rows = {name: [row.split(",") for row in its] for name, its in ROWS.items()}
    columns = zip(*rows["dispensed"], strict=True)
    parquet.write_table(
        pa.table(dict(zip(heads["dispensed"], map(list, columns), strict=True))), folder / "dispensed.parquet"
    )
    book = Workbook()
    for row in (heads["administered"], *rows["administered"]):
        book.active.append(row)
    book.save(folder / "administered.xlsx")
    with (folder / "claims.csv").open("w", newline="") as file:
        csv.writer(file).writerows([heads["claims"], *rows["claims"]])
    return [folder / name for name in ("dispensed.parquet", "administered.xlsx", "claims.csv")]


def arrived(seen: Visit) -> None:
    """The page is there in full."""
    seen.page.get_by_role("heading", name="Reconcile", exact=True).wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_role("button", name="Template: claims").wait_for(timeout=PATIENCE * 1000)
    seen.page.get_by_role("button", name="Reconcile", exact=True).wait_for()


def hand_over(seen: Visit, files: list[Path]) -> None:
    """Put the three files into their places."""
    for place, path in enumerate(files):
        seen.at_rest()  # a file that comes while the page is drawn anew is lost: nobody is as fast as that
        seen.page.locator("input[type=file]").nth(place).set_input_files(path)
        seen.page.get_by_text(path.name).first.wait_for()
    seen.at_rest()


def done(seen: Visit) -> None:
    """The balance stands there."""
    seen.page.get_by_role("heading", name="Where the money is").wait_for(timeout=LONG)
    seen.page.get_by_text("3 accounts: 1 balanced, 2 not.").wait_for()


def into(seen: Visit, name: str) -> None:
    """Press what leads on; what is pressed while the page is drawn may be lost."""
    seen.at_rest()
    seen.page.get_by_role("button", name=name).first.click(delay=CLICK)


def kept() -> set[Path]:
    """Folders of visitors with something in them."""
    return {path.parents[2] for path in Path(tempfile.gettempdir()).glob("unitcalc-page-*/run-*/out/accounts.csv")}


def test_from_three_files_to_the_right_lines_of_one_account_by_keyboard(visit: Any, files: list[Path]) -> None:
    """350 units billed for 350 mg of 10 mg a unit: 35, and 5 for the 50 mg that were discarded."""
    seen = visit()
    go_to(seen, "Reconcile")
    arrived(seen)
    hand_over(seen, files)
    reach(seen, "Reconcile")
    reach(seen, "Template: dispensed")
    reach(seen, "Reconcile")
    seen.press("Enter")
    done(seen)
    reach(seen, "U03 The amount given was billed as units")
    seen.press("Enter")
    seen.page.get_by_role("button", name="E1, Sat, Mar 1, 2025, J1745").wait_for()
    reach(seen, "E1, Sat, Mar 1, 2025, J1745")
    seen.press("Enter")
    seen.page.get_by_text("400 mg opened = 350 given + 50 discarded + 0 unexplained").wait_for(timeout=LONG)
    seen.page.get_by_role("button", name="Copy 2 corrected lines").wait_for(timeout=LONG)
    seen.page.get_by_role("heading", name="Worksheet").wait_for()
    reach(seen, "Copy 2 corrected lines")
    seen.press("Enter")
    seen.page.get_by_text("Copied: J1745 35").wait_for()
    assert seen.copied() == "J1745  35\nJ1745-JW  5"
    seen.page.get_by_role("cell", name="administered.xlsx, row 2").first.wait_for()
    reach(seen, "What U03 means")
    seen.press("Enter")
    seen.page.get_by_text("commonest finding of federal audits").locator("visible=true").first.wait_for()
    seen.page.get_by_role("heading", name="Reconcile", exact=True).click()
    reach(seen, "U03 The amount given was billed as units")
    seen.press("Enter")
    seen.page.get_by_role("button", name="All groups").wait_for()
    reach(seen, "All groups")
    seen.press("Enter")
    done(seen)
    assert seen.page.url.endswith("/reconcile")
    assert seen.outside() == []
    assert seen.complaints == []


def test_everything_is_downloaded_and_nothing_stays_once_the_page_is_closed(visit: Any, files: list[Path]) -> None:
    before = kept()
    seen = visit()
    go_to(seen, "Reconcile")
    arrived(seen)
    hand_over(seen, files)
    into(seen, "Reconcile")
    done(seen)
    saved = {}
    for label, name in (
        ("Accounts (CSV)", "accounts.csv"),
        ("Accounts (Parquet)", "accounts.parquet"),
        ("Findings (CSV)", "findings.csv"),
        ("Findings (Parquet)", "findings.parquet"),
        ("Workbook (Excel)", "reconciliation.xlsx"),
        ("Report (HTML)", "reconciliation.html"),
    ):
        with seen.page.expect_download() as coming:
            into(seen, label)
        assert coming.value.suggested_filename == name
        saved[name] = Path(coming.value.path()).read_bytes()
    rows = list(csv.DictReader(saved["accounts.csv"].decode().splitlines()))
    assert sorted(row["encounter_id"] for row in rows) == ["E1", "E2", "E3"]
    assert saved["accounts.parquet"].startswith(b"PAR1")
    assert b"U03" in saved["findings.csv"]
    assert saved["reconciliation.xlsx"].startswith(b"PK")
    assert b"Worst accounts" in saved["reconciliation.html"]
    (own,) = kept() - before
    other = visit()
    go_to(other, "Reconcile")
    arrived(other)
    other.page.get_by_text("appears here after a press on").wait_for()
    seen.context.close()
    end = time.monotonic() + PATIENCE
    while own.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not own.exists()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 360), ("dark", 390), ("light", 768), ("dark", 1280), ("light", 1920)]
)
def test_it_can_be_read_in_both_themes_and_at_every_width(
    visit: Any, files: list[Path], scheme: str, width: int
) -> None:
    # Between a phone and a desk the navigation folds some pages away: such a window is made narrow afterwards.
    seen = visit(scheme, 1280 if 640 < width < 1280 else width)
    go_to(seen, "Reconcile")
    arrived(seen)
    seen.page.set_viewport_size({"width": width, "height": 900})
    sound(seen)
    hand_over(seen, files)
    into(seen, "Reconcile")
    done(seen)
    sound(seen)
    for by, name in (("Drugs", "J1745"), ("Months", "2025-03"), ("Causes", "U03")):
        seen.at_rest()
        seen.page.get_by_text(by, exact=True).first.click(delay=CLICK)
        seen.page.get_by_role("button", name=name).first.wait_for()
        sound(seen)
    into(seen, "U03")
    seen.page.get_by_role("button", name="E1, Sat, Mar 1, 2025, J1745").wait_for()
    sound(seen)
    into(seen, "E1, Sat, Mar 1, 2025, J1745")
    seen.page.get_by_role("heading", name="Worksheet").wait_for(timeout=LONG)
    seen.page.get_by_role("button", name="Print the worksheet").wait_for()
    sound(seen)
    assert seen.complaints == []


def sound(seen: Visit) -> None:
    """All text can be read, all fields have names, and nothing is wider than the window."""
    assert seen.page.evaluate(FAULTS) == []
    assert not seen.sideways()


def test_bad_files_are_told_in_the_browser_too(visit: Any, files: list[Path], tmp_path: Path) -> None:
    empty, renamed = tmp_path / "administered.xlsx", tmp_path / "claims.parquet"
    empty.write_bytes(b"no workbook")
    renamed.write_bytes(b"no parquet")
    seen = visit("dark", 390)
    go_to(seen, "Reconcile")
    arrived(seen)
    hand_over(seen, [files[0], empty, renamed])
    into(seen, "Reconcile")
    seen.page.get_by_role("alert").filter(has_text="claims.parquet").wait_for(timeout=LONG)
    seen.page.get_by_role("alert").filter(has_text="administered.xlsx").wait_for()
    sound(seen)
    into(seen, "Clear")
    seen.page.get_by_text("appears here after a press on").wait_for()
    seen.page.get_by_text("claims.parquet").first.wait_for(state="detached")


def test_the_demonstration_can_be_left_and_come_back_to(visit: Any) -> None:
    """It goes on while another page is open; its figures are the generator's, so that only their form is looked at."""
    seen = visit()
    go_to(seen, "Reconcile")
    arrived(seen)
    into(seen, "Demonstration")
    seen.page.get_by_role("button", name="Stop").wait_for(timeout=PATIENCE * 1000)
    go_to(seen, "Look up a drug")
    seen.page.get_by_role("searchbox").wait_for(timeout=PATIENCE * 1000)
    go_to(seen, "Reconcile")
    seen.page.get_by_text("The demonstration: a made-up hospital").wait_for(timeout=LONG)
    seen.page.get_by_role("heading", name="Where the money is").wait_for()
    into(seen, "Show all")
    seen.page.get_by_role("button", name="Show all").wait_for(state="detached")
    sound(seen)
    assert seen.complaints == []
