"""The page 'Bill a dose', as a person uses it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import component, fill, lines, metrics, opened, press, shown, shown_text, today, values
from unitcalc.findings import Problem, Refused
from unitcalc.pages.form import LABELS

BASIC = {"drug": "J1745", "date": "2025-03-01", "setting": "office", "given": "350 mg", "opened": "4"}
COUNTED = "bill-of-0-J1745"


@pytest.fixture
def page() -> AppTest:
    return opened()


def quiet(page: AppTest) -> str:
    """All that stands on the page as text."""
    return shown(page.markdown)


def errors_under(page: AppTest) -> list[str]:
    """The fields under which an error stands, in order."""
    found, last = [], ""
    for element in page.main:
        if element.type == "error":
            found.append(last)
        elif str(getattr(element, "key", "")).startswith("bill-"):
            last = str(element.key).removeprefix("bill-")
    return found


def test_nothing_is_filled_in_beforehand(page: AppTest) -> None:
    assert set(values(page)) == {*LABELS, "order-order"}
    assert not any(values(page).values())
    assert not page.metric
    assert not page.error
    assert "appears here as you type" in quiet(page)


def test_the_bill_follows_what_is_typed(page: AppTest) -> None:
    fill(page, **{name: text for name, text in BASIC.items() if name != "opened"})
    assert lines(page) == []
    assert not page.error
    assert "1 field to go" in quiet(page)
    fill(page, opened="4")
    assert lines(page) == ["J1745  35", "J1745-JW  5"]


def test_the_basic_case(page: AppTest) -> None:
    fill(page, **BASIC)
    assert lines(page) == ["J1745  35", "J1745-JW  5"]
    assert metrics(page) == [("50 mg", "assumed: discard not charted"), ("5 units", "JW for 50 mg")]
    assert "Discard not charted" in quiet(page)
    assert "RULES R4, 9" in quiet(page)
    assert "Opened 400 mg = 350 mg given + 50 mg discarded" in quiet(page)
    claim, worksheet, rules = (table.value for table in page.table)
    assert list(rules["Rule"])[:3] == ["R1", "R4", "R5"]
    assert claim["Units"].tolist() == ["**35**", "**5**"]
    assert all("  \n" in cell for cell in worksheet["How, and by which source"])
    assert "350 mg / 10 mg = 35, rounded up" in page.code[-1].value


def test_each_container_is_drawn_with_words(page: AppTest) -> None:
    fill(page, **BASIC)
    alts = [image.alt for each in page.get("image") for image in each.proto.imgs]
    assert alts == ["3 x 100 mg: each: 100 mg given", "1 x 100 mg: 50 mg given, 50 mg discarded"]
    told = quiet(page)
    for words in ("3 x 100 mg", "each: 100 mg given", "1 x 100 mg", "50 mg given", "50 mg discarded"):
        assert words in told


def test_what_was_explained_is_not_billed(page: AppTest) -> None:
    fill(page, **BASIC, discarded="30 mg", explained="20 mg tubing")
    assert lines(page) == ["J1745  35", "J1745-JW  3"]
    assert metrics(page) == [("30 mg", "as charted"), ("3 units", "JW for 30 mg")]


def test_both_bills_are_shown_where_a_person_must_choose(page: AppTest) -> None:
    fill(page, **BASIC, discarded="30 mg")
    assert lines(page) == []
    assert [code.value for code in page.code][:2] == ["J1745  35\nJ1745-JW  5", "J1745  35\nJ1745-JW  3"]
    assert component(page, "copy-alternative-1")["text"] == "J1745  35\nJ1745-JW  3"
    assert metrics(page) == [("30 mg", "as charted; 20 mg unexplained"), ("undecided", "5 or 3")]
    assert "20 mg of what was opened is neither given, discarded nor explained" in shown(page.error)
    assert "“Explained”" in shown(page.error)


def test_a_container_type_is_decided_by_one_press(page: AppTest) -> None:
    """3 mg of a 4 mg vial at 1 mg a unit: the fourth unit is waste if the vial is single-dose."""
    fill(page, **BASIC | {"drug": "J1100", "given": "3 mg", "opened": "1 x 4 mg"})
    assert lines(page) == []
    press(page, "The label says single-dose")
    assert values(page)["container_type"] == "single-dose"
    assert lines(page) == ["J1100  3", "J1100-JW  1"]


def test_a_stopped_infusion_is_decided_by_one_press(page: AppTest) -> None:
    fill(page, **BASIC | {"stopped": "ask"})
    assert lines(page) == []
    press(page, "The rest was part of the dose")
    assert lines(page) == ["J1745-JZ  35"]


def test_what_is_said_alike_of_many_is_told_once(page: AppTest) -> None:
    """Many firms' vials of vancomycin hold 1 g, and for each the same is not verified."""
    fill(page, **BASIC | {"drug": "J3370", "given": "1.2 g", "opened": "2 x 1 g"})
    folded = [each.label for each in page.expander if each.label.startswith("The same of ")]
    assert folded


