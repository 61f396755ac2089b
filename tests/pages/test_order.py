"""From an order to the dose, the plan, and the bill of that plan, as a person uses it, without a browser."""

from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import fill, lines, metrics, opened, order, press, shown, shown_text, values
from unitcalc.pages.order_form import EXAMPLE

SEEN = {"date": "2025-03-01", "setting": "office"}


@pytest.fixture
def page() -> AppTest:
    return opened()


def dose(page: AppTest) -> str:
    """The dose, as it stands there large."""
    return shown(page.header).partition(" :small")[0]


def plans(page: AppTest) -> list[str]:
    """What is to be opened."""
    found = [shown_text(each.value) for each in page.subheader]
    return [each.removeprefix("Open ") for each in found if each.startswith("Open ")]


def told(page: AppTest) -> str:
    return shown(page.markdown)


def asked(page: AppTest) -> list[str]:
    """The fields of the section that are there before those folded away."""
    names = [str(getattr(each, "key", "")) for each in page.main]
    order_names = [name.removeprefix("order-") for name in names if name.startswith("order-")]
    end = order_names.index("max") if "max" in order_names else len(order_names)
    return order_names[:end]


def buttons(page: AppTest) -> list[str]:
    return [shown_text(each.label) for each in page.button]


def errors_under(page: AppTest) -> list[str]:
    """The field that is above each error."""
    found, last = [], ""
    for element in page.main:
        if element.type == "error":
            found.append(last)
        elif str(getattr(element, "key", "")).startswith(("bill-", "order-")):
            last = str(element.key)
    return found


def factor(page: AppTest) -> AppTest:
    """50 IU/kg of Kovaltry for 154 lb."""
    fill(page, drug="J7211", **SEEN)
    return order(page, order="50 IU/kg", weight="154 lb", weight_date="2025-02-28")


def test_nothing_changes_while_no_order_is_written(page: AppTest) -> None:
    assert [each.label for each in page.expander] == ["From an order", "More about this dose"]
    assert not page.expander[0].proto.expanded
    assert "appears here as you type" in told(page)
    fill(page, drug="J1745", given="350 mg", opened="4", **SEEN)
    assert lines(page) == ["J1745  35", "J1745-JW  5"]
    assert not page.header


def test_from_pounds_to_units_to_the_plan_to_the_bill(page: AppTest) -> None:
    """154 lb x 0.45359237 kg/lb x 50 IU/kg, from two vials of which the potencies are printed."""
    factor(page)
    exact = 154 * Fraction("0.45359237") * 50
    assert exact == Fraction("3492.661249")
    assert dose(page) == "3,492.661249 IU"
    assert "50 IU for each kg of body weight" in told(page)
    assert "potency of J7211 is printed on each vial" in told(page)
    assert not plans(page)
    assert not page.error
    order(page, have="1 x 2010 IU\n1 x 1520 IU")
    assert plans(page) == ["1 x 2,010 IU and 1 x 1,520 IU"]
    left = 2010 + 1520 - exact
    assert left == Fraction("37.338751")
    assert "**37.338751 IU** left of 3,530 IU · 3,493 units, JW 37" in told(page)
    assert not lines(page)
    press(page, "Bill this plan")
    # 3,492.66 IU rounded up are 3,493 units; of 3,530 opened 37 whole ones remain.
    assert lines(page) == ["J7211  3493", "J7211-JW  37"]
    assert metrics(page)[0][0] == "37.338751 IU"
    assert values(page)["given"] == "3,492.661249 IU"
    opened_rows = [str(values(page)[name]) for name in ("opened", "opened-2")]
    assert [row.partition(" single")[0] for row in opened_rows] == ["1 x 2,010 IU", "1 x 1,520 IU"]
    assert "Not the plan" not in told(page)


