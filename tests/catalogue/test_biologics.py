import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue import biologics
from unitcalc.catalogue.biologics import read_strength, spellings
from unitcalc.catalogue.presentations import shelf
from unitcalc.quantity import amount, plain
from unitcalc.reference.records import CrosswalkRow, Quarter
from unitcalc.reference.store import Reference

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "strengths.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["text"])
def test_strength_is_read(case: dict[str, object]) -> None:
    strength = read_strength(str(case["text"]))
    assert strength is not None
    assert [str(content) for content in strength.contents] == case.get("content", [])
    assert (str(strength.volume) if strength.volume else None) == case.get("volume")
    if "per_ml" in case or len(strength.contents) < 2:
        assert [str(c) for c in strength.concentrations] == case.get("per_ml", [])


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_strength_is_not_guessed(case: dict[str, str]) -> None:
    assert read_strength(case["text"]) is None, case["why"]


def test_how_many_texts_are_read(shared: Path) -> None:
    """May 2025: 631 of 797 texts, 543 with a content; the others are ranges, allergens, cells, combined vaccines."""
    path = shared / "data" / "fda_purple_book_2025-05.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = {row["Strength"].strip() for row in csv.DictReader(file)}
    read = [strength for text in texts if (strength := read_strength(text))]
    assert (len(texts), len(read)) == (797, 631)
    assert sum(bool(strength.contents) for strength in read) == 543


@given(
    st.fractions(Fraction(1, 100), 10_000, max_denominator=100),
    st.fractions(Fraction(1, 10), 1000, max_denominator=10),
)
def test_content_is_concentration_times_volume(content: Fraction, volume: Fraction) -> None:
    content, volume = Fraction(round(content * 100) or 1, 100), Fraction(round(volume * 10) or 1, 10)
    strength = read_strength(f"{plain(content)}MG/{plain(volume)}ML")
    assert strength is not None
    assert strength.content == amount(content, "mg")
    assert strength.volume == amount(volume, "mL")
    assert strength.concentration is not None
    assert strength.concentration.value * volume == content


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    strength = read_strength(text)
    assert strength is None or all(type(content.value) is Fraction for content in strength.contents)


# --- names -----------------------------------------------------------------------------------------------------------


def row_of(product: str, labeler: str = "") -> CrosswalkRow:
    quarter = Quarter(2026, 1)
    return CrosswalkRow("00000-0000-00", "J0000", product, labeler, "1 MG", None, None, None, None, quarter, quarter, 1)


@pytest.mark.parametrize(
    ("product", "brands"),
    [
        ("Rituxan", {"Rituxan"}),
        ("RITUXAN HYCELA", {"Rituxan Hycela"}),
        ("Herceptin", {"Herceptin"}),
        ("Herceptin Hylecta", {"Herceptin Hylecta"}),
        ("NovoSeven® RT", {"Novoseven, Novoseven Rt"}),
        ("Privigen 10%", {"Privigen"}),
        ("Kanjinti (Kit)", {"Kanjinti"}),
        ("Humate-P Low Diluent", {"Humate-P"}),
        ("N/A", set()),
        ("Herc", set()),
        ("Vancomycin HCl", set()),
    ],
)
def test_products_match_by_whole_names(reference: Reference, product: str, brands: set[str]) -> None:
    assert {one.row.proprietary for one in shelf(reference).licensed(row_of(product))} == brands


def test_an_unbranded_product_matches_by_substance_and_company(reference: Reference) -> None:
    stand = shelf(reference)
    unbranded = stand.licensed(row_of("Infliximab", "Janssen Biotech, Inc."))
    assert [(one.row.proprietary, one.by_name) for one in unbranded] == [("Remicade", False)]
    assert stand.licensed(row_of("Infliximab", "Somebody Else")) == ()


def test_how_many_presentations_match(reference: Reference, day: date) -> None:
    """2026Q1: 817 of 7,097 by brand and 7 by substance and company."""
    stand = shelf(reference)
    current = [row for row in reference.crosswalk() if row.last == Quarter(2026, 1)]
    matched = [stand.licensed(row)[0].by_name for row in current if stand.licensed(row)]
    assert (len(current), matched.count(True), matched.count(False)) == (7097, 817, 7)


def test_a_strength_decides_the_type(reference: Reference) -> None:
    """Ogivri: 420 mg multi-dose (row 1530), 150 mg single-dose (row 1531)."""
    licensed = shelf(reference).licensed(row_of("Ogivri"))
    fits = biologics.fitting(licensed, amount(420, "mg"), None)
    assert [(one.row.row, str(one.container_type)) for one in fits] == [(1530, "multi-dose")]
    assert biologics.fitting(licensed, amount(300, "mg"), None) == ()


def test_marketed_strengths_come_before_withdrawn_ones(reference: Reference) -> None:
    herceptin = shelf(reference).licensed(row_of("Herceptin"))
    assert [one.row.row for one in biologics.fitting(herceptin, None, None)] == [1527]
    assert [one.row.row for one in biologics.fitting(herceptin, amount(420, "mg"), None)] == [1526]


def test_spellings_keep_the_first_word() -> None:
    assert spellings("Kit") == ("kit",)
    assert spellings("") == ()
