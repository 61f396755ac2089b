"""What stands in the drug's field, read."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages.drug_typed import DrugTyped, read_drug

DAY = date(2025, 3, 1)


@pytest.mark.parametrize("text", ["J1745", " j1745 ", "remicade", "Remicade"])
def test_one_code_is_meant(catalogue: Catalogue, text: str) -> None:
    found = read_drug(catalogue, text, DAY)
    assert found.code == "J1745"
    assert found.known


@pytest.mark.parametrize("text", ["57894-0030-01", "57894003001", "57894-030-01"])
def test_an_ndc_stays_as_typed(catalogue: Catalogue, text: str) -> None:
    assert read_drug(catalogue, text, DAY).ndc == text


def test_several_codes_are_offered_and_none_is_taken(catalogue: Catalogue) -> None:
    found = read_drug(catalogue, "herceptin", DAY)
    assert not found.known
    assert {"J9355", "J9356"} <= {offer.text for offer in found.offers}


def test_offers_name_brands_and_unit(catalogue: Catalogue) -> None:
    offers = {offer.text: offer.words for offer in read_drug(catalogue, "infliximab", DAY).offers}
    assert "Remicade" in offers["J1745"]
    assert offers["J1745"].endswith("10 mg")


@pytest.mark.parametrize("text", ["J", "J17", "J174", "re", "57894", "57894-0"])
def test_the_beginning_of_something_is_neither_looked_up_nor_wrong(catalogue: Catalogue, text: str) -> None:
    found = read_drug(catalogue, text, DAY)
    assert found.unfinished
    assert found.problem is None
    assert not found.offers


def test_what_is_nowhere_is_a_problem(catalogue: Catalogue) -> None:
    found = read_drug(catalogue, "xyzzy plugh", DAY)
    assert found.problem is not None
    assert not found.known


def test_a_misspelling_says_how_it_was_read(catalogue: Catalogue) -> None:
    found = read_drug(catalogue, "kovaltri", DAY)
    assert found.code == "J7211"
    assert "Kovaltry" in found.read_as


def test_nothing_typed_is_nothing(catalogue: Catalogue) -> None:
    assert read_drug(catalogue, "  ", DAY) == DrugTyped()