def test_what_waits_for_a_person_is_shown_but_not_copied(page: AppTest) -> None:
    """150 mg from four vials of 100 mg: two would have been enough."""
    fill(page, **BASIC | {"given": "150 mg"})
    assert "A person must decide" in page.error[0].proto.title
    assert page.table[0].value["Units"].tolist() == ["**15**", "**25**"]
    assert "As it would be billed" in quiet(page)
    assert lines(page) == []


def test_a_bill_with_alternatives_depends_on_the_decision(page: AppTest) -> None:
    """Several containers of a code that counts doses: the container's type is unknown."""
    fill(page, **BASIC | {"drug": "J3399", "given": "1 dose", "opened": "1 x 1 dose"})
    assert len([each for each in page.get("bidi_component") if "alternative" in each.key]) > 1
    assert metrics(page)[1][1] == "depends on the decision"


def test_waste_says_how_much_of_it_the_units_are(page: AppTest) -> None:
    """303 mg of 400: 97 mg are left, nine units of 10 mg are 90 mg of them; 31 units hold 7 mg more than was given."""
    fill(page, **BASIC | {"given": "303 mg"})
    assert metrics(page)[1] == ("9 units", "JW: 90 mg of 97 mg discarded")
    assert "JW: 90 mg of 97 mg discarded; the rest is in the unit rounded up." in quiet(page)
    assert page.table[0].value["For"].tolist() == ["303 mg", "90 mg of 97 mg"]


def test_overfill_is_part_of_the_balance(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "410 mg", "overfill": "10 mg"})
    assert "Opened 400 mg + 10 mg overfill = 410 mg given" in quiet(page)


def test_a_record_that_does_not_balance_says_so(page: AppTest) -> None:
    fill(page, **BASIC | {"discarded": "70 mg"})
    told = "Not balanced: 420 mg charted (350 mg given + 70 mg discarded), 20 mg more than the 400 mg opened"
    assert told in quiet(page)


def test_a_setting_is_named_as_its_policy_names_it(page: AppTest) -> None:
    fill(page, **BASIC | {"setting": "rhc"})
    assert "Rural health clinic or FQHC" in quiet(page)


def test_nothing_was_given(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "0 mg"})
    assert shown(page.info) == "Nothing was given: no line."
    assert [value for value, _ in metrics(page)] == ["400 mg", "0 units"]


def test_waste_of_less_than_a_unit_is_two_numbers(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "395 mg", "discarded": "5 mg"})
    assert lines(page) == ["J1745-JZ  40"]
    assert metrics(page) == [("5 mg", "as charted"), ("0 units", "JZ: no whole unit to bill")]


def test_every_error_stands_at_its_field_and_nothing_typed_is_lost(page: AppTest) -> None:
    wrong = {
        "drug": "no such drug",
        "date": "next week",
        "given": "350 smidgens",
        "opened": "some vials",
        "discarded": "-1 mg",
        "overfill": "5 pinches",
    }
    fill(page, **wrong)
    assert {name: text for name, text in values(page).items() if text} == wrong
    assert not page.metric
    assert errors_under(page) == ["drug", "setting", "given", "opened", "discarded", "overfill"]  # date's below both
    assert "'next week' is not a date" in shown(page.error)
    assert "6 things to correct" in quiet(page)
    order, rest = page.expander[0], page.expander[1]
    assert (order.label, order.proto.expanded) == ("From an order", False)
    assert (rest.label, rest.proto.expanded) == ("More about this dose (1 thing to correct)", True)


def test_fields_that_were_not_reached_are_asked_for_without_an_error(page: AppTest) -> None:
    fill(page, drug="J1745")
    assert not page.error
    told = quiet(page)
    assert "4 fields to go" in told
    for name in ("date", "setting", "given", "opened"):
        assert f":material/radio_button_unchecked: {LABELS[name]}" in told


@pytest.mark.parametrize(
    "name, begun",
    [
        ("date", "2025-03"),
        ("given", "350"),
        ("given", "350 m"),
        ("opened", "4 x"),
        ("opened", "4 x 100"),
        ("opened", "3 x 44206-04"),
        ("opened", "1 x 57894-0030-01 @"),
        ("discarded", "50 mc"),
        ("drug", "J17"),
        ("drug", "57894-03"),
        ("explained", "20 mg"),
    ],
)
def test_what_is_only_begun_is_no_error(page: AppTest, name: str, begun: str) -> None:
    fill(page, **BASIC | {name: begun})
    assert not page.error
    assert not page.metric


