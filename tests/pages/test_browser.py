"""The pages in a real browser: keyboard only, both themes, nothing fetched from elsewhere."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unitcalc.pages import script

pytestmark = pytest.mark.browser
PATIENCE = 60


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own on a free port of this computer, started from a folder that is not the checkout."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-m", "streamlit", "run", str(script()), f"--server.port={port}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--server.headless=true"], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/_stcore/health", folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: install the dev dependencies")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=options)
        yield started
        started.close()


class Visit:
    """One window with a fresh profile, and what it asked for and complained about."""

    def __init__(self, browser: Any, address: str, scheme: str, width: int = 1366) -> None:
        self.context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda channel: self.asked.append(channel.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        # Each kind of field is loaded by itself; a choice box that is not there yet can't be reached by Tab.
        for label in ("Given", "Setting"):
            self.page.get_by_label(label, exact=True).first.wait_for(timeout=PATIENCE * 1000)
        self.page.get_by_role("combobox").first.wait_for(timeout=PATIENCE * 1000)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))

    def outside(self) -> list[str]:
        own = re.compile(r"(?:https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:")
        return [url for url in self.asked if not own.match(url)]

    def background(self) -> str:
        return str(
            self.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
        )


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    visits: list[Visit] = []

    def open_(scheme: str = "light", width: int = 1366) -> Visit:
        visits.append(Visit(browser, address, scheme, width))
        return visits[-1]

    yield open_
    for each in visits:
        each.context.close()


@pytest.mark.parametrize("scheme, background", [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 25, 30)")])
def test_a_bill_by_keyboard_alone(visit: Any, scheme: str, background: str) -> None:
    seen = visit(scheme)
    for _ in range(10):
        seen.press("Tab")
        if seen.focused().startswith("Drug"):
            break
    assert seen.focused() == "Drug (HCPCS code or NDC)"
    seen.write("J1745")
    seen.press("Tab")
    assert seen.focused() == "Date of service"
    seen.write("2025-03-01")
    seen.press("Tab")
    assert seen.focused() == "Setting"
    seen.write("Phys")
    seen.press("Enter", "Tab")
    assert seen.focused() == "Given"
    seen.write("350 mg")
    seen.press("Tab")
    assert seen.focused() == "Containers opened"
    seen.write("4 x 100 mg")
    seen.press("Tab")
    assert seen.focused() == "Discarded"
    seen.press("Enter")
    seen.page.get_by_text("In the bin (physical discard)").wait_for()
    assert seen.page.get_by_test_id("stCode").first.inner_text().split() == ["J1745", "35", "J1745-JW", "5"]
    assert seen.page.get_by_text("assumed: discard not charted").first.is_visible()
    assert seen.background() == background
    assert seen.outside() == []
    assert seen.complaints == []
    assert "?" not in seen.page.url


def test_ctrl_enter_among_the_containers_sends_the_form_once(visit: Any) -> None:
    seen = visit()
    seen.page.get_by_label("Containers opened").fill("4 x 100 mg")
    seen.press("Control+Enter")
    seen.page.get_by_text("4 things to correct").wait_for()
    assert seen.page.get_by_label("Containers opened").input_value() == "4 x 100 mg"


def test_a_problem_among_the_rest_opens_it_and_keeps_what_was_typed(visit: Any) -> None:
    seen = visit()
    rest = seen.page.get_by_text("More about this dose")
    rest.click()
    overfill = seen.page.get_by_label("Overfill", exact=True)
    overfill.fill("5")
    rest.click()
    overfill.wait_for(state="hidden")
    seen.page.get_by_label("Given", exact=True).fill("350 mg")
    seen.press("Enter")
    seen.page.get_by_text("More about this dose (1 to correct)").wait_for()
    overfill.wait_for(state="visible")
    assert overfill.input_value() == "5"
    assert seen.page.get_by_label("Given", exact=True).input_value() == "350 mg"


def test_clear_empties_also_what_was_never_sent(visit: Any) -> None:
    seen = visit()
    seen.page.get_by_label("Given", exact=True).fill("350 mg")
    seen.page.get_by_role("button", name="Clear").last.click()
    seen.page.wait_for_function("!document.querySelector('[aria-label=\"Given\"]').value")


def test_the_worksheet_is_downloaded_as_text(visit: Any) -> None:
    seen = visit()
    seen.page.get_by_role("button", name="Worked example").click()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="Worksheet as a text file").click()
    assert download.value.suggested_filename == "J1745-2025-03-01-worksheet.txt"
    assert "J1745-JW" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_narrow_window_is_never_scrolled_sideways(visit: Any) -> None:
    seen = visit(width=390)
    seen.page.get_by_role("button", name="Worked example").click()
    seen.page.get_by_text("In the bin (physical discard)").wait_for()
    main = "document.querySelector('[data-testid=stMain]')"
    assert seen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
