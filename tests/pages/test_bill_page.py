"""The page 'Bill a dose', as a person uses it, without a browser."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from unitcalc.pages.entry import CHOICES, LABELS, key

PROJECT = Path(__file__).resolve().parents[2]
BASIC = {"drug": "J1745", "date": "2025-03-01", "setting": "office", "given": "350 mg", "opened": "4 x 100 mg"}
AREAS = ("opened", "explained")


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    assert not app.exception
    return app


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def bill(page: AppTest, **fields: str) -> AppTest:
    for name, text in fields.items():
        if name == "dispensed":
            page.checkbox(key=key(name)).set_value(True)
        elif name == "setting" or name in CHOICES:
            page.selectbox(key=key(name)).set_value(text)
        elif name in AREAS:
            page.text_area(key=key(name)).set_value(text)
        else:
            page.text_input(key=key(name)).set_value(text)
    return press(page, "Bill")


def values(page: AppTest) -> dict[str, object]:
    fields = [*page.text_input, *page.text_area, *page.selectbox, *page.checkbox]
    return {str(field.key).removeprefix("bill-"): field.value for field in fields}


def metrics(page: AppTest) -> list[tuple[str, str]]:
    return [(metric.value, metric.delta) for metric in page.metric]


def shown(elements: object) -> str:
    """What a person reads: without the marks that keep it from being read as markup."""
    return re.sub(r"\\(.)", r"\1", "\n".join(str(element.value) for element in elements))  # type: ignore[attr-defined]


def test_nothing_is_filled_in_beforehand(page: AppTest) -> None:
    assert set(values(page)) == set(LABELS)
    assert not any(values(page).values())
    assert not page.metric
    assert not page.error


def test_the_basic_case(page: AppTest) -> None:
    bill(page, **BASIC)
    assert page.code[0].value == "J1745  35\nJ1745-JW  5"
    assert metrics(page) == [("50 mg", "assumed: discard not charted"), ("5 units", "JW for 50 mg")]
    assert "Discard not charted" in shown(page.markdown)
    assert "RULES R4, 9" in shown(page.markdown)
    lines, worksheet, rules = (table.value for table in page.table)
    assert list(rules["Rule"])[:3] == ["R1", "R4", "R5"]
    assert lines["Units"].tolist() == ["35", "5"]
    assert worksheet["Source"].str.len().min() > 0
    assert "350 mg / 10 mg = 35, rounded up" in page.code[-1].value


def test_what_was_explained_is_not_billed(page: AppTest) -> None:
    bill(page, **BASIC, discarded="30 mg", explained="20 mg tubing")
    assert page.code[0].value == "J1745  35\nJ1745-JW  3"
    assert metrics(page) == [("30 mg", "as charted"), ("3 units", "JW for 30 mg")]


def test_both_bills_are_shown_where_a_person_must_choose(page: AppTest) -> None:
    bill(page, **BASIC, discarded="30 mg")
    assert [code.value for code in page.code][:2] == ["J1745  35\nJ1745-JW  5", "J1745  35\nJ1745-JW  3"]
    assert metrics(page) == [("30 mg", "as charted; 20 mg unexplained"), ("undecided", "5 or 3")]
    assert "20 mg of what was opened is neither given, discarded nor explained" in shown(page.error)
    assert "“Explained”" in shown(page.error)


def test_nothing_was_given(page: AppTest) -> None:
    bill(page, **BASIC | {"given": "0 mg"})
    assert shown(page.info) == "Nothing was given: no line."
    assert [value for value, _ in metrics(page)] == ["400 mg", "0 units"]


def test_waste_of_less_than_a_unit_is_two_numbers(page: AppTest) -> None:
    bill(page, **BASIC | {"given": "395 mg", "discarded": "5 mg"})
    assert page.code[0].value == "J1745-JZ  40"
    assert metrics(page) == [("5 mg", "as charted"), ("0 units", "JZ: no whole unit to bill")]


def test_every_error_stands_at_its_field_and_nothing_typed_is_lost(page: AppTest) -> None:
    wrong = {
        "drug": "remicade",
        "date": "yesterday",
        "given": "350",
        "opened": "4 x 100 mg\nsome vials",
        "explained": "20 mg",
    }
    bill(page, **wrong)
    assert {name: text for name, text in values(page).items() if text} == wrong
    assert not page.metric
    assert "6 things to correct" in page.error[0].proto.title
    order = [kind for kind, _ in _fields_and_errors(page)]
    after = {order[at - 1] for at, kind in enumerate(order) if kind == "error" and at}  # the first one sums up
    assert after == {"drug", "date", "setting", "given", "opened", "explained"}
    told = shown(page.error)
    assert "'350' has no unit" in told
    assert "Codes of that name: J1745" in told
    assert page.expander[0].label == "More about this dose (1 to correct)"
    assert page.expander[0].proto.expanded


def _fields_and_errors(page: AppTest) -> list[tuple[str, str]]:
    found = []
    for element in page.main:
        if element.type == "error":
            found.append(("error", element.value))
        elif str(getattr(element, "key", "")).startswith("bill-"):
            found.append((str(element.key).removeprefix("bill-"), ""))
    return found


def test_an_empty_form_says_what_is_missing(page: AppTest) -> None:
    press(page, "Bill")
    told = shown(page.error)
    for words in ("No drug was named", "date of service is missing", "setting is missing", "given is missing"):
        assert words in told


def test_messages_speak_of_fields_not_of_options(page: AppTest) -> None:
    bill(page, **BASIC | {"given": "500 mg"})
    assert "“Overfill”" in shown(page.error)
    assert "--" not in shown(page.error)


def test_what_was_typed_is_never_markup(page: AppTest) -> None:
    bill(page, **BASIC | {"given": "![x](https://example.org/x.png) $1$"})
    told = "\n".join(element.value for element in page.error)
    assert "![x](" not in told
    assert "https://" not in told


def test_an_unknown_code_is_told_at_the_drug(page: AppTest) -> None:
    bill(page, **BASIC | {"drug": "Q0000"})
    kinds = [kind for kind, _ in _fields_and_errors(page)]
    assert kinds[kinds.index("drug") + 1] == "error"


def test_an_ndc_names_the_drug_and_its_quantity_stands_on_the_claim(page: AppTest) -> None:
    bill(page, **BASIC | {"drug": "57894-030-01"})
    assert page.code[0].value.splitlines()[0] == "J1745  35  N457894003001 UN3.5"
    assert page.table[0].value["NDC quantity"].tolist() == ["UN3.5", "UN0.5"]


def test_today_is_written_never_assumed(page: AppTest) -> None:
    bill(page, **BASIC | {"date": " Today "})
    assert page.code[0].value.startswith("J1745  35")
    assert values(page)["date"] == " Today "


def test_dispensed_in_place_of_given(page: AppTest) -> None:
    bill(page, drug="J7192", date="2025-03-01", setting="home", opened="2 x 1046 IU", dispensed="yes")
    assert page.code[0].value == "J7192-JZ  2092"


def test_the_worked_example_comes_only_when_asked(page: AppTest) -> None:
    press(page, "Worked example")
    assert page.code[0].value == "J1745  35\nJ1745-JW  5"
    assert values(page)["opened"] == "4 x 100 mg"
    press(page, "Clear")
    assert not any(values(page).values())
    assert not page.metric


def test_clear_keeps_the_setting_that_was_chosen(page: AppTest) -> None:
    bill(page, **BASIC | {"setting": "hospital-outpatient"})
    press(page, "Worked example")
    press(page, "Clear")
    assert {name: value for name, value in values(page).items() if value} == {"setting": "hospital-outpatient"}