def test_a_number_without_a_unit_gets_it_by_one_press(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "350"})
    assert "350 of what?" in quiet(page)
    offered = [button.label for button in page.button if str(button.key).startswith("unit-given")]
    assert offered == ["mg", "g", "mcg"]
    press(page, "mg")
    assert values(page)["given"] == "350 mg"
    assert lines(page) == ["J1745  35", "J1745-JW  5"]


def test_units_fit_the_drug(page: AppTest) -> None:
    fill(page, drug="J7211", given="1046")
    assert [button.label for button in page.button if str(button.key).startswith("unit-given")] == ["IU"]


def test_a_name_that_one_code_goes_by_is_taken_and_shown(page: AppTest) -> None:
    fill(page, **BASIC | {"drug": "remicade"})
    assert lines(page) == ["J1745  35", "J1745-JW  5"]
    assert "**J1745** Injection, infliximab, excludes biosimilar, 10 mg" in quiet(page)


def test_where_several_codes_go_by_a_name_a_person_chooses(page: AppTest) -> None:
    fill(page, **BASIC | {"drug": "infliximab"})
    assert not page.error
    assert lines(page) == []
    offered = [shown_text(button.label) for button in page.button if str(button.key).startswith("offer-")]
    assert any(label.startswith("J1745") for label in offered)
    assert any(label.startswith("Q5103") for label in offered)
    press(page, next(label for label in offered if label.startswith("J1745")))
    assert values(page)["drug"] == "J1745"
    assert lines(page) == ["J1745  35", "J1745-JW  5"]


def test_a_misspelled_name_is_taken_with_a_word_about_it(page: AppTest) -> None:
    fill(page, drug="remicaid")
    assert not page.error
    assert "Remicade" in quiet(page)


def test_messages_speak_of_fields_not_of_options(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "450 mg"})
    assert errors_under(page) == ["given"]
    assert "“Overfill”" in shown(page.error)
    assert "--" not in shown(page.error)


def test_what_was_typed_is_never_markup(page: AppTest) -> None:
    fill(page, **BASIC | {"given": "![x](https://example.org/x.png) $1$"})
    told = "\n".join(element.value for element in page.error)
    assert "![x](" not in told
    assert "https://" not in told


def test_an_unknown_code_is_told_at_the_drug_with_what_is_close(page: AppTest) -> None:
    fill(page, **BASIC | {"drug": "J1754"})
    assert errors_under(page) == ["drug"]
    assert "J1745" in " ".join(button.label for button in page.button)


def test_an_ndc_names_the_drug_and_its_quantity_stands_on_the_claim(page: AppTest) -> None:
    fill(page, **BASIC | {"drug": "57894-030-01"})
    assert lines(page)[0] == "J1745  35  N457894003001 UN3.5"
    assert page.table[0].value["NDC and quantity"].tolist() == ["N457894003001 UN3.5", "N457894003001 UN0.5"]


def test_a_scanned_barcode_names_the_drug(page: AppTest) -> None:
    """A GTIN of Remicade: 00, 3, the ten digits of the NDC, and the check digit as GS1 computes it."""
    body = "0035789403001"
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    gtin = f"{body}{-weighted % 10}"
    fill(page, **BASIC | {"drug": f"01{gtin}17270531"})
    assert lines(page)[0] == "J1745  35  N457894003001 UN3.5"


def test_ten_digits_are_asked_about_not_guessed(page: AppTest) -> None:
    fill(page, drug="5789403001")
    assert not page.error
    assert "can mean" in quiet(page)
    assert "57894-0300-01" in " ".join(shown_text(button.label) for button in page.button)


@pytest.mark.parametrize("typed", ["4 x 100 mg", "4", "4 x 57894-0030-01", "3 x 100 mg + 1 x 100 mg", "100 mg x 4"])
def test_containers_may_be_counted_or_written_out(page: AppTest, typed: str) -> None:
    fill(page, **BASIC | {"opened": typed})
    assert [line.partition("  N4")[0] for line in lines(page)] == ["J1745  35", "J1745-JW  5"]


def test_a_container_is_chosen_by_its_ndc(page: AppTest) -> None:
    fill(page, **BASIC)
    options = page.selectbox(key=COUNTED).options
    assert options[0] == "100 mg"
    remicade = next(option for option in options if "57894-0030-01" in option)
    page.selectbox(key=COUNTED).set_value(remicade).run()
    assert lines(page)[1] == "J1745-JW  5  N457894003001 UN0.5"


