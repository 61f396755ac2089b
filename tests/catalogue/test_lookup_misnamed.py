"""Products that CMS's file has under another drug's code."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import look_up

DAY = date(2026, 3, 1)
CHECK = "product-of-another-code"


def test_ceftriaxone_under_the_code_of_cefuroxime(catalogue: Catalogue) -> None:
    """J0697 is of cefuroxime; the crosswalk has Ceftriaxone 00143-9567-25 there, which J0696 is of."""
    (match,) = look_up(catalogue, "J0697", DAY).matches
    (finding,) = [finding for finding in match.findings if finding.check == CHECK]
    assert all(text in finding.message for text in ("Ceftriaxone", "00143-9567-25", "J0697", "J0696"))


@pytest.mark.parametrize("typed", ["rocephin 1g", "ceftriaxone 1 g"])
def test_it_is_said_where_the_name_was_typed(catalogue: Catalogue, typed: str) -> None:
    found = look_up(catalogue, typed, DAY)
    assert found.matches[0].drug.code == "J0696"
    assert [finding.check for finding in found.findings] == [CHECK]


@pytest.mark.parametrize("code", ["J0696", "J7192", "J0171", "J7614", "A9579", "J9355", "J7070"])
def test_brands_and_kindred_names_are_not_misnamed(catalogue: Catalogue, code: str) -> None:
    """Albuterol in levalbuterol, gadoteridol among the gadolinium-based, Adrenalin for epinephrine."""
    (match,) = look_up(catalogue, code, DAY).matches
    assert not [finding for finding in match.findings if finding.check == CHECK]
