"""The printed sheet: the same content as the bill, everything typed escaped, nothing fetched."""

import html
import re
from collections.abc import Callable

import pytest

from tests.billing.asking import Ask
from unitcalc.billing.bill import Bill
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages.sheet import as_html
from unitcalc.quantity import dollars

Paper = Callable[[Bill], str]
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} & \"quoted\" 'single'"


def words(sheet: str) -> str:
    """The text of a document, without its marks."""
    body = sheet.partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def paper(catalogue: Catalogue) -> Paper:
    """The sheet of a bill."""
    return lambda found: as_html(found, catalogue.policy(found.payer))


@pytest.fixture
def basic(ask: Ask) -> Bill:
    return ask.infliximab(opened=["4 x 57894-0030-01"])


def test_the_sheet_says_what_the_bill_says(basic: Bill, paper: Paper) -> None:
    told = words(paper(basic))
    for step in basic.steps:
        for text in (step.label, step.expression, step.value, step.source):
            assert plain(text) in told
    for finding in basic.findings:
        assert finding.message in told
        assert finding.source in told
    for rule in basic.rules:
        assert rule.says in told
    for line in basic.lines:
        assert line.payment is not None
        assert dollars(line.payment) in told
        assert "-".join((line.code, *line.modifiers)) in told
        assert all(each.ndc in told and str(each) in told for each in line.ndcs)
    for use in basic.data:
        assert f"{use.table} {use.period}" in told
    assert "assumed: discard not charted" in told
    assert "Opened 400 mg = 350 mg given + 50 mg discarded" in told
    assert "Physician office, " in told


def test_there_is_room_for_what_is_written_by_hand(basic: Bill, paper: Paper) -> None:
    told = words(paper(basic))
    for field in (
        "Patient label (by hand)",
        "Given by (name, initials)",
        "Discard witnessed by",
        "Billed by",
        "Date, time",
    ):
        assert field in told


def test_every_bill_that_is_possible_is_on_it(ask: Ask, paper: Paper) -> None:
    told = words(paper(ask.infliximab(discarded="30 mg")))
    assert "A person must decide before this is billed" in told
    assert "If the unexplained rest was discarded too: 35 administered, 5 discarded units" in told
    assert "If the unexplained rest was not discarded: 35 administered, 3 discarded units" in told
    assert "undecided" in told


def test_everything_typed_is_escaped(ask: Ask, paper: Paper) -> None:
    found = ask.infliximab(discarded="30 mg", explained=[f"20 mg {NASTY}"])
    sheet = paper(found)
    assert "<script" not in sheet
    assert "onerror=alert(1)&gt;" in sheet
    assert plain(NASTY) in words(sheet)


def test_nothing_is_loaded_from_elsewhere(basic: Bill, paper: Paper) -> None:
    sheet = paper(basic)
    sources = re.findall(r"(?:src|href)\s*=\s*\"([^\"]*)\"", sheet)
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert not re.search(r"@import|url\(|<script|<link|<iframe|<object", sheet)
    assert "default-src 'none'" in sheet


def test_without_containers_there_is_no_picture(ask: Ask, paper: Paper) -> None:
    assert "Containers opened" not in words(paper(ask.infliximab(opened=[])))


def test_nothing_given_is_a_sheet_without_lines(ask: Ask, paper: Paper) -> None:
    assert "No line." in words(paper(ask.infliximab(given="0 mg")))
