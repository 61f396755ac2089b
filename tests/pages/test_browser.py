"""The pages in a real browser: keyboard only, both themes, narrow and wide, nothing fetched from elsewhere."""

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
CLICK = 100
"""Milliseconds that a person holds a button down; a click of no length is lost where leaving a field sends it."""


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
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
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

    def at_rest(self) -> None:
        """Wait until the page has been drawn, and stays so for a moment: what is pressed before may be lost."""
        for _ in range(2):
            self.page.wait_for_timeout(400)
            drawn = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
            drawn.wait_for(timeout=PATIENCE * 1000)

    def focused(self) -> str:
        """The name of what has the focus, inside a component too."""
        return str(
            self.page.evaluate(
                "() => { let at = document.activeElement;"
                " while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;"
                " return at.getAttribute('aria-label') || at.innerText || ''; }"
            )
        )

    def go_on_to(self, name: str) -> None:
        """Tab until something has the focus."""
        for _ in range(20):
            if self.focused().startswith(name) or self.focused().endswith(f"\n{name}"):
                return
            self.press("Tab")
        pytest.fail(f"Tab does not reach {name!r}; it is at {self.focused()!r}")

    def example(self) -> None:
        """The worked example, billed."""
        self.page.get_by_role("button", name="Worked example").click()
        self.page.get_by_test_id("stMetric").first.wait_for()
        self.page.get_by_role("button", name="Copy 2 claim lines").wait_for()

    def example_order(self) -> None:
        """The example with an order, planned."""
        self.page.get_by_text("From an order").click()
        self.page.get_by_role("button", name="Try an example order").click()
        self.page.get_by_role("button", name="Bill this plan").wait_for()

    def look_up(self, text: str) -> None:
        """The drug's page, by the navigation."""
        self.page.get_by_role("link", name="Look up a drug").first.click(delay=CLICK)
        field = self.page.get_by_role("searchbox")
        field.wait_for(timeout=PATIENCE * 1000)
        field.fill(text)

    def copied(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")

    def outside(self) -> list[str]:
        own = re.compile(r"(?:https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:")
        return [url for url in self.asked if not own.match(url)]

    def background(self) -> str:
        return str(
            self.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
        )

    def sideways(self) -> bool:
        """Whether the page as a whole is wider than the window."""
        main = "document.querySelector('[data-testid=stMain]')"
        return bool(self.page.evaluate(f"{main}.scrollWidth > {main}.clientWidth"))


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
def test_from_an_empty_page_to_a_copied_line_by_keyboard_alone(visit: Any, scheme: str, background: str) -> None:
    seen = visit(scheme)
    seen.go_on_to("Drug")
    seen.write("J1745")
    seen.press("Tab")
    assert seen.focused() == "Date of service"
    seen.write("2025-03-01")
    seen.press("Tab")
    seen.write("Phys")
    seen.press("Enter", "Tab")
    assert "From an order" in seen.focused()
    seen.press("Tab")
    assert seen.focused() == "Given"
    seen.write("350 mg")
    seen.page.get_by_label("Container", exact=True).first.wait_for()
    seen.press("Tab")
    assert seen.focused() == "Containers opened"
    seen.write("4")
    seen.page.get_by_test_id("stMetric").first.wait_for()
    seen.page.get_by_role("button", name="Copy 2 claim lines").wait_for()
    seen.go_on_to("Discarded")
    seen.go_on_to("Copy 2 claim lines")
    seen.press("Enter")
    seen.page.get_by_text("Copied: J1745 35; J1745-JW 5").wait_for()
    assert seen.copied() == "J1745  35\nJ1745-JW  5"
    seen.page.get_by_text("assumed: discard not charted").first.wait_for()
    assert seen.background() == background
    assert seen.outside() == []
    assert seen.complaints == []
    assert "?" not in seen.page.url


def test_from_an_order_to_a_copied_line_by_keyboard_alone(visit: Any) -> None:
    """375 mg/m2 for 80 kg and 180 cm: 2 m2, 750 mg, of 500 + 3 x 100 mg; 75 units, and 5 of the 50 mg left."""
    seen = visit()
    seen.go_on_to("Drug")
    seen.write("J9312")
    seen.press("Tab")
    seen.write("2025-03-01")
    seen.press("Tab")
    seen.write("Phys")
    seen.press("Enter", "Tab")
    assert "From an order" in seen.focused()
    seen.press("Enter")
    seen.page.get_by_label("Order", exact=True).wait_for()
    seen.press("Tab")
    assert seen.focused() == "Order"
    seen.write("375 mg/m2 IV")
    seen.page.get_by_label("Height", exact=True).wait_for()
    assert seen.focused() == "Order"
    for name, text in (("Weight", "80 kg"), ("Weighed on", "2025-02-28"), ("Last charted weight", ""), ("Age", "")):
        seen.press("Tab")
        assert seen.focused() == name
        seen.write(text)
    seen.press("Tab")
    assert seen.focused() == "Height"
    seen.write("180 cm")
    seen.page.get_by_role("heading", name="750 mg").wait_for()
    seen.page.get_by_role("heading", name="Open 1 x 500 mg and 3 x 100 mg").wait_for()
    seen.page.get_by_role("alert").first.wait_for(state="detached")
    seen.go_on_to("Discarded")
    seen.go_on_to("Bill this plan")
    seen.press("Enter")
    seen.page.get_by_role("button", name="Copy 2 claim lines").wait_for()
    assert seen.page.get_by_label("Given", exact=True).input_value() == "750 mg"
    seen.press("Tab")
    assert seen.focused() == "Copy 2 claim lines"
    seen.press("Enter")
    seen.page.get_by_text("Copied: J9312 75").wait_for()
    assert [line.split()[:2] for line in seen.copied().splitlines()] == [["J9312", "75"], ["J9312-JW", "5"]]
    assert seen.outside() == []
    assert seen.complaints == []
    assert "?" not in seen.page.url


def test_typing_on_from_the_order_at_once_presses_nothing(visit: Any) -> None:
    """The space in `70 kg` is typed before the next field is there."""
    seen = visit()
    seen.page.get_by_text("From an order").click()
    seen.page.get_by_label("Order", exact=True).click()
    seen.write("5 mg/kg")
    seen.press("Tab")
    seen.write("70 kg")
    seen.page.get_by_text("to go until the dose").or_(seen.page.get_by_role("heading", name="350 mg")).first.wait_for()
    assert seen.page.get_by_label("Order", exact=True).input_value() == "5 mg/kg"
    assert seen.page.get_by_label("Drug", exact=True).input_value() == ""


def test_a_stock_list_is_uploaded_used_and_forgotten(visit: Any, tmp_path: Path) -> None:
    """Of 500 mg only one vial is there, and of 100 mg two: 600 mg take 500 + 100."""
    stock = tmp_path / "stock.csv"
    stock.write_text("ndc,count\n50242-0051-21,2\n50242-0053-06,1\n")
    seen = visit()
    seen.example_order()
    seen.page.get_by_text("More about this order").click()
    seen.page.get_by_label("Order", exact=True).fill("600 mg IV")
    seen.page.get_by_role("heading", name="600 mg", exact=True).wait_for()
    seen.page.locator("input[type=file]").set_input_files(stock)
    seen.page.get_by_text("Plan, from what is at hand").wait_for()
    seen.page.get_by_role("heading", name="Open 1 x 500 mg and 1 x 100 mg").wait_for()
    seen.page.get_by_label("Order", exact=True).fill("900 mg IV")
    seen.page.get_by_text("is more than the stock").first.wait_for()
    seen.page.get_by_role("button", name="Remove the list").click()
    seen.page.get_by_text("Plan, from the sizes that are sold").wait_for()
    assert seen.complaints == []


def test_an_order_can_be_read_in_both_themes_and_on_a_phone(visit: Any) -> None:
    for scheme, width in (("light", 1366), ("dark", 360)):
        seen = visit(scheme, width)
        seen.example_order()
        seen.page.get_by_text("Other plans (1)").click()
        seen.page.get_by_label("What is left against the number of containers", exact=False).first.wait_for()
        assert seen.page.evaluate(FAULTS) == []
        assert not seen.sideways()


def test_what_was_copied_stays_said_and_a_changed_bill_asks_for_it_again(visit: Any) -> None:
    """The copy may be pressed before the answer to what was just typed: then it is said that it is no longer right."""
    seen = visit()
    seen.example()
    seen.page.get_by_label("Given", exact=True).fill("353 mg")
    seen.page.get_by_role("button", name="Copy 2 claim lines").click()
    seen.page.get_by_text("40 mg of 47 mg").first.wait_for()
    if seen.copied() == "J1745  35\nJ1745-JW  5":
        seen.page.get_by_text("The bill has changed since: copy again.").wait_for()
    seen.page.get_by_role("button", name="Copy 2 claim lines").click()
    said = seen.page.get_by_text("Copied: J1745 36; J1745-JW 4")
    said.wait_for()
    assert seen.copied() == "J1745  36\nJ1745-JW  4"
    seen.page.get_by_label("Date of service", exact=True).fill("2025-03-02")
    seen.page.get_by_text("Sunday, March 2, 2025").first.wait_for()
    assert said.is_visible()  # the same lines: nothing to copy again
    seen.page.get_by_label("Given", exact=True).fill("340 mg")
    seen.page.get_by_text("The bill has changed since: copy again.").wait_for()
    assert seen.complaints == []


def test_the_answer_comes_while_one_types(visit: Any) -> None:
    """No key but those of the text: the bill stands there after a pause, and goes when it no longer holds."""
    seen = visit()
    seen.example()
    given = seen.page.get_by_label("Given", exact=True)
    given.click()
    seen.press("Control+A")
    seen.write("390 mg")
    seen.page.get_by_role("cell", name="39").first.wait_for()
    assert seen.focused() == "Given"
    seen.press("Backspace", "Backspace", "Backspace")
    seen.page.get_by_text("390 of what?").wait_for()
    seen.page.get_by_test_id("stMetric").first.wait_for(state="detached")
    seen.page.get_by_role("alert").first.wait_for(state="detached")
    assert given.input_value() == "390"


def test_a_name_is_chosen_from_what_is_offered_by_keyboard(visit: Any) -> None:
    seen = visit()
    seen.go_on_to("Drug")
    seen.write("infliximab")
    seen.page.get_by_role("button", name="Q5121").wait_for()
    seen.go_on_to("Q5121")
    seen.press("Enter")
    seen.page.get_by_text("infliximab-axxq").first.wait_for()
    assert seen.page.get_by_label("Drug", exact=True).input_value() == "Q5121"


def test_a_problem_among_the_rest_opens_it_and_keeps_what_was_typed(visit: Any) -> None:
    seen = visit()
    rest = seen.page.get_by_text("More about this dose")
    rest.click()
    overfill = seen.page.get_by_label("Overfill", exact=True)
    overfill.fill("5 pinches")
    rest.click()
    seen.page.get_by_text("More about this dose (1 thing to correct)").wait_for()
    overfill.wait_for(state="visible")
    assert overfill.input_value() == "5 pinches"


def test_a_new_bill_empties_also_what_was_not_billed_yet(visit: Any) -> None:
    seen = visit()
    seen.page.get_by_label("Given", exact=True).fill("350 mg")
    seen.page.get_by_role("button", name="New bill").click()
    seen.page.wait_for_function("!document.querySelector('[aria-label=\"Given\"]').value")


def test_after_a_new_bill_the_next_tab_is_the_first_field(visit: Any) -> None:
    seen = visit()
    seen.example()
    seen.page.get_by_role("button", name="New bill").click()
    seen.page.get_by_text("appears here as you type").wait_for()
    seen.press("Tab")
    assert seen.focused() == "Drug"


def test_each_container_has_a_picture_that_is_described(visit: Any) -> None:
    seen = visit()
    seen.example()
    for alt in ("3 x 100 mg: each: 100 mg given", "1 x 100 mg: 50 mg given, 50 mg discarded"):
        picture = seen.page.get_by_alt_text(alt)
        picture.wait_for()
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")


def test_the_worksheet_is_downloaded_as_text_and_as_a_sheet(visit: Any) -> None:
    seen = visit()
    seen.example()
    for button, name in (("As text", "worksheet.txt"), ("To print, as a file", "worksheet.html")):
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name=button).first.click()
        assert download.value.suggested_filename == f"J1745-2025-03-01-{name}"
        assert "J1745-JW" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_sheet_is_printed_from_the_page(visit: Any) -> None:
    """The printer's own window can't be driven: what is handed to it can be read."""
    seen = visit()
    seen.page.evaluate(
        "new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node => {"
        " if (node.tagName === 'IFRAME' && node.srcdoc) window.handed = node.srcdoc; })))"
        ".observe(document.body, {childList: true})"
    )
    seen.example()
    seen.page.get_by_role("button", name="Print the worksheet").click()
    seen.page.wait_for_function("window.handed")
    assert "Patient label (by hand)" in seen.page.evaluate("window.handed")


