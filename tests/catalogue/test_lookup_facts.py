"""What a look-up tells beside the code: history, prices, differences, sizes, barcodes."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import Match, as_record, as_records, look_up
from unitcalc.catalogue.lookup.differences import differing
from unitcalc.catalogue.lookup.prices import per_cent
from unitcalc.findings import Refused, Severity

DAY = date(2026, 2, 1)


def match(catalogue: Catalogue, typed: str, day: date = DAY) -> Match:
    return look_up(catalogue, typed, day).matches[0]


# --- history ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2021, 6, 1), DAY])
def test_a_code_tells_what_came_after_it(catalogue: Catalogue, day: date) -> None:
    (past,) = as_record(match(catalogue, "J2505", day))["history"]
    assert past == {
        "code": "J2506",
        "relation": "after",
        "descriptor": "Injection, pegfilgrastim, excludes biosimilar, 0.5 mg",
        "short_descriptor": "Inj pegfilgrast ex bio 0.5mg",
        "billing_unit": {"amount": "0.5", "unit": "mg"},
        "effective_from": "2022-01-01",
        "effective_to": None,
        "how": "derived: added the day after it ended, same substance",
    }


def test_a_code_tells_what_came_before_it(catalogue: Catalogue) -> None:
    (past,) = as_record(match(catalogue, "J2506"))["history"]
    assert (past["code"], past["relation"], past["effective_to"]) == ("J2505", "before", "2021-12-31")
    assert past["billing_unit"] == {"amount": "6", "unit": "mg"}
    assert past["how"].startswith("derived")


@pytest.mark.parametrize(
    "code, line",
    [
        ("J7210", [("C9140", "before")]),
        ("C9140", [("J7210", "after")]),
        ("J7205", [("C9136", "before"), ("Q9975", "before")]),
        ("J1554", [("C9072", "before")]),
        ("J7170", [("Q9995", "before")]),
    ],
)
def test_what_cms_names_is_said_to_be_named(catalogue: Catalogue, code: str, line: list[tuple[str, str]]) -> None:
    history = as_record(match(catalogue, code))["history"]
    assert [(past["code"], past["relation"]) for past in history] == line
    assert {past["how"] for past in history} == {"named by CMS as its cross-reference"}


def test_the_nearest_words_tell_the_follower(catalogue: Catalogue) -> None:
    """100 mg of rituximab became 10 mg; the code with hyaluronidase, of the same day, came from a code of its own."""
    assert [past.row.code for past in match(catalogue, "J9310").history] == ["J9312"]
    assert [past.row.code for past in match(catalogue, "J9311").history] == ["C9467"]
    assert [past.row.code for past in match(catalogue, "J9312").history] == ["J9310"]


def test_several_codes_may_become_one(catalogue: Catalogue) -> None:
    """Depo-Medrol was 20, 40 and 80 mg, and is 1 mg from 2024-04-01 on."""
    before = [past for past in match(catalogue, "J1010").history if not past.after]
    assert [past.row.code for past in before] == ["J1020", "J1030", "J1040"]
    assert [past.row.code for past in match(catalogue, "J1040").history] == ["J1010"]


@pytest.mark.parametrize("code", ["J3140", "J3150"])
def test_another_ester_is_no_follower(catalogue: Catalogue, code: str) -> None:
    """Testosterone suspension and propionate ended the day before enanthate and undecanoate got codes."""
    assert match(catalogue, code).history == ()


def test_most_codes_have_no_history(catalogue: Catalogue) -> None:
    assert match(catalogue, "J1745").history == ()


def test_a_dosage_text_that_changed_is_told(catalogue: Catalogue) -> None:
    """Every text with its quarters, and only where there are several."""
    several = 0
    for row in catalogue.reference.codes():
        texts = {" ".join(each.dosage.upper().split()) for each in catalogue.reference.limits(row.code)}
        if len(texts) > 1:
            several += 1
            told = as_record(match(catalogue, row.code))["dosage_texts"]
            assert {each["text"] for each in told} == texts
            assert all(each["first"] <= each["last"] for each in told)
    assert several > 0
    assert as_record(match(catalogue, "J1745"))["dosage_texts"] == []


# --- prices ----------------------------------------------------------------------------------------------------------


def test_a_price_for_every_quarter(catalogue: Catalogue) -> None:
    prices = match(catalogue, "J7211").prices
    assert [price.period for price in prices] == [
        f"{year}Q{number}" for year in (2024, 2025, 2026) for number in range(1, 5)
    ][:9]
    for before, price in pairwise(prices):
        assert before.amount is not None
        assert price.amount is not None
        assert price.change == (price.amount / before.amount - 1) * 100
    record = as_record(match(catalogue, "J7211"))["prices"]
    # 1.580 in 2025Q3 and 1.486 before: 0.094 / 1.486 is 6.33 per cent.
    assert next(each for each in record if each["period"] == "2025Q3") == {
        "period": "2025Q3",
        "amount": "1.580",
        "coinsurance": "19.554",
        "change": "+6.3 %",
        "dosage": "1 IU",
    }
    assert record[0]["change"] is None


def test_no_price_is_none(catalogue: Catalogue) -> None:
    assert match(catalogue, "J1411").prices == ()
    assert as_record(match(catalogue, "J1411"))["prices"] == []


def test_a_quarter_without_a_price_is_shown_as_such(catalogue: Catalogue) -> None:
    """J2506's neighbour of the same table: a code that began in a later quarter has none before."""
    late = next(
        row.code
        for row in catalogue.reference.codes()
        if (limits := catalogue.reference.limits(row.code)) and str(limits[0].first) == "2025Q2" and limits[0].limit
    )
    prices = match(catalogue, late).prices
    assert len(prices) == 9
    assert prices[0].amount is None
    assert next(price for price in prices if price.amount is not None).change is None


