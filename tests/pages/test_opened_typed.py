"""What a drug comes in, and a row of containers as the core reads it."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages.opened_typed import Size, entries, in_full, of_ndc, only, sizes

DAY = date(2025, 3, 1)
LABELLED = Size("100 mg", "100 mg", "", "mg")
ASSAYED = Size("00026-3824-25", "1,000 IU nominal", "Potency", "IU")
UNKNOWN = Size("12345-6789-01", "content not known", "Content", "mg")
ANY = Size("", "any assayed vial", "Potency", "IU")


def of(catalogue: Catalogue, code: str) -> tuple[Size, ...]:
    return sizes(catalogue, catalogue.drugs.on(code, DAY))


def test_each_size_comes_once_and_then_each_ndc(catalogue: Catalogue) -> None:
    """J1745 on 2025-03-01: Remicade and the unbranded infliximab, both 100 mg."""
    found = of(catalogue, "J1745")
    assert [size.text for size in found] == ["100 mg", "57894-0160-01", "57894-0030-01"]
    assert only(found) == 0
    assert of_ndc(found, "57894-0030-01") == 2


def test_sizes_are_in_order_and_none_is_meant_where_there_are_several(catalogue: Catalogue) -> None:
    found = of(catalogue, "J9035")
    assert [size.text for size in found[:2]] == ["100 mg", "400 mg"]
    assert only(found) is None


def test_assayed_vials_ask_for_their_potency(catalogue: Catalogue) -> None:
    found = of(catalogue, "J7211")
    assert found[0].text == ""
    assert only(found) == 0
    assert {size.asks for size in found} == {"Potency"}
    assert {size.unit for size in found} == {"IU"}


def test_a_code_without_presentations_offers_nothing(catalogue: Catalogue) -> None:
    assert of(catalogue, "J3490") == ()


@pytest.mark.parametrize(
    "how_many, size, potency, expected",
    [
        ("4", LABELLED, "", ("4 x 100 mg",)),
        ("4 x 100 mg", None, "", ("4 x 100 mg",)),
        ("3 x 100 mg + 1 x 500 mg", LABELLED, "", ("3 x 100 mg", "1 x 500 mg")),
        ("2", ASSAYED, "1046, 1051", ("1 x 00026-3824-25 @ 1046 IU", "1 x 00026-3824-25 @ 1051 IU")),
        ("2", ASSAYED, "2 x 1046", ("2 x 00026-3824-25 @ 1046 IU",)),
        ("3", ANY, "2 x 1,046 IU, 1051", ("2 x 1,046 IU", "1 x 1051 IU")),
        ("4", UNKNOWN, "100", ("4 x 12345-6789-01 @ 100 mg",)),
        ("3", ASSAYED, "1046 1051 1046", ("2 x 00026-3824-25 @ 1046 IU", "1 x 00026-3824-25 @ 1051 IU")),
        ("2", ANY, "1,046 IU and 1,051 IU", ("1 x 1,046 IU", "1 x 1,051 IU")),
        ("", LABELLED, "", ()),
    ],
)
def test_a_row_as_the_core_reads_it(how_many: str, size: Size | None, potency: str, expected: tuple[str, ...]) -> None:
    found = entries(how_many, size, potency)
    assert found.texts == expected
    assert not found.missing
    assert found.problem is None


@pytest.mark.parametrize(
    "how_many, size, potency, missing",
    [
        ("4", None, "", "4 of which size?"),
        ("2", ASSAYED, "", "potency printed on each"),
        ("3", ASSAYED, "1046, 1051", "2 of 3 potencies stated"),
        ("4", ASSAYED, "1046", "1 of 4 potencies stated"),
    ],
)
def test_what_a_row_still_needs(how_many: str, size: Size | None, potency: str, missing: str) -> None:
    found = entries(how_many, size, potency)
    assert found.missing == missing
    assert found.texts == ()


def test_more_potencies_than_vials_are_refused() -> None:
    problem = entries("2", ASSAYED, "1046 1051 1055").problem
    assert problem is not None
    assert problem.code == "potency-count"


def test_one_potency_is_not_taken_for_all_without_a_word() -> None:
    found = entries("4", ASSAYED, "1046")
    assert found.all_alike is not None
    assert found.all_alike.short == "1,046 IU"
    assert entries("4", ASSAYED, f"4 x {found.all_alike.short}").texts == ("4 x 00026-3824-25 @ 1,046 IU",)
    assert entries("4", ASSAYED, "1046 1051").all_alike is None


def test_more_alike_than_vials_are_refused() -> None:
    problem = entries("4", ASSAYED, "1046 x 4").problem
    assert problem is not None
    assert problem.code == "potency-count"


def test_a_potency_that_is_none_is_refused() -> None:
    problem = entries("1", ASSAYED, "about a thousand").problem
    assert problem is not None
    assert problem.code == "potency-not-read"


def test_a_power_of_ten_is_no_list() -> None:
    assert in_full("1 x 2 x 10^13 vg") == ("1 x 2 x 10^13 vg",)
