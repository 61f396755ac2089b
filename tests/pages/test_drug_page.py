"""The page 'Look up a drug', as a person uses it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import fill, lines, opened, press, shown, shown_text, values
from unitcalc.pages.places import ASKED, PAGES


def look_up(page: AppTest, text: str, day: str = "2025-03-01") -> AppTest:
    page.text_input(key="look-up-day").set_value(day)
    page.text_input(key=ASKED).set_value(text).run()
    assert not page.exception
    return page


@pytest.fixture
def page() -> AppTest:
    app = opened().switch_page(str(PAGES / "drug.py")).run()
    assert not app.exception
    return app


def told(page: AppTest) -> str:
    cells = [str(cell) for table in page.table for cell in table.value.to_numpy().ravel()]
    return "\n".join(
        [
            shown(page.markdown),
            shown(page.header),
            shown(page.subheader),
            shown(page.warning),
            shown_text("\n".join(cells)),
        ]
    )


def test_nothing_asked_shows_what_may_be(page: AppTest) -> None:
    assert "appears here as you type" in told(page)
    press(page, "Kovaltry")
    assert "J7211" in shown(page.header)


def test_a_code_in_full(page: AppTest) -> None:
    """J1745 on 2025-03-01: 10 mg, $30.525 in 2025Q1, 150 units a day, status K, on the single-dose list."""
    text = told(look_up(page, "J1745"))
    assert shown(page.header) == "J1745"
    for words in (
        "Injection, infliximab, excludes biosimilar, 10 mg",
        "from 2000-01-01 on",
        "$30.525 a unit",
        "(2025Q1)",
        "150 units a day, never split over lines",
        "K: separately paid drug",
        "listed: all its containers are single-dose",
        "57894-0030-01",
        "Janssen Biotech, Inc.",
        "fda_purple_book",
        "ASP payment limits",
    ):
        assert words in text


def test_prices_are_a_plot_with_words_and_a_table(page: AppTest) -> None:
    look_up(page, "J1745")
    (chart,) = page.get("vega_lite_chart")
    assert "Payment limit of J1745 a unit: $" in chart.proto.alt
    table = next(table.value for table in page.table if "Payment limit" in table.value)
    assert table["Quarter"].tolist()[0] > table["Quarter"].tolist()[-1]


def test_what_is_published_wrongly_stands_first(page: AppTest) -> None:
    look_up(page, "J7211")
    assert "widely published as" in shown(page.warning)
    assert "J7204" in shown(page.warning)


def test_similar_codes_are_one_press_away(page: AppTest) -> None:
    look_up(page, "J1745")
    assert "Inflectra" in told(page)
    press(page, "Q5103")
    assert shown(page.header) == "Q5103"
    assert page.text_input(key=ASKED).value == "Q5103"


def test_history_is_one_press_away(page: AppTest) -> None:
    """J2505 (6 mg) became J2506 (0.5 mg) on 2022-01-01."""
    look_up(page, "J2505")
    assert "Not in force" in shown(page.warning)
    press(page, "J2506")
    assert shown(page.header) == "J2506"


def test_several_codes_are_a_list_to_choose_from(page: AppTest) -> None:
    look_up(page, "infliximab")
    assert not page.header
    assert "which one?" in told(page)
    press(page, "Q5121")
    assert shown(page.header) == "Q5121"


def test_a_misspelled_name_says_how_it_was_read(page: AppTest) -> None:
    assert "Kovaltry" in told(look_up(page, "kovaltri"))
    assert shown(page.header) == "J7211"


def test_nothing_found_is_said_and_what_is_close_offered(page: AppTest) -> None:
    look_up(page, "J1754")
    assert "J1754 is not in the HCPCS release" in told(page)
    assert any(shown_text(button.label).startswith("J1745") for button in page.button)


def test_what_was_typed_is_never_markup(page: AppTest) -> None:
    look_up(page, "![x](https://example.org/x.png)")
    text = "\n".join(element.value for element in page.markdown)
    assert "![x](" not in text
    assert "https://" not in text


def test_a_date_that_can_not_be_read_is_told(page: AppTest) -> None:
    look_up(page, "J1745", "2025-13-01")
    assert "'2025-13-01' is not a date" in shown(page.error)


def test_the_drug_is_billed_by_one_press(page: AppTest) -> None:
    look_up(page, "J7211")
    press(page, "Bill this drug")
    assert shown(page.title) == "Bill a dose"
    assert {name: value for name, value in values(page).items() if value} == {
        "drug": "J7211",
        "of-0-J7211": "any assayed vial, NDC not stated",
    }


def test_a_bill_leads_to_its_drug() -> None:
    page = press(opened(), "Worked example")
    press(page, "About this drug")
    assert shown(page.title) == "Look up a drug"
    assert shown(page.header) == "J1745"


def test_a_drug_taken_over_leaves_nothing_of_another_dose() -> None:
    page = press(opened(), "Worked example")
    press(page, "About this drug")
    press(page, "Bill this drug")
    kept = {name: value for name, value in values(page).items() if value and not name.startswith("of-")}
    assert kept == {"drug": "J1745", "setting": "office"}


def test_a_bill_worked_by_hand_fills_the_form(page: AppTest) -> None:
    """J7170: 1.5 mg/kg for 90 kg are 135 mg, 270 units of 0.5 mg; 15 mg of the vial of 150 mg are 30 units JW."""
    look_up(page, "J7170")
    assert "Worked by hand" in shown(page.subheader)
    press(page, "Fill the bill with it")
    assert shown(page.title) == "Bill a dose"
    assert lines(page) == ["J7170  270  N450242092301 ML0.9", "J7170-JW  30  N450242092301 ML0.1"]


def test_the_worked_example_is_of_the_drug_that_stands_in_the_form() -> None:
    page = press(fill(opened(), drug="J9312"), "Worked example")
    assert values(page)["drug"] == "J9312"
    assert lines(page)
