"""Renews the README's pictures of the pages: `python docs/screenshots.py`.

Needs Playwright (a development dependency) and Chromium on this computer (`chromium`, or another one that
UNITCALC_BROWSER names). It starts a server of its own on a free port, takes the pictures, and ends it.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from unitcalc.pages import script

IMAGES = Path(__file__).resolve().parent / "images"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTH, LETTER = 1280, {"width": 816, "height": 1056}
PATIENCE = 60_000
SETTLED = 1_500
"""Milliseconds that a page is left to draw its pictures and fonts."""


def main() -> None:
    """Take every picture."""
    browser_path = os.environ.get("UNITCALC_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser_path:
        sys.exit("No Chromium: install it, or name one in UNITCALC_BROWSER.")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=OPTIONS)
        bill(browser, address, "light", "bill.png")
        bill(browser, address, "dark", "bill-dark.png")
        plan(browser, address)
        drug(browser, address)
        claim(browser, address)
        sheet(browser, address)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The pages on a free port of this computer, with the embedded tables alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "streamlit", "run", str(script()), f"--server.port={port}"]
        environment = {**os.environ, "UNITCALC_DATA": str(Path(folder) / "user")}
        server = subprocess.Popen(
            [*command, "--server.headless=true"], cwd=folder, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait(address: str) -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    sys.exit("The server did not start.")


def opened(browser: Browser, address: str, scheme: str, height: int) -> Page:
    """A window of a fresh profile with the first page in it."""
    page = browser.new_context(color_scheme=scheme, viewport={"width": WIDTH, "height": height}).new_page()
    page.goto(address)
    page.get_by_label("Given", exact=True).wait_for(timeout=PATIENCE)
    return page


def example(page: Page) -> None:
    """The worked example, billed."""
    page.get_by_role("button", name="Worked example").click()
    page.get_by_role("button", name="Copy 2 claim lines").wait_for(timeout=PATIENCE)
    page.get_by_role("heading", name="Worksheet").wait_for()
    page.mouse.move(0, 0)


def bill(browser: Browser, address: str, scheme: str, name: str) -> None:
    """The first page with the worked example."""
    page = opened(browser, address, scheme, 1000)
    example(page)
    taken(page, name)


def plan(browser: Browser, address: str) -> None:
    """The first page with an order: the dose, and the containers to open."""
    page = opened(browser, address, "light", 1160)
    page.get_by_text("From an order").first.click()
    page.get_by_role("button", name="Try an example order").click()
    page.get_by_role("button", name="Bill this plan").wait_for(timeout=PATIENCE)
    page.mouse.move(0, 0)
    taken(page, "plan.png")


def drug(browser: Browser, address: str) -> None:
    """A drug of which something wrong is widely published, on a day that the tables cover."""
    page = opened(browser, address, "light", 1060)
    page.get_by_role("link", name="Look up a drug").first.click()
    page.get_by_label("On the day").fill("2026-02-01")
    page.get_by_role("searchbox").fill("kovaltry")
    page.get_by_role("heading", name="J7211").wait_for(timeout=PATIENCE)
    page.get_by_label("Payment limit of J7211 a unit", exact=False).first.wait_for(timeout=PATIENCE)
    taken(page, "drug.png")


def claim(browser: Browser, address: str) -> None:
    """A claim that was checked: the lines beside the right ones, and what is wrong."""
    page = opened(browser, address, "light", 1120)
    page.get_by_role("link", name="Check a claim").first.click()
    page.get_by_role("button", name="Worked example").first.click()
    page.get_by_text("315 too many", exact=False).first.wait_for(timeout=PATIENCE)
    taken(page, "check.png")


def sheet(browser: Browser, address: str) -> None:
    """The first page of the printed worksheet, on letter paper."""
    page = opened(browser, address, "light", 1000)
    example(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="To print, as a file").first.click()
    paper = browser.new_context(viewport=LETTER).new_page()
    paper.set_content(Path(download.value.path()).read_text(encoding="utf-8"))
    taken(paper, "sheet.png")


def taken(page: Page, name: str) -> None:
    """Write one picture."""
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=IMAGES / name)


if __name__ == "__main__":
    main()