@pytest.mark.parametrize(
    "change, text",
    [
        (Fraction(5, 2), "+2.5 %"),
        (Fraction(-1, 20), "-0.1 %"),
        (Fraction(1, 25), "0.0 %"),
        (Fraction(1000), "+1,000.0 %"),
    ],
)
def test_changes_are_rounded_for_show(change: Fraction, text: str) -> None:
    assert per_cent(change) == text


# --- limits and status -----------------------------------------------------------------------------------------------


def test_limits_by_setting(catalogue: Catalogue) -> None:
    record = as_record(match(catalogue, "J7211"))
    assert {(each["service"], each["units"], each["per"], each["indicator"]) for each in record["limits"]} == {
        ("practitioner", 22000, "line", 1),
        ("outpatient_hospital", 22000, "line", 1),
    }
    assert record["mue"] == [{key: each[key] for key in ("service", "units", "per")} for each in record["limits"]]


@pytest.mark.parametrize("code, status, meaning", [("J7211", "K", "separately paid"), ("J7212", "N", "packaged")])
def test_the_status_in_words(catalogue: Catalogue, code: str, status: str, meaning: str) -> None:
    record = as_record(match(catalogue, code))
    assert record["opps_status"] == status
    assert meaning in record["opps_status_meaning"]


# --- differences -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, other, said",
    [
        ("J7189", "J7212", "Sevenfact; same unit"),
        ("J2506", "Q5108", "Fulphila; same unit; suffix -jmdb"),
        ("J2505", "J2506", "unit 0.5 mg, not 6 mg"),
        ("J9355", "J9356", "Herceptin Hylecta; same unit"),
        ("J9355", "J9356", "also says hyaluronidase"),
        ("J9312", "J9310", "unit 100 mg, not 10 mg; ended on 2018-12-31"),
        ("J7211", "J7212", "unit 1 mcg, not 1 IU"),
        ("J7211", "J7195", "unit 1 IU of factor IX, not of factor VIII"),
        ("J1745", "Q5103", "suffix -dyyb"),
    ],
)
def test_how_codes_differ(catalogue: Catalogue, code: str, other: str, said: str) -> None:
    rows = [catalogue.reference.code(each) for each in (code, other)]
    assert rows[0] is not None
    assert rows[1] is not None
    assert said in differing(catalogue, rows[0], rows[1]).difference


def test_every_similar_code_has_a_difference(catalogue: Catalogue) -> None:
    record = as_record(match(catalogue, "J9355"))
    assert [each["code"] for each in record["similar_how"]] == record["similar"]
    assert all(each["difference"] for each in record["similar_how"])


# --- presentations and sizes -----------------------------------------------------------------------------------------


def chosen(record: dict[str, Any]) -> list[str]:
    return [each["ndc"] for each in record["presentations"] if each["chosen"]]


def test_the_size_asked_for_comes_first_and_is_named(catalogue: Catalogue) -> None:
    record = as_records(look_up(catalogue, "privigen 10g", DAY))
    (first,) = record["matches"]
    assert chosen(first) == ["44206-0437-10"]
    assert first["presentations"][0]["label_amount"] == {"amount": "10000", "unit": "mg"}
    assert first["size_note"] == "10 g: Privigen 44206-0437-10."
    assert record["size"] == {"text": "10 g", "amount": {"amount": "10", "unit": "g"}, "volume": None}


