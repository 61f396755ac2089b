"""A payment limit over the quarters: a plot for the eye, the same in words."""

from fractions import Fraction

from unitcalc.catalogue.lookup.prices import Price
from unitcalc.pages.price_plot import in_words, plot


def price(period: str, dollars: str | None) -> Price:
    return Price(period, Fraction(dollars) if dollars else None, None, None, "10 MG")


PRICES = (price("2024Q1", "32.165"), price("2024Q2", None), price("2024Q3", "30.5"), price("2024Q4", "31"))


def test_a_point_for_each_quarter_that_has_a_price() -> None:
    spec = plot(PRICES)
    assert [(point["quarter"], point["price"]) for point in spec["data"]["values"]] == [
        ("2024Q1", "$32.165"),
        ("2024Q3", "$30.500"),
        ("2024Q4", "$31.000"),
    ]
    assert spec["encoding"]["x"]["scale"]["domain"] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]


def test_the_words_say_first_last_lowest_and_highest() -> None:
    assert in_words("J1745", PRICES) == (
        "Payment limit of J1745 a unit: $32.165 in 2024Q1, $31.000 in 2024Q4; "
        "lowest $30.500 in 2024Q3, highest $32.165 in 2024Q1."
    )


def test_without_prices_the_words_say_so() -> None:
    assert in_words("J1745", (price("2024Q1", None),)) == "J1745 has no payment limit in any quarter."


def test_text_is_as_dark_or_light_as_the_theme() -> None:
    light, dark = (plot(PRICES, dark=dark)["encoding"]["x"]["axis"]["labelColor"] for dark in (False, True))
    assert light != dark
