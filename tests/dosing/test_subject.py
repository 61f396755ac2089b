"""Which drug an order is of."""

from datetime import date

import pytest

from tests.dosing.asking import TODAY, Ask, checks
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.subject import find_subject, product_names
from unitcalc.findings import Refused
from unitcalc.quantity import read_amount


def test_nothing_named(catalogue: Catalogue) -> None:
    assert find_subject(catalogue, "", "", TODAY).drug is None


def test_a_code_of_one_product_names_it(catalogue: Catalogue) -> None:
    found = find_subject(catalogue, "J7211", "", TODAY)
    assert (found.code, found.product, found.called) == ("J7211", "Kovaltry", "Kovaltry (J7211)")
    assert found.is_of("Kovaltry")


def test_a_code_of_several_products_names_none(catalogue: Catalogue) -> None:
    found = find_subject(catalogue, "J7192", "", TODAY)
    assert (found.product, found.called) == ("", "J7192")
    assert found.is_of("Advate")
    assert found.is_of("Recombinate")


@pytest.mark.parametrize("text", ["Advate", "advate", "ADVATE®", " Advate "])
def test_a_product_of_the_code(catalogue: Catalogue, text: str) -> None:
    found = find_subject(catalogue, "J7192", text, TODAY)
    assert found.product == "Advate"
    assert found.is_of("ADVATE")
    assert not found.is_of("Recombinate")


def test_a_product_in_more_words_than_the_label(catalogue: Catalogue) -> None:
    found = find_subject(catalogue, "J7193", "AlphaNine SD 500 IU", TODAY)
    assert found.is_of("AlphaNine SD")


def test_a_product_alone(catalogue: Catalogue) -> None:
    found = find_subject(catalogue, "", "BeneFIX", TODAY)
    assert (found.code, found.product) == ("J7195", "BeneFIX")
    assert [finding.check for finding in found.findings] == ["product-looked-up"]


def test_the_substance_of_a_code(catalogue: Catalogue) -> None:
    assert find_subject(catalogue, "J1745", "infliximab", TODAY).code == "J1745"


def test_a_brand_that_cms_does_not_list(ask: Ask) -> None:
    """Zolgensma stands in the Purple Book alone: how it was read is a warning."""
    found = ask("1.1 x 10^14 vg/kg", weight="5.2 kg", product="Zolgensma")
    assert found.code == "J3399"
    assert "product-looked-up" in checks(found)


def refused(catalogue: Catalogue, code: str, product: str, day: date = TODAY) -> tuple[str, tuple[str, ...]]:
    """The code and the candidates of the one problem."""
    with pytest.raises(Refused) as caught:
        find_subject(catalogue, code, product, day)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.code, problem.candidates


def test_a_product_of_another_code(catalogue: Catalogue) -> None:
    code, candidates = refused(catalogue, "J7192", "Kovaltry")
    assert code == "product-of-another-code"
    assert {"Advate", "Recombinate"} <= set(candidates)


def test_a_substance_of_several_codes(catalogue: Catalogue) -> None:
    code, candidates = refused(catalogue, "", "infliximab")
    assert code == "product-on-several-codes"
    assert {"J1745", "Q5103", "Q5104"} <= set(candidates)


def test_a_slip_in_a_name(catalogue: Catalogue) -> None:
    assert refused(catalogue, "", "Kovaltri") == ("product-unknown", ("Kovaltry",))


def test_a_code_that_ended(catalogue: Catalogue) -> None:
    assert refused(catalogue, "J9310", "", date(2025, 3, 1))[0] == "code-terminated"


def test_curated_names_come_first_and_each_once(catalogue: Catalogue) -> None:
    names = product_names(catalogue, "J7193")
    assert names[0] == "AlphaNine SD"
    assert len({name.casefold() for name in names}) == len(names)


def test_a_dose_keeps_its_unit_and_gains_the_activity(ask: Ask) -> None:
    assert ask("50 IU/kg", weight="70 kg", code="J7211").dose == read_amount("3500 IU of factor VIII")
    assert ask("50 units/kg", weight="70 kg", code="J1644").dose == read_amount("3500 units of heparin")
    assert ask("1 g/kg", weight="70 kg", code="J1459").dose == read_amount("70 g")


def test_a_code_that_counts_doses_takes_any_amount_of_its_kind(ask: Ask) -> None:
    assert ask("300 mg", code="Q9992").dose == read_amount("300 mg")
    (problem,) = ask.refused("5 mg/kg", weight="5 kg", code="J3399")
    assert problem.code == "dimension-mismatch"
    assert "vg" in problem.message


def test_a_volume_is_turned_into_content_by_what_is_stated_before_what_is_known(ask: Ask) -> None:
    """35 mL x 0.1 g/mL = 3.5 g; x 50 mg/mL = 1,750 mg."""
    assert ask("35 mL", product="Privigen").dose == read_amount("3500 mg")
    assert ask("35 mL", product="Privigen", concentration="50 mg/mL").dose == read_amount("1750 mg")


def test_a_volume_of_what_also_comes_as_a_powder_is_asked_for(ask: Ask) -> None:
    """Bivalirudin is sold as a liquid of 5 mg/mL and as a powder, of which a mL holds what the preparer made of it."""
    (problem,) = ask.refused("5 mL", code="J0583")
    assert (problem.code, problem.field) == ("dimension-mismatch", "order")
    assert ask("5 mL", code="J0583", concentration="5 mg/mL").dose == read_amount("25 mg")
