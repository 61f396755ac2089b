"""What is known of a code, an NDC, a brand or a substance."""

from datetime import date
from fractions import Fraction

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import MOST_SIMILAR
from unitcalc.catalogue.lookup import as_record, look_up, money_text
from unitcalc.findings import Problem, Refused


@pytest.mark.parametrize("text", ["J1745", " j1745 "])
def test_a_code(catalogue: Catalogue, text: str, day: date) -> None:
    (match,) = look_up(catalogue, text, day).matches
    assert match.drug.code == "J1745"
    assert all(each.code == "J1745" for each in match.presentations)
    assert len(match.similar) <= MOST_SIMILAR


@pytest.mark.parametrize(
    "code, has, has_not",
    [
        ("J7211", {"J7210", "J7208", "J7207", "J7192"}, {"J7189", "J7195", "J7211"}),
        ("J7195", {"J7193", "J7200", "J7213"}, {"J7175", "J7182", "J7189"}),
        ("J9355", {"Q5112", "Q5113", "Q5114", "Q5116", "Q5117", "Q5146", "J9356"}, set()),
        ("J2790", {"J2788", "J2791", "J2792"}, set()),
        ("J7189", {"J7212"}, {"J7192", "Q4224"}),
        ("J3480", set(), {"J2540", "S0040"}),
        ("J1815", {"J1817"}, {"A9274"}),
        ("J7170", set(), set()),
    ],
)
def test_similar_codes_are_of_the_same_substance(
    catalogue: Catalogue, code: str, has: set[str], has_not: set[str]
) -> None:
    (match,) = look_up(catalogue, code, date(2026, 2, 1)).matches
    assert has <= set(match.similar)
    assert not has_not & set(match.similar)
    assert len(match.similar) <= MOST_SIMILAR


def test_the_nearest_of_a_substance_come_first(catalogue: Catalogue) -> None:
    (match,) = look_up(catalogue, "J9355", date(2026, 2, 1)).matches
    assert match.similar[0] == "J9356"
    assert set(match.similar[-3:]) == {"J9316", "J9354", "J9358"}


def test_an_ndc_under_each_of_its_codes(catalogue: Catalogue, day: date) -> None:
    for ndc, codes in {"00026-3824-25": {"J7211"}, "57894-0030-01": {"J1745"}}.items():
        found = look_up(catalogue, ndc, day).matches
        assert {match.drug.code for match in found} == codes
        assert all([each.ndc for each in match.presentations] == [ndc] for match in found)


def test_an_ndc_on_several_codes_has_a_match_for_each(catalogue: Catalogue, day: date) -> None:
    several: dict[str, set[str]] = {}
    for row in catalogue.reference.crosswalk():
        if str(row.last) == "2026Q1":
            several.setdefault(row.ndc, set()).add(row.code)
    ndc, codes = next((ndc, codes) for ndc, codes in sorted(several.items()) if len(codes) > 1)
    assert {match.drug.code for match in look_up(catalogue, ndc, day).matches} == codes


def test_a_substance_finds_at_most_so_many(catalogue: Catalogue, day: date) -> None:
    found = look_up(catalogue, "injection", day, 30)
    assert len({match.drug.code for match in found.matches}) == 30
    assert found.more == len(catalogue.reference.search("injection", 10_000)) - 30
    assert look_up(catalogue, "trastuzumab", day).more == 0


@pytest.mark.parametrize("text", ["factor viii", "hyaluronan", "pegfilgrastim", "infliximab"])
@pytest.mark.parametrize("asked", [date(2026, 2, 1), date(2016, 6, 1)])
def test_codes_in_force_come_first(catalogue: Catalogue, text: str, asked: date) -> None:
    outside = [match.outside for match in look_up(catalogue, text, asked).matches]
    assert outside == sorted(outside, key=bool)
    assert not outside[0]


