"""What data/demo.yaml names is there: drugs, containers, doses, payers, kinds of faults."""

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.reconcile.demo import pool  # noqa: F401 - it enters the kinds
from unitcalc.reconcile.demo.hospital import Stocked, read_hospital
from unitcalc.reconcile.demo.kinds import FAULTS, ODDITIES
from unitcalc.reconcile.demo.patterns import FORMS
from unitcalc.reconcile.demo.shelf import Shelf
from unitcalc.reference.records import Quarter

HOSPITAL = read_hospital()


@pytest.mark.parametrize("drug", HOSPITAL.drugs, ids=lambda drug: drug.code)
def test_a_drug_is_known_in_every_quarter(catalogue: Catalogue, drug: Stocked) -> None:
    shelf = Shelf(catalogue, HOSPITAL.drugs)
    for number in range(1, 5):
        quarter = Quarter(shelf.year, number)
        known = shelf.known(drug, quarter)
        assert known.price > 0
        # Pharmacy names the NDC alone, so it has to belong to one code.
        for ndc in drug.ndcs:
            assert catalogue.codes_of_ndc(ndc, quarter.first_day) == (drug.code,)
    assert shelf.ordered(drug, 70, 170).amount > 0


def test_the_year_is_the_newest_with_four_quarters_of_prices_and_ndcs(catalogue: Catalogue) -> None:
    # Payment limits and NDCs are embedded from 2024Q1 to 2026Q1: of 2026 there is one quarter.
    assert Shelf(catalogue, HOSPITAL.drugs).year == 2025


def test_a_drug_that_a_year_does_not_have_makes_it_an_older_one(catalogue: Catalogue) -> None:
    # J1300 (eculizumab) ended on 2025-03-31.
    ended = HOSPITAL.drugs[0]._replace(code="J1300", product="Soliris", ndcs=("25682-0001-01",))
    assert Shelf(catalogue, [*HOSPITAL.drugs[:1], ended]).year == 2024


def test_a_drug_that_no_year_has_is_refused(catalogue: Catalogue) -> None:
    unknown = HOSPITAL.drugs[0]._replace(ndcs=("57894-0030-99",))
    with pytest.raises(Refused) as refused:
        _ = Shelf(catalogue, [unknown]).year
    assert "57894-0030-99" in refused.value.problems[0].message


def test_payers_are_policies_and_share_all_visits(catalogue: Catalogue) -> None:
    assert all(payer.policy in catalogue.policies for payer in HOSPITAL.payers)
    assert sum(payer.share for payer in HOSPITAL.payers) == 100
    assert sum(site.share for site in HOSPITAL.sites) == 100


def test_a_similar_drug_is_one_of_the_hospital() -> None:
    for drug in HOSPITAL.drugs:
        if drug.similar:
            assert HOSPITAL.drug(drug.similar).code != drug.code


def test_every_kind_is_made_and_none_is_misspelt() -> None:
    assert set(HOSPITAL.faults) == set(FAULTS)
    assert set(HOSPITAL.oddities) == set(ODDITIES)
    assert {pattern.kind for pattern in HOSPITAL.patterns} == set(FORMS)
    for pattern in HOSPITAL.patterns:
        assert HOSPITAL.drug(pattern.code).code == pattern.code
        assert HOSPITAL.site(pattern.site).name == pattern.site