def test_a_size_that_there_is_not_is_said_with_those_that_there_are(catalogue: Catalogue) -> None:
    note = match(catalogue, "privigen 12g").size_note
    assert note.startswith("No 12 g container; Privigen comes in ")
    assert all(size in note for size in ("5 g", "10 g", "20 g", "40 g"))
    assert match(catalogue, "privigen 12g").chosen == ()


def test_the_billing_unit_is_no_container(catalogue: Catalogue) -> None:
    assert match(catalogue, "privigen 500 mg").size_note.startswith("500 mg is the billing unit. No 500 mg container")


def test_of_several_brands_the_one_asked_for_comes_first(catalogue: Catalogue) -> None:
    """J1561 is Gamunex-C and Gammaked."""
    first = match(catalogue, "gammaked 10g")
    assert {each.product for each in first.chosen} == {"Gammaked"}
    assert {each.product for each in first.presentations} == {"Gammaked", "Gamunex-C"}


def test_a_firm_that_was_named_comes_first(catalogue: Catalogue) -> None:
    first = match(catalogue, "J1745 janssen")
    assert first.presentations
    assert all("Janssen" in each.labeler for each in first.chosen)


def test_what_a_presentation_tells(catalogue: Catalogue) -> None:
    record = as_record(match(catalogue, "J7211"))
    kovaltry = next(each for each in record["presentations"] if each["ndc"] == "00026-3824-25")
    (row,) = [row for row in catalogue.reference.crosswalk_of_ndc("00026-3824-25") if str(row.last) == "2026Q1"]
    assert (kovaltry["first"], kovaltry["last"]) == (str(row.first), "2026Q1")
    assert (kovaltry["curated"], kovaltry["withdrawn"], kovaltry["form"]) == (True, False, "powder")
    assert record["brands"] == ["Kovaltry"]


def test_an_ndc_beside_other_words(catalogue: Catalogue) -> None:
    assert look_up(catalogue, "kovaltry 00026-3824-25", DAY).read_as == ""
    assert "does not fit" in look_up(catalogue, "keytruda 00026-3824-25", DAY).read_as


# --- barcodes --------------------------------------------------------------------------------------------------------


def test_a_scanned_barcode(catalogue: Catalogue) -> None:
    found = look_up(catalogue, "010030026382425317270531", DAY)
    record = as_records(found)
    assert [each["code"] for each in record["matches"]] == ["J7211"]
    assert record["barcode"]["gtin"] == "00300263824253"
    assert record["barcode"]["expires"] == "2027-05-31"
    assert record["findings"] == []


def test_an_expired_package_is_a_warning(catalogue: Catalogue) -> None:
    scanned = "010030026382425317270531"
    assert look_up(catalogue, scanned, date(2027, 5, 31)).findings == ()
    (finding,) = look_up(catalogue, scanned, date(2027, 6, 1)).findings
    assert (finding.check, finding.severity) == ("package-expired", Severity.WARNING)
    assert "2027-05-31" in finding.message


def test_a_barcode_of_nothing_listed_names_all_that_it_can_mean(catalogue: Catalogue) -> None:
    """GS1's check digit weighs the digits by 3 and 1 in turn, and fills up to a multiple of ten."""
    digits = "0039999999999"
    check = -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits)) % 10
    with pytest.raises(Refused) as raised:
        look_up(catalogue, f"01{digits}{check}", DAY)
    (problem,) = raised.value.problems
    assert problem.code == "barcode-unknown"
    assert f"{digits}{check}" in problem.message
    assert len(problem.candidates) == 3


@pytest.mark.parametrize(
    "code, other, says",
    [
        ("J9264", "J9267", "without protein-bound"),
        ("J9267", "J9264", "also says protein-bound"),
        ("J0177", "J0178", "without HD"),
        ("J0178", "J0177", "also says HD"),
        ("J0881", "J0882", "for ESRD use"),
        ("J0882", "J0881", "for non-ESRD use"),
        ("J0885", "Q4081", "for ESRD use"),
    ],
)
def test_a_difference_is_said_from_both_sides(catalogue: Catalogue, code: str, other: str, says: str) -> None:
    difference = next(each.difference for each in match(catalogue, code).differences if each.code == other)
    assert says in difference
    assert "-esrd" not in difference