def test_a_code_out_of_force_says_until_or_from_when(catalogue: Catalogue) -> None:
    found = {match.drug.code: match.outside for match in look_up(catalogue, "pegfilgrastim", date(2020, 6, 1)).matches}
    assert (found["J2505"], found["J2506"]) == ("", "from 2022-01-01")
    found = {match.drug.code: match.outside for match in look_up(catalogue, "pegfilgrastim", date(2026, 2, 1)).matches}
    assert (found["J2505"], found["J2506"]) == ("to 2021-12-31", "")


def refusal(catalogue: Catalogue, text: str) -> Problem:
    with pytest.raises(Refused) as raised:
        look_up(catalogue, text, date(2026, 2, 1))
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    "text, near",
    [
        ("00026-3824-26", "00026-3824-25"),
        ("10026-3824-25", "00026-3824-25"),
        ("00026-3842-25", "00026-3824-25"),
        ("00026-3824-99", "00026-3824-25"),
    ],
)
def test_a_wrong_ndc_has_candidates(catalogue: Catalogue, text: str, near: str) -> None:
    problem = refusal(catalogue, text)
    assert problem.candidates[0] == near
    assert near in problem.hint
    assert look_up(catalogue, near, date(2026, 2, 1)).matches


@pytest.mark.parametrize("text", ["J1745-JW", "j1745jw", "J1745 JZ", "J1745-JW-PO", "J1745:JW, PO"])
def test_modifiers_are_left_off(catalogue: Catalogue, text: str) -> None:
    problem = refusal(catalogue, text)
    assert (problem.code, problem.candidates) == ("code-with-modifier", ("J1745",))
    assert "Leave modifiers off" in problem.hint


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "lookup-empty"),
        ("99213", "code-level-one"),
        ("J0001", "code-unknown"),
        ("1234567890", "ndc-ambiguous"),
        ("123456789", "ndc-length"),
        ("99999-9999-99", "ndc-unknown"),
        ("no such drug", "lookup-nothing"),
        ("\x00", "lookup-empty"),
        ("\U0001f600", "lookup-nothing"),
        ("<script>alert(1)</script>", "lookup-nothing"),
        ("John Smith", "lookup-nothing"),
        ("x" * 10_000, "lookup-too-long"),
        ("100 mg", "lookup-amount"),
        ("'; DROP TABLE codes; --", "lookup-nothing"),
        ("%", "lookup-nothing"),
    ],
)
def test_what_is_not_found(catalogue: Catalogue, text: str, code: str, day: date) -> None:
    with pytest.raises(Refused) as raised:
        look_up(catalogue, text, day)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.hint


def test_an_unclassified_code_has_no_billing_unit(catalogue: Catalogue, day: date) -> None:
    (match,) = look_up(catalogue, "J9999", day).matches
    record = as_record(match)
    assert (record["kind"], record["billing_unit"]) == ("unclassified", None)


def test_the_record_is_of_its_date(catalogue: Catalogue) -> None:
    (match,) = look_up(catalogue, "J7211", date(2025, 8, 1)).matches
    assert as_record(match)["payment_limit"] == {"amount": "1.580", "period": "2025Q3", "coinsurance": "19.554"}
    (match,) = look_up(catalogue, "A9606", date(2025, 8, 1)).matches
    assert as_record(match)["payment_limit"] is None


@pytest.mark.parametrize(
    "limit, text",
    [("1.57", "1.570"), ("30.525", "30.525"), ("3", "3.000"), ("0.0125", "0.0125"), ("3685266.667", "3685266.667")],
)
def test_a_limit_is_printed_as_cms_does(limit: str, text: str) -> None:
    assert money_text(Fraction(limit)) == text


@pytest.mark.parametrize(("letters", "name"), [("keyt", "Keytruda"), ("ritu", "Rituxan"), ("neul", "Neulasta")])
def test_a_name_that_is_only_begun_is_offered_and_not_answered(catalogue: Catalogue, letters: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        look_up(catalogue, letters, date(2026, 2, 1))
    (problem,) = refused.value.problems
    assert name in problem.candidates
    assert "These begin so" in problem.hint
