"""Pictures of containers: to scale, told apart by more than colour, and said in words."""

import re
from fractions import Fraction
from xml.etree import ElementTree

from tests.billing.asking import Ask
from unitcalc.billing.containers import Fate
from unitcalc.pages import picture
from unitcalc.pages.picture import SHORTEST, TALLEST

SVG = "{http://www.w3.org/2000/svg}"


def test_the_parts_are_to_scale(ask: Ask) -> None:
    """Of 100 mg, 50 were given, 20 explained, 30 discarded: half, a fifth and three tenths of the height."""
    last = ask.infliximab(discarded="30 mg", explained=["20 mg tubing"]).containers[-1]
    found = picture.bands(last.parts, Fraction(100))
    assert [(band.fate, band.top, band.height) for band in found] == [
        (Fate.GIVEN, 0, 50),
        (Fate.EXPLAINED, 50, 20),
        (Fate.DISCARDED, 70, 30),
    ]


def test_containers_are_drawn_to_one_scale(ask: Ask) -> None:
    found = ask.infliximab(given="150 mg", opened=["1 x 100 mg", "1 x 50 mg", "1 x 1 mg"], discarded="1 mg").containers
    heights = [picture.height_of(each, picture.largest(found)) for each in found]
    assert heights == [TALLEST, Fraction(TALLEST, 2), SHORTEST]


def test_a_drawing_is_well_formed_and_fetches_nothing(ask: Ask) -> None:
    for each in ask.infliximab(discarded="30 mg").containers:
        drawn = picture.drawing(each, each.label.value)
        root = ElementTree.fromstring(drawn)
        assert root.tag == f"{SVG}svg"
        assert not re.search(r"href|url\((?!#)|<script|<image", drawn)


def test_every_part_but_what_was_given_has_a_pattern_of_its_own(ask: Ask) -> None:
    drawn = ElementTree.fromstring(picture.drawing(ask.infliximab(discarded="30 mg").containers[-1], Fraction(100)))
    patterns = {pattern.get("id") for pattern in drawn.iter(f"{SVG}pattern")}
    assert patterns == {"UNEXPLAINED", "DISCARDED"}
    signs = {ElementTree.tostring(list(pattern)[-1]).split(b" stroke=")[0] for pattern in drawn.iter(f"{SVG}pattern")}
    assert len(signs) == 2


def test_words_stand_in_the_parts_that_have_room(ask: Ask) -> None:
    drawn = ElementTree.fromstring(picture.drawing(ask.infliximab().containers[-1], Fraction(100)))
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ["given", "discarded"]


def test_a_sliver_is_still_seen(ask: Ask) -> None:
    """1 mg of 10,000 mg would be a hundredth of a pixel."""
    each = ask.infliximab(given="9999 mg", opened=["1 x 10000 mg"], discarded="1 mg").containers[0]
    drawn = ElementTree.fromstring(picture.drawing(each, each.label.value))
    heights = [rect.get("height") for rect in drawn.iter(f"{SVG}rect") if rect.get("fill") == "url(#DISCARDED)"]
    assert heights == ["2.00"]


def test_the_same_is_said_in_words(ask: Ask) -> None:
    found = ask.infliximab().containers
    assert [picture.title(each) for each in found] == ["3 x 100 mg", "1 x 100 mg"]
    assert [picture.told(each) for each in found] == [
        ("each: 100 mg given",),
        ("50 mg given", "50 mg discarded"),
    ]


def test_overfill_is_said(ask: Ask) -> None:
    last = ask.infliximab(given="405 mg", overfill="5 mg").containers[-1]
    assert picture.told(last) == ("100 mg given", "5 mg above the label, given")