def test_a_flat_order_takes_the_sizes_that_are_sold(page: AppTest) -> None:
    """750 mg of vials of 500 and 100 mg: 500 + 3 x 100 leave 50, 2 x 500 leave 250; 10 mg a unit."""
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    assert asked(page) == ["order"]
    assert dose(page) == "750 mg"
    assert plans(page) == ["1 x 500 mg and 3 x 100 mg"]
    alts = [image.alt for each in page.get("image") for image in each.proto.imgs]
    assert alts[-1] == "1 x 100 mg: 50 mg given, 50 mg discarded"
    press(page, "Bill this plan")
    assert [line.split()[:2] for line in lines(page)] == [["J9312", "75"], ["J9312-JW", "5"]]
    short = next(each.label for each in page.expander if each.label.startswith("Dose"))
    assert shown_text(short) == "Dose 750 mg: plan 1 x 500 mg and 3 x 100 mg"


def test_another_plan_is_chosen_and_billed(page: AppTest) -> None:
    """2 x 500 mg for 750: 250 mg are left, 25 units."""
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    page.selectbox(key="order-plan").set_value("2: 2 x 500 mg").run()
    assert plans(page) == ["2 x 500 mg"]
    assert "**250 mg** left of 1,000 mg · 75 units, JW 25" in told(page)
    press(page, "Bill this plan")
    assert values(page)["opened"] == "2 x 50242-0053-06 @ 500 mg"
    assert "Not the plan" not in told(page)


def test_the_frontier_is_drawn_and_told(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    (chart,) = page.get("vega_lite_chart")
    assert "2 containers, 250 mg left (2 x 500 mg)" in str(chart.proto)
    assert "4 containers, 50 mg left (1 x 500 mg and 3 x 100 mg, shown)" in str(chart.proto)


def test_only_what_the_order_needs_is_asked_for_and_stays_filled(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="375 mg/m2")
    assert asked(page) == ["order", "weight", "weight_date", "last_weight", "age", "height", "bsa_formula"]
    order(page, weight="80 kg", height="180 cm")
    order(page, order="750 mg")
    assert asked(page) == ["order"]
    order(page, order="375 mg/m2 IV")
    assert values(page)["order-weight"] == "80 kg"
    assert dose(page) == "750 mg"  # the root of 80 x 180 / 3,600 = 4 is 2 m2, and 2 x 375 = 750
    order(page, order="5 mg/kg")
    assert asked(page) == ["order", "weight", "weight_date", "last_weight", "age"]
    order(page, weight_basis="ideal")
    assert {"height", "sex"} <= set(asked(page))
    fill(page, drug="J9045")
    order(page, order="AUC 5")
    assert asked(page) == ["order", "gfr"]
    order(page, order="15 mg/h")
    assert asked(page) == ["order", "duration"]


def test_an_order_by_clearance(page: AppTest) -> None:
    """5 x (90 + 25) = 575 mg."""
    fill(page, drug="J9045", **SEEN)
    order(page, order="AUC 5", gfr="90")
    assert dose(page) == "575 mg"


def test_a_rise_to_a_level_needs_the_level_measured(page: AppTest) -> None:
    """From 5 to 60 IU/dL: 55 x 0.5 IU/kg x 70 kg = 1,925 IU."""
    fill(page, drug="J7211", **SEEN)
    order(page, order="raise to 60", weight="70 kg")
    assert "level_measured" in asked(page)
    assert not page.error
    order(page, level_measured="5")
    assert dose(page) == "1,925 IU"


def test_a_product_is_asked_for_where_labels_of_several_are_known(page: AppTest) -> None:
    fill(page, drug="J7192", **SEEN)
    order(page, order="rise 60", weight="70 kg")
    assert "product" in asked(page)
    assert {"Advate", "Recombinate"} <= set(page.selectbox(key="order-product").options)
    order(page, product="Advate")
    assert "Dose of Advate J7192" in told(page)
    fill(page, drug="J9312")
    assert "product" not in asked(page)


def test_an_age_is_asked_for_with_the_reason(page: AppTest) -> None:
    """BeneFIX takes 1.3 IU/kg for each IU/dL from 12 years: 40 x 70 kg x 1.3 = 3,640 IU."""
    fill(page, drug="J7195", **SEEN)
    order(page, order="rise 40", weight="70 kg")
    assert not page.error
    assert ":material/radio_button_unchecked: Age: The factor of BeneFIX (J7195) depends on the age" in told(page)
    order(page, age="30")
    assert dose(page) == "3,640 IU"
    assert "The factor 1.3 is that of BeneFIX. J7195 is “not otherwise specified”" in told(page)


def test_what_is_missing_is_asked_for_quietly(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="375 mg/m2")
    assert not page.error
    assert "**2 fields to go until the dose**" in told(page)
    assert ":material/radio_button_unchecked: Weight" in told(page)
    assert ":material/radio_button_unchecked: Height" in told(page)


@pytest.mark.parametrize(
    "begun", ["5", "5 m", "5 mg/k", "AU", "ris", "raise to", "5 mg/kg eve", "5 mg/kg every 8", "5 mg/kg, max 2 m"]
)
def test_an_order_that_is_being_written_is_not_wrong(page: AppTest, begun: str) -> None:
    fill(page, drug="J1745", **SEEN)
    order(page, order=begun)
    assert not page.error


@pytest.mark.parametrize(
    "name, begun",
    [
        ("weight", "70"),
        ("weight", "154 l"),
        ("weight", "11 lb 4"),
        ("height", "5 f"),
        ("height", "17"),
        ("age", "6 mo"),
    ],
)
def test_a_measure_that_is_being_written_is_not_wrong(page: AppTest, name: str, begun: str) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="375 mg/m2", **{name: begun})
    assert not page.error