def test_the_sheet_is_whole_on_paper(visit: Any, tmp_path: Path) -> None:
    """Black on white in a dark window too, nothing fetched, and a document of pages."""
    seen = visit("dark")
    seen.example()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="To print, as a file").first.click()
    sheet = tmp_path / "sheet.html"
    sheet.write_text(Path(download.value.path()).read_text(encoding="utf-8"), encoding="utf-8")
    asked: list[str] = []
    page = seen.context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sheet.as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert [url for url in asked if not url.startswith((sheet.as_uri(), "data:"))] == []
    assert page.pdf(format="Letter").startswith(b"%PDF")


def test_a_drug_is_looked_up_and_billed(visit: Any) -> None:
    seen = visit()
    seen.look_up("kovaltry")
    seen.page.get_by_role("heading", name="J7211").wait_for()
    seen.page.get_by_text("Often described wrongly").wait_for()
    seen.page.get_by_label("Payment limit of J7211 a unit", exact=False).first.wait_for()
    seen.page.get_by_role("button", name="Bill this drug").click()
    seen.page.get_by_role("heading", name="Bill a dose").wait_for()
    assert seen.page.get_by_label("Drug", exact=True).input_value() == "J7211"
    assert seen.outside() == []
    assert seen.complaints == []


def test_what_was_typed_is_still_there_after_a_look_up(visit: Any) -> None:
    seen = visit()
    seen.page.get_by_label("Given", exact=True).fill("350 mg")
    seen.look_up("J9355")
    seen.page.get_by_role("heading", name="J9355").wait_for()
    seen.page.get_by_role("link", name="Bill a dose").first.click()
    seen.page.get_by_label("Given", exact=True).wait_for()
    assert seen.page.get_by_label("Given", exact=True).input_value() == "350 mg"


