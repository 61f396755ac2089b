"""Measures as people write them, and what is refused."""

from fractions import Fraction

import pytest

from unitcalc.dosing import measures
from unitcalc.dosing.formulas import Formulas
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, read_amount

WEIGHTS = [
    ("70 kg", "70"),
    ("70kg", "70"),
    ("70 kilograms", "70"),
    ("3200 g", "3.2"),
    ("154 lb", "69.85322498"),
    ("154 lbs", "69.85322498"),
    ("154 pounds", "69.85322498"),
    ("11 lb 4 oz", "5.1029141625"),
    ("11lb4oz", "5.1029141625"),
    ("11 lb, 4 oz", "5.1029141625"),
    ("11 pounds and 4 ounces", "5.1029141625"),
    ("180 oz", "5.1029141625"),
]


@pytest.mark.parametrize("text, kilograms", WEIGHTS)
def test_weights(formulas: Formulas, text: str, kilograms: str) -> None:
    """1 lb = 0.45359237 kg and 16 oz: 11.25 x 0.45359237 = 5.1029141625."""
    assert measures.read_weight(text, formulas.weight).amount == Amount(Fraction(kilograms), measures.KG)


HEIGHTS = [
    ("170 cm", "170"),
    ("1.70 m", "170"),
    ("1.70m", "170"),
    ("67 in", "170.18"),
    ("67 inches", "170.18"),
    ('67"', "170.18"),
    ("5 ft 7 in", "170.18"),
    ("5'7\"", "170.18"),
    ("5' 7\"", "170.18"),
    ("5’7”", "170.18"),
    ("5'7", "170.18"),
    ("5 ft", "152.4"),
    ("5'", "152.4"),
    ("5 feet 7.5 inches", "171.45"),
]


@pytest.mark.parametrize("text, centimeters", HEIGHTS)
def test_heights(formulas: Formulas, text: str, centimeters: str) -> None:
    """1 in = 2.54 cm: 67 x 2.54 = 170.18, 60 x 2.54 = 152.4, 67.5 x 2.54 = 171.45."""
    assert measures.read_height(text, formulas.height).amount == Amount(Fraction(centimeters), measures.CM)


AGES = [
    ("12", "12 years"),
    ("12 years", "12 years"),
    ("12 yrs old", "12 years"),
    ("12 y", "12 years"),
    ("12yo", "12 years"),
    ("6 months", "6 months"),
    ("6 mo", "6 months"),
    ("6mo old", "6 months"),
    ("3 weeks", "3 weeks"),
    ("3 w", "3 weeks"),
    ("10 days", "10 days"),
    ("2 years 6 months", "30 months"),
    ("0", "0 years"),
]


@pytest.mark.parametrize("text, age", AGES)
def test_ages(formulas: Formulas, text: str, age: str) -> None:
    assert measures.read_age(text, formulas) == read_amount(age)


DURATIONS = [("4 h", "4 h"), ("4 hours", "4 h"), ("30 min", "30 min"), ("3 days", "3 days"), ("1 h 30 min", "90 min")]


@pytest.mark.parametrize("text, duration", DURATIONS)
def test_durations(text: str, duration: str) -> None:
    assert measures.read_duration(text) == read_amount(duration)


@pytest.mark.parametrize("text", ["90", "90 mL/min", "90 ml / min"])
def test_clearances(formulas: Formulas, text: str) -> None:
    assert measures.read_clearance(text, formulas.clearance) == 90


@pytest.mark.parametrize("text, sex", [("female", "female"), ("F", "female"), ("Male", "male"), ("m", "male")])
def test_sexes(text: str, sex: str) -> None:
    assert measures.read_sex(text) == sex


# Reader, text, the code of its refusal, words of message and hint.
REFUSALS = [
    ("weight", "70", "weight-without-unit", "70 kg, or 70 lb (which is 31.8 kg)"),
    ("weight", "0 lb", "weight-zero", "0 lb"),
    ("weight", "0 lb 0 oz", "weight-zero", "no weight"),
    ("weight", "700 kg", "weight-impossible", "635 kg"),
    ("weight", "1500 lb", "weight-impossible", "680.389 kg"),
    ("weight", "70 g", "weight-impossible", "at least 0.2 kg"),
    ("weight", "70 mg", "weight-not-read", "70 kg"),
    ("weight", "70 cm", "weight-not-read", "70 kg"),
    ("weight", "11 lb 16 oz", "weight-not-read", "16 ounces"),
    ("weight", "70 kg 4 oz", "weight-not-read", "11 lb 4 oz"),
    ("weight", "-70 kg", "amount-negative", "negative"),
    ("weight", "70,5 kg", "amount-not-read", "two ways"),
    ("weight", "70 zorkmid", "unit-unknown", "zorkmid"),
    ("height", "170", "height-without-unit", "170 cm, or 170 in"),
    ("height", "0 cm", "height-zero", "0 cm"),
    ("height", "300 cm", "height-impossible", "272 cm"),
    ("height", "170 m", "height-impossible", "272 cm"),
    ("height", "5 cm", "height-impossible", "at least 20 cm"),
    ("height", "5 ft 13 in", "height-not-read", "12 inches"),
    ("height", "70 kg", "height-not-read", "170 cm"),
    ("age", "-1", "age-not-read", "zero or more"),
    ("age", "130", "age-impossible", "125 years"),
    ("age", "12 kg", "age-not-read", "12 years"),
    ("age", "old", "amount-not-read", "not an amount"),
    ("age", "6 m", "unit-ambiguous", "whole unit"),
    ("duration", "4", "duration-without-unit", "4 h, or 4 min"),
    ("duration", "0 h", "duration-zero", "no time"),
    ("duration", "4 mg", "duration-not-read", "30 min"),
    ("gfr", "900", "gfr-impossible", "300 mL/min"),
    ("gfr", "90 mL/min/1.73m2", "gfr-normalised", "divide by 1.73"),
    ("gfr", "90 per 1.73 m2", "gfr-normalised", "divide by 1.73"),
    ("gfr", "90 mg", "gfr-not-read", "mL/min"),
    ("sex", "x", "sex-unknown", "female or male"),
    ("concentration", "10 mg", "concentration-not-read", "10 mg/mL"),
    ("concentration", "0 mg/mL", "concentration-not-read", "10 mg/mL"),
]


def refusal(formulas: Formulas, what: str, text: str) -> Problem:
    """The one problem that a measure is refused with."""
    readers = {
        "weight": lambda: measures.read_weight(text, formulas.weight),
        "height": lambda: measures.read_height(text, formulas.height),
        "age": lambda: measures.read_age(text, formulas),
        "duration": lambda: measures.read_duration(text),
        "gfr": lambda: measures.read_clearance(text, formulas.clearance),
        "sex": lambda: measures.read_sex(text),
        "concentration": lambda: measures.read_concentration(text),
    }
    with pytest.raises(Refused) as caught:
        readers[what]()
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("what, text, code, words", REFUSALS, ids=[f"{what} {text}" for what, text, *_ in REFUSALS])
def test_every_refusal_says_what_to_do(formulas: Formulas, what: str, text: str, code: str, words: str) -> None:
    problem = refusal(formulas, what, text)
    assert problem.code == code
    assert words in f"{problem.message} {problem.hint}"
    assert problem.hint


def test_how_a_weight_was_converted_is_told(formulas: Formulas) -> None:
    found = measures.read_weight("154 lb", formulas.weight)
    assert found.expression == "154 lb x 0.45359237 kg/lb"
    assert found.source == "exact, by definition (1959)"