def test_several_sizes_have_rows_of_their_own(page: AppTest) -> None:
    """150 mg and 420 mg of trastuzumab: 570 mg opened, 500 given, 70 left: 50 and 7 units."""
    fill(page, **BASIC | {"drug": "J9355", "given": "500 mg", "opened": "1 x 150 mg"})
    press(page, "Another size")
    page.text_input(key="bill-opened-2").set_value("1 x 420 mg single-dose").run()
    assert not page.exception
    assert lines(page) == ["J9355  50", "J9355-JW  7"]


def test_the_potency_of_each_assayed_vial_is_asked_for(page: AppTest) -> None:
    """1,046 and 1,051 IU, 2,050 given: 47 left."""
    fill(page, **BASIC | {"drug": "J7211", "given": "2050 IU", "opened": "2"})
    assert "potency printed on each" in quiet(page)
    assert lines(page) == []
    page.text_input(key="bill-potency").set_value("1046").run()
    assert lines(page) == []
    assert "1 of 2 potencies stated" in quiet(page)
    press(page, "All 2 are 1,046 IU")
    assert values(page)["potency"] == "2 x 1,046 IU"
    assert lines(page) == ["J7211  2050", "J7211-JW  42"]  # one for both: 2,092
    page.text_input(key="bill-potency").set_value("1046, 1051, 1055").run()
    assert errors_under(page) == ["potency"]
    page.text_input(key="bill-potency").set_value("1046 1051").run()
    assert lines(page) == ["J7211  2050", "J7211-JW  47"]


def test_today_is_written_never_assumed(page: AppTest) -> None:
    fill(page, **BASIC | {"date": ""})
    assert lines(page) == []
    fill(page, date=" Today ")
    assert lines(page)[0] == "J1745  35"
    assert values(page)["date"] == " Today "
    assert component(page, "print-sheet")["html"].count(today()) >= 2


def test_dispensed_in_place_of_given(page: AppTest) -> None:
    fill(page, drug="J7192", date="2025-03-01", setting="home", opened="2 x 1046 IU", dispensed="yes")
    assert lines(page) == ["J7192-JZ  2092"]


def test_the_worked_example_comes_only_when_asked(page: AppTest) -> None:
    press(page, "Worked example")
    assert lines(page) == ["J1745  35", "J1745-JW  5"]
    assert values(page)["opened"] == "4"
    press(page, "New bill")
    assert not any(values(page).values())
    assert not page.metric


def test_a_new_bill_keeps_the_setting_that_was_chosen(page: AppTest) -> None:
    fill(page, **BASIC | {"setting": "hospital-outpatient"})
    press(page, "Worked example")
    press(page, "New bill")
    assert {name: value for name, value in values(page).items() if value} == {"setting": "hospital-outpatient"}


def test_the_last_line_names_version_and_data(page: AppTest) -> None:
    assert "unitcalc 0." in quiet(page)
    assert "ASP payment limits 2024Q1 to " in quiet(page)
    assert "Older data" not in quiet(page)
    fill(page, drug="J1745", date="2099-01-01")
    assert "Older data" in quiet(page)
    fill(page, **BASIC | {"date": "2099-01-01"})
    assert "Older data" not in quiet(page)  # the bill itself warns, and once is enough
    assert "2099-01-01 lies outside HCPCS Level II" in quiet(page)


def test_newer_files_are_named_only_where_they_may_help(page: AppTest) -> None:
    fill(page, **BASIC | {"date": "2019-05-01"})
    assert "2019-05-01 lies outside" in quiet(page)
    assert "data import" not in quiet(page)
    fill(page, date="2099-01-01")
    assert "Newer files: unitcalc data import." in quiet(page)


def test_damaged_tables_are_told_and_nothing_else_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise Refused(Problem("table-damaged", "codes.csv is damaged.", "Install unitcalc again."))

    monkeypatch.setattr("unitcalc.pages.tables.inputs_key", damaged)
    page = opened()
    assert "codes.csv is damaged. Install unitcalc again." in shown(page.error)
    assert not page.text_input


@pytest.mark.parametrize("opened_as", ["4 x 57894003001", "2 x 57894-0030-01 and 2 x 57894-0030-01"])
def test_containers_by_ndc_name_the_drug(opened_as: str) -> None:
    page = fill(opened(), date="2025-03-01", setting="office", given="350 mg", opened=opened_as)
    # 350 mg of 4 x 100 mg, 10 mg a unit: 35 and 5.
    assert [line.split("  ")[:2] for line in lines(page)] == [["J1745", "35"], ["J1745-JW", "5"]]