def test_a_weight_without_a_unit_gets_it_by_one_press(page: AppTest) -> None:
    fill(page, drug="J1745", **SEEN)
    order(page, order="5 mg/kg", weight="70")
    assert "kg or lb?" in told(page)
    assert not page.header
    press(page, "70 kg")
    assert values(page)["order-weight"] == "70 kg"
    assert dose(page) == "350 mg"


def test_what_is_wrong_stands_under_its_field_and_stays_as_typed(page: AppTest) -> None:
    """Two fields stand side by side, and what is wrong with one is below both."""
    fill(page, drug="J9312", **SEEN)
    wrong = {"order": "375 mg/m2 blue", "weight": "9000 kg", "height": "3 cm", "weight_date": "2025-04-01"}
    order(page, order="375 mg/m2")
    order(page, **wrong)
    assert errors_under(page) == ["order-order", "order-weight_date", "order-weight_date", "order-bsa_formula"]
    assert {name: values(page)[f"order-{name}"] for name in wrong} == wrong
    assert page.expander[0].label == "From an order (4 things to correct)"
    assert "Look at “Order”, “Weight”, “Weighed on”, “Height”." in told(page)


def test_containers_at_hand_that_are_too_few_or_not_read(page: AppTest) -> None:
    order(factor(page), have="1 x 1520 IU")
    assert errors_under(page) == ["order-have"]
    assert "more than the stock" in shown(page.error)
    order(page, have="1 x 1520 smidgens")
    assert errors_under(page) == ["order-have"]
    assert dose(page) == "3,492.661249 IU"


def test_an_order_that_the_drug_can_not_have_is_wrong(page: AppTest) -> None:
    fill(page, drug="J1745", **SEEN)
    order(page, order="AUC 5", gfr="90")
    assert errors_under(page) == ["order-order"]
    order(page, order="50 IU/kg", weight="70 kg")
    assert errors_under(page) == ["order-order"]


