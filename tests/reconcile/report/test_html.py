"""The HTML report: well-formed, self-contained, to be read without colours and on paper."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.reconcile.report.conftest import FIVE, account, finding
from unitcalc.findings import Refused
from unitcalc.reconcile.report import html
from unitcalc.reconcile.report.html import as_html, write_html
from unitcalc.reconcile.report.model import About, Setting, Summary

VOID = {"meta", "br"}
ABOUT = About(
    version="1.2.3",
    files=(Setting("claims", "claims.csv", "11 rows"),),
    settings=(Setting("Days around midnight", "1", "between dispensing and giving"),),
    data=(Setting("payment limits", "2025Q1"),),
    notes=("Shared vials are matched by lot number.",),
)


class Tree(HTMLParser):
    """Every element that was opened is closed, in order; what stands in each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.path == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in {tag}"
        self.elements.append((tag, dict(attrs), tuple(self.path)))
        if tag not in VOID:
            self.path.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.path)))

    def handle_endtag(self, tag: str) -> None:
        assert self.path, f"{tag} was not open"
        assert self.path.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.path:
            self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a kind."""
        return [attributes for name, attributes, _ in self.elements if name == tag]

    @property
    def said(self) -> str:
        """All that is to be read, in one line."""
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def text(summary: Summary) -> str:
    """The report of the five accounts."""
    return as_html(summary, ABOUT)


def test_it_is_well_formed(text: str) -> None:
    tree = Tree(text)
    ids = [attributes["id"] for _, attributes, _ in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] for attributes in tree.of("a")]
    assert links
    assert all(link and link[1:] in ids for link in links)


def test_nothing_comes_from_elsewhere_and_nothing_runs(text: str) -> None:
    assert "//" not in re.sub(r"/\*.*?\*/", "", text)
    tree = Tree(text)
    assert not tree.of("script") + tree.of("link") + tree.of("img") + tree.of("iframe")
    named = {name for _, attributes, _ in tree.elements for name in attributes}
    assert not {name for name in named if name.startswith("on") or name in {"src", "xlink:href", "action"}}
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_figures_worked_by_hand(text: str) -> None:
    said = Tree(text).said
    for figure in ("$13,451.82", "$13,379.60", "$72.22", "$288.02", "20.0%", "1,046.5", "7.1%"):
        assert figure in said
    assert "400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 350; $13,379.60 over" in said
    assert "200 mg opened = 150 given + 0 discarded + 50 unexplained; expected not decided; billed 150" in said
    assert "1 of them not decided" in said
    assert "4 errors, 1 warning, 1 remark" in said
    assert "Of 1 account that differs, no price is known" in said
    assert "claims.csv row 12; administered.xlsx row 7" in said


def test_settings_files_and_tables_are_told(text: str) -> None:
    said = Tree(text).said
    for told in (
        "Days around midnight",
        "11 rows",
        "payment limits",
        "2025Q1",
        "matched by lot number",
        "unitcalc 1.2.3",
    ):
        assert told in said


def test_every_table_has_a_caption_and_headings_of_rows_and_columns(text: str) -> None:
    tree = Tree(text)
    assert len(tree.of("caption")) == len(tree.of("table")) > 5
    assert all(attributes.get("scope") in {"col", "row"} for attributes in tree.of("th"))


def test_every_plot_has_a_text_in_its_place(text: str) -> None:
    tree = Tree(text)
    pictures = [attributes for _, attributes, _ in tree.elements if attributes.get("role") == "img"]
    assert len(pictures) == len(tree.of("svg")) == len(tree.of("figcaption")) == 5
    told = " ".join(attributes["aria-label"] or "" for attributes in pictures)
    assert "J1745 Remicade $215.80" in told
    assert "U03 The amount given was billed as units: $13,595.40 over, $0.00 under" in told
    assert "46.25 IU of 1,046.5 IU, 4.4%" in told


def test_both_colour_schemes_and_paper_define_every_colour(text: str) -> None:
    style = text[text.index("<style>") : text.index("</style>")]
    used = set(re.findall(r"var\((--\w+)\)", text))
    assert "--over" in used
    for scheme in ("prefers-color-scheme: dark", "@media print", ":root"):
        block = style[style.index(scheme) :]
        assert used <= set(re.findall(r"(--\w+):", block[: block.index("}")]))
    assert "@page" in style


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_what_stands_in_the_files_is_text(told: Callable[..., Summary], evil: str) -> None:
    rows = [{**FIVE[0], "site": evil, "payer": evil, "code": evil, "encounter_id": evil, "unit": evil}]
    findings = [
        finding(
            **{name: rows[0][name] for name in ("encounter_id", "service_date", "code")},
            check=evil,
            message=evil,
            rows=evil,
            payment_difference=rows[0]["at_stake"],
        )
    ]
    about = replace(ABOUT, title=evil, notes=(evil,), settings=(Setting(evil, evil, evil),))
    text = as_html(told(rows, findings, names=lambda code: evil), about)
    tree = Tree(text)
    assert not tree.of("script") + tree.of("img")
    assert tree.said.count(evil) > 8


def test_signs_that_no_document_may_hold(told: Callable[..., Summary]) -> None:
    text = as_html(told([account(site="North\x00\x1b")]), About())
    assert "North\ufffd\ufffd" in text


def test_the_same_figures_give_the_same_text(summary: Summary, text: str) -> None:
    assert as_html(summary, ABOUT) == text
    assert "Made on" not in text
    assert "Made on 2025-07-01" in as_html(summary, replace(ABOUT, made=date(2025, 7, 1)))


def test_nothing_was_reconciled(told: Callable[..., Summary]) -> None:
    tree = Tree(as_html(told([], []), About()))
    assert not tree.of("svg")
    assert "Nothing was found." in tree.said
    assert "No account." in tree.said


def test_long_tables_end_and_say_so(told: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_ROWS", 2)
    said = Tree(as_html(told([account(site=f"S{n}", code=f"J{n}") for n in range(5)]), About())).said
    assert "The total includes 3 more sites; the workbook lists them." in said
    assert "The total includes 3 more drugs; the workbook lists them." in said


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, summary: Summary, text: str) -> None:
    target = tmp_path / "out" / "report.html"
    write_html(target, summary, ABOUT)
    assert target.read_text(encoding="utf-8") == text
    with pytest.raises(Refused):
        write_html(target / "report.html", summary, ABOUT)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_nothing_is_cut_off(chromium: str, tmp_path: Path, text: str, width: int, scheme: Any) -> None:
    """The page is no wider than the window, and every word of a plot stands inside its drawing."""
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(text, encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        wider = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        outside = page.evaluate(
            """[...document.querySelectorAll('svg text')].filter(text => {
                const word = text.getBoundingClientRect(), all = text.closest('svg').getBoundingClientRect()
                return word.left < all.left - 1 || word.right > all.right + 1
            }).map(text => text.textContent)"""
        )
        browser.close()
    assert wider <= 0
    assert outside == []
    assert asked == [path.as_uri()]