@pytest.mark.parametrize("width", [360, 390, 1920])
def test_no_window_is_scrolled_sideways(visit: Any, width: int) -> None:
    seen = visit(width=width)
    assert not seen.sideways()
    seen.example()
    assert not seen.sideways()


def test_on_a_phone_the_answer_is_not_far_below(visit: Any) -> None:
    """Within two windows of a phone, 844 pixels each."""
    seen = visit(width=390)
    seen.example()
    top = seen.page.get_by_role("cell", name="J1745-JW").first.bounding_box()["y"]
    assert top < 2 * 844 - 450


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_can_be_read_and_everything_has_a_name(visit: Any, scheme: str) -> None:
    """Contrast of at least 4.5 to 1, fields and buttons with names, pictures with words, one first heading."""
    seen = visit(scheme)
    seen.example()
    seen.page.get_by_label("Discarded", exact=True).fill("30 mg")
    seen.page.get_by_text("A person must decide").wait_for()
    assert seen.page.evaluate(FAULTS) == []
    seen.look_up("J7211")
    seen.page.get_by_role("heading", name="J7211").wait_for()
    seen.page.get_by_role("heading", name="Sources", exact=True).wait_for()
    assert seen.page.evaluate(FAULTS) == []


FAULTS = """() => {
  const faults = [];
  const color = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const shine = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const over = (top, under) => { const a = top[3] ?? 1; return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a)); };
  const behind = node => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(color(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => top.length ? over(top, under) : under, [255, 255, 255]);
  };
  const main = document.querySelector('[data-testid=stMain]');
  for (const node of main.querySelectorAll('p, li, td, th, h1, h2, h3, label, button, code, input')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.getClientRects().length) continue;
    const under = behind(node), text = over(color(getComputedStyle(node).color), under);
    const [high, low] = [shine(text), shine(under)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(2)}: ${node.innerText.slice(0, 50)}`);
  }
  for (const node of main.querySelectorAll('input, textarea, select, button'))
    if (!(node.getAttribute('aria-label') || node.getAttribute('aria-labelledby') || node.innerText || node.title
          || node.labels?.length) && node.checkVisibility()) faults.push(`no name: ${node.outerHTML.slice(0, 120)}`);
  for (const image of main.querySelectorAll('img')) if (!image.alt) faults.push(`no words: ${image.src.slice(0, 60)}`);
  const first = main.querySelectorAll('h1').length;
  if (first !== 1) faults.push(`${first} first headings`);
  return faults;
}"""