def test_a_problem_among_the_folded_fields_opens_them(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg", max="2 kisses")
    folded = page.expander[1]
    assert folded.label == "More about this order (1 thing to correct)"
    assert folded.proto.expanded


def test_a_dose_is_rounded_only_by_a_press_and_that_is_said(page: AppTest) -> None:
    """700 mg are 500 + 2 x 100 mg, 50 of 750 mg less: 6.67 %."""
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    assert not any("instead" in label for label in buttons(page))
    order(page, round_within="5%")
    assert not any("instead" in label for label in buttons(page))
    order(page, round_within="10%")
    assert dose(page) == "750 mg"
    assert values(page)["given"] == ""
    assert "instead of 750 mg (-6.67 %)" in told(page)
    press(page, "Give 700 mg instead")
    assert values(page)["given"] == "700 mg"
    assert values(page)["order-order"] == "750 mg IV"
    assert [line.split()[:2] for line in lines(page)] == [["J9312-JZ", "70"]]
    assert "Not the plan] Given is 700 mg, rounded from 750 mg (-6.67 %)." in told(page)


def test_rounding_is_usual_for_assayed_vials_and_can_be_switched_off(page: AppTest) -> None:
    """3,530 IU are 1.07 % more than 3,492.661249."""
    order(factor(page), have="1 x 2010 IU\n1 x 1520 IU")
    assert "Give 3,530 IU instead" in buttons(page)
    order(page, round_within="off")
    assert "Give 3,530 IU instead" not in buttons(page)


def test_it_is_said_where_the_form_is_no_longer_the_plan(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    press(page, "Bill this plan")
    fill(page, given="740 mg")
    assert "Given is 740 mg; the order comes to 750 mg." in told(page)
    fill(page, given="0.75 g", opened="1 x 500 mg")
    assert "Not the plan" not in told(page)
    fill(page, opened="2 x 500 mg")
    assert "What is opened is not what the plan opens: 1 x 500 mg and 3 x 100 mg." in told(page)


def test_what_is_to_be_decided_keeps_the_plan_from_being_billed(page: AppTest) -> None:
    """200 kg at six years."""
    fill(page, drug="J1745", **SEEN)
    order(page, order="5 mg/kg", weight="200 kg", age="6 years")
    assert "To decide] 200 kg at 6 years" in told(page)
    assert "Bill this plan" not in buttons(page)
    order(page, weight="20 kg")
    assert "Bill this plan" in buttons(page)
    press(page, "Bill this plan")
    order(page, weight="200 kg")  # said above what is folded away, too
    assert told(page).count("To decide] 200 kg at 6 years") == 2


def test_a_dose_of_which_no_plan_is_known_can_still_be_given(page: AppTest) -> None:
    fill(page, drug="J3490", **SEEN)
    order(page, order="100 mg")
    assert "Which sizes of J3490" in told(page)
    press(page, "Give this dose, whatever is opened")
    assert values(page)["given"] == "100 mg"


def test_the_dose_comes_before_the_drug_is_known(page: AppTest) -> None:
    order(page, order="5 mg/kg", weight="70 kg")
    assert dose(page) == "350 mg"
    assert "**2 fields to go until the plan**" in told(page)


def test_the_example_leads_to_a_plan_of_two_sizes(page: AppTest) -> None:
    """The root of 80 kg x 180 cm / 3,600 is 2 m2; 2 x 375 mg = 750 mg = 500 + 3 x 100 - 50; 10 mg a unit."""
    press(page, "Try an example order")
    assert values(page)["order-order"] == EXAMPLE["order"]
    assert dose(page) == "750 mg"
    assert plans(page) == ["1 x 500 mg and 3 x 100 mg"]
    assert not page.error
    assert ":orange-badge" not in told(page)
    press(page, "Bill this plan")
    assert [line.split()[:2] for line in lines(page)] == [["J9312", "75"], ["J9312-JW", "5"]]


def test_a_new_bill_empties_the_order_too(page: AppTest) -> None:
    fill(page, drug="J9312", **SEEN)
    order(page, order="375 mg/m2", weight="80 kg", height="180 cm", max="2 g", objective="containers")
    press(page, "New bill")
    assert {name: value for name, value in values(page).items() if value} == {"setting": "office"}
    assert not page.expander[0].proto.expanded
    order(page, order="375 mg/m2")
    assert not values(page)["order-weight"]
    assert not values(page)["order-max"]


def test_a_choice_of_another_drug_is_forgotten(page: AppTest) -> None:
    """The indications are those of the drug's own labels."""
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg", indication="non-Hodgkin lymphoma")
    fill(page, drug="J1745")
    assert not values(page)["order-indication"]


def test_the_example_order_does_not_replace_what_was_typed(page: AppTest) -> None:
    """Its button goes once something is typed; a press that was under way then does nothing."""
    page.text_input(key="order-order").set_value("5 mg/kg")
    press(page, "Try an example order")
    assert values(page)["order-order"] == "5 mg/kg"
    assert values(page)["drug"] == ""
    assert "Try an example order" not in buttons(page)
    order(page, order="")
    page.text_input(key="bill-drug").set_value("J1745")
    press(page, "Try an example order")
    assert values(page)["drug"] == "J1745"
    assert values(page)["order-order"] == ""


def test_what_is_billed_is_the_plan_of_what_stands_there_now(page: AppTest) -> None:
    """The text area is sent with the press: 4,030 IU hold the 3,492.66, 1,000 IU alone do not."""
    order(factor(page), have="1 x 2010 IU\n1 x 1520 IU")
    page.text_area(key="order-have").set_value("2 x 2015 IU")
    press(page, "Bill this plan")
    assert str(values(page)["opened"]).startswith("2 x 2,015 IU")
    assert lines(page) == ["J7211  3493", "J7211-JW  537"]  # of 537.338751
    order(page, have="1 x 2010 IU\n1 x 1520 IU")
    page.text_area(key="order-have").set_value("1 x 1000 IU")
    press(page, "Bill this plan")
    assert "Not billed" in shown(page.warning)
    assert str(values(page)["opened"]).startswith("2 x 2,015 IU")
    order(page, age="40 years")
    assert not page.warning


def test_warnings_of_the_dose_stay_open_once_it_is_billed(page: AppTest) -> None:
    """More than 20 times the usual 5 mg/kg."""
    fill(page, drug="J1745", **SEEN)
    order(page, order="100 mg/kg", weight="75 kg")
    press(page, "Bill this plan")
    short = next(each.label for each in page.expander if each.label.startswith("Dose"))
    warnings = told(page).count(":orange-badge[:material/warning: Warning]")
    assert warnings
    assert "warning" in short.rpartition("(")[2]
    inside = next(each for each in page.expander if each.label == short)
    folded = shown(inside.markdown).count(":orange-badge[:material/warning: Warning]")
    assert 0 < folded < warnings


def test_it_is_said_where_no_order_is_left_to_follow_from(page: AppTest) -> None:
    fill(page, drug="J1745", **SEEN)
    order(page, order="5 mg/kg", weight="70 kg")
    press(page, "Bill this plan")
    assert "Not from this order" not in told(page)
    order(page, weight="70 kisses")
    assert "Not from this order" in told(page)
    order(page, weight="70 kg")
    assert "Not from this order" not in told(page)
    order(page, order="", weight="")
    assert "Not from this order" in told(page)
    assert page.expander[0].proto.expanded
    press(page, "New bill")
    fill(page, drug="J1745", given="350 mg", opened="4", **SEEN)
    assert "Not from this order" not in told(page)


def test_a_plan_that_wastes_more_says_how_much(page: AppTest) -> None:
    """250 mg are left instead of 50: 200 mg, 20 units of 10 mg."""
    fill(page, drug="J9312", **SEEN)
    order(page, order="750 mg IV")
    assert "Not the best plan" not in told(page)
    page.selectbox(key="order-plan").set_value("2: 2 x 500 mg").run()
    assert "Wastes 200 mg more than plan 1 (20 units" in told(page)
