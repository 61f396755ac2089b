"""`abbreviations.yaml`: every short form finds a code, and says whether a source stands behind it."""

from datetime import date
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import look_up
from unitcalc.catalogue.lookup.ranking import hits, outside
from unitcalc.reference.names import plain_name
from unitcalc.reference.store import Reference

DAY = date(2026, 2, 1)
CODES = "hcpcs_level2_drug_codes_2026-01.csv"


@pytest.fixture(scope="module")
def entries(reference: Reference) -> dict[str, dict[str, Any]]:
    document = reference.document("abbreviations")
    assert set(document) == {"abbreviations"}
    found: dict[str, dict[str, Any]] = document["abbreviations"]
    assert len(found) > 200
    return found


def test_every_entry_is_complete(entries: dict[str, dict[str, Any]]) -> None:
    for key, entry in entries.items():
        assert key == plain_name(key).replace(" ", "")
        assert set(entry) == {"search", "source"}
        assert entry["search"]
        assert entry["source"] == "unverified" or set(entry["source"]) == {"file", "row"}


def test_all_words_find_a_code_in_force(entries: dict[str, dict[str, Any]], reference: Reference) -> None:
    for key, entry in entries.items():
        for text in entry["search"]:
            assert any(not outside(hit.row, DAY) for hit in hits(reference, text.split())), f"{key}: {text}"


def test_a_source_has_the_short_form_beside_the_name(entries: dict[str, dict[str, Any]], reference: Reference) -> None:
    rows = {row.row: row for row in reference.codes()}
    sourced = {key: entry for key, entry in entries.items() if entry["source"] != "unverified"}
    assert len(sourced) >= 5
    for key, entry in sourced.items():
        assert entry["source"]["file"] == CODES
        row = rows[entry["source"]["row"]]
        text = plain_name(f"{row.long} {row.short}")
        short = key.removeprefix("vit")
        assert short in text.replace(" ", "")
        assert plain_name(entry["search"][0]).split()[0] in text


def test_what_is_unverified_is_said(catalogue: Catalogue) -> None:
    assert look_up(catalogue, "5-FU", DAY).read_as == "'5 fu' is read as fluorouracil (unverified)."
    assert look_up(catalogue, "G-CSF", DAY).read_as == "'g csf' is read as filgrastim or pegfilgrastim."


def test_a_short_form_beside_a_size(catalogue: Catalogue) -> None:
    found = look_up(catalogue, "ivig 10 g", DAY)
    assert found.size is not None
    assert found.matches[0].chosen
    assert found.matches[0].size_note.startswith("10 g: ")


def test_a_brand_of_that_name_is_no_short_form(catalogue: Catalogue) -> None:
    """Botox and Rhogam are sold under those names."""
    for brand in ("botox", "rhogam"):
        assert look_up(catalogue, brand, DAY).read_as == ""
