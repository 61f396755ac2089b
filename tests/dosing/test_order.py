"""Orders as prescribers write them, and what is refused."""

import re

import pytest

from unitcalc.dosing.order import Order, Per, read_level, read_order
from unitcalc.dosing.phrases import read_phrases
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_amount

# What is written, what it is multiplied by, and the dose as it is read.
READ = [
    ("400 mg", Per.FLAT, "400 mg"),
    ("1,000 mg", Per.FLAT, "1,000 mg"),
    ("5mg", Per.FLAT, "5 mg"),
    ("5 mEq", Per.FLAT, "5 mEq"),
    ("1.2 million units", Per.FLAT, "1,200,000 units"),
    ("5 mg/kg", Per.WEIGHT, "5 mg/kg"),
    ("5 MG/KG", Per.WEIGHT, "5 mg/kg"),
    ("5 mg per kg", Per.WEIGHT, "5 mg/kg"),
    ("5 mg / kg", Per.WEIGHT, "5 mg/kg"),
    ("50 IU/kg", Per.WEIGHT, "50 IU/kg"),
    ("90 mcg/kg", Per.WEIGHT, "90 mcg/kg"),
    ("1 g/kg", Per.WEIGHT, "1 g/kg"),
    ("0.5 mL/kg", Per.WEIGHT, "0.5 mL/kg"),
    ("2 x 10^13 vg/kg", Per.WEIGHT, "2 x 10^13 vg/kg"),
    ("15 mg/kg/dose", Per.WEIGHT, "15 mg/kg"),
    ("15 mg/kg/h", Per.WEIGHT, "15 mg/kg/h"),
    ("15 mg/h/kg", Per.WEIGHT, "15 mg/kg/h"),
    ("0.1 mcg/kg/min", Per.WEIGHT, "0.1 mcg/kg/min"),
    ("25 mg/m2/day", Per.SURFACE, "25 mg/m2/day"),
    ("75 mg/m²", Per.SURFACE, "75 mg/m2"),
    ("75 mg/m^2", Per.SURFACE, "75 mg/m2"),
    ("5 mg/h", Per.FLAT, "5 mg/h"),
    ("AUC 5", Per.AREA, "AUC 5"),
    ("AUC5", Per.AREA, "AUC 5"),
    ("AUC = 5.5", Per.AREA, "AUC 5.5"),
    ("target AUC of 6 mg/mL/min", Per.AREA, "AUC 6"),
    ("rise 60", Per.RISE, "rise 60 IU/dL"),
    ("rise of 60 %", Per.RISE, "rise 60 IU/dL"),
    ("increase by 60 units/dL", Per.RISE, "rise 60 IU/dL"),
    ("60 %", Per.RISE, "rise 60 IU/dL"),
    ("60 IU/dL", Per.RISE, "rise 60 IU/dL"),
    ("raise to 100 from 20", Per.RISE, "rise 80 IU/dL"),
    ("raise level to 100 % from 20 %", Per.RISE, "rise 80 IU/dL"),
    ("from 20 to 100 %", Per.RISE, "rise 80 IU/dL"),
    ("Give 5 mg/kg", Per.WEIGHT, "5 mg/kg"),
]


@pytest.mark.parametrize("text, per, short", READ)
def test_a_dose_as_it_is_written(text: str, per: Per, short: str) -> None:
    order = read_order(text)
    assert (order.per, order.short) == (per, short)
    assert order.kept == ()


# What follows a dose and changes nothing.
KEPT = [
    "IV",
    "intravenously",
    "SC",
    "subcut",
    "IM",
    "q8w",
    "q 4 hours",
    "q3wk",
    "every 8 weeks",
    "every other week",
    "every three weeks",
    "once",
    "once daily",
    "twice a day",
    "weekly",
    "daily",
    "tid",
    "prn",
    "x 4 doses",
    "for 3 days",
    "on days 1, 8 and 15",
    "days 1-5",
    "D1",
    "of a 28-day cycle",
    "loading dose",
    "over 2 hours",
    "over 30-60 minutes",
]


@pytest.mark.parametrize("text", KEPT)
def test_route_and_times_are_kept_and_change_nothing(text: str) -> None:
    order = read_order(f"5 mg/kg {text}")
    assert " ".join(order.kept) == text
    assert order.amount == read_amount("5 mg/kg")
    assert text in order.words


def test_several_phrases_in_any_order() -> None:
    order = read_order("75 mg/m2 IV over 1 hour (max 150 mg), on days 1 and 8, every 21 days")
    assert order.kept == ("IV", "over 1 hour", "on days 1 and 8", "every 21 days")
    assert order.cap == read_amount("150 mg")
    assert order.over == read_amount("1 h")
    assert order.route == "intravenous"


CAPS = [
    "(max 2 mg)",
    "max 2 mg",
    "maximum dose of 2 mg",
    "not to exceed 2 mg",
    "up to 2 mg",
    "capped at 2 mg",
    "NTE 2 mg",
]


@pytest.mark.parametrize("text", CAPS)
def test_the_most_of_a_dose(text: str) -> None:
    order = read_order(f"1.4 mg/m2 {text} IV")
    assert order.cap == read_amount("2 mg")
    assert order.route == "intravenous"


DIVIDED = [
    ("divided every 6 hours", 4),
    ("divided q8h", 3),
    ("in 4 divided doses", 4),
    ("in two divided doses", 2),
    ("divided in 3 doses", 3),
    ("divided into 3 equal doses", 3),
    ("divided twice daily", 2),
    ("divided three times a day", 3),
    ("divided bid", 2),
]


@pytest.mark.parametrize("text, parts", DIVIDED)
def test_how_many_doses_a_day_is_divided_into(text: str, parts: int) -> None:
    assert read_order(f"100 mg/kg/day {text}").parts == parts


# Text, the code of its refusal, words of message and hint.
REFUSALS = [
    ("", "order-missing", "No order"),
    ("   ", "order-missing", "No order"),
    ("5-10 mg/kg", "order-range", "5 mg/kg or 10 mg/kg"),
    ("5 to 10 mg/kg", "order-range", "5 mg/kg or 10 mg/kg"),
    ("5 – 10 mg/kg", "order-range", "5 mg/kg or 10 mg/kg"),
    ("5 mg/kg - 10 mg/kg", "order-range", "is a range"),
    ("AUC 5-6", "order-range", "AUC 5 or AUC 6"),
    ("20 to 40 IU/dL", "order-range", "20 IU/dL or 40 IU/dL"),
    ("5 mg/kg mg/kg", "order-words", "'mg/kg'"),
    ("5 mg/kg/kg", "order-basis", "kg and kg"),
    ("5 mg/kg/m2", "order-basis", "kg and m2"),
    ("5 mg/kg/h/day", "order-basis", "h and day"),
    ("5 mg/lb", "order-basis", "per kg"),
    ("5 mg/mL", "order-basis", "concentration"),
    ("5 Mg/kg", "unit-ambiguous", "5 mg/kg"),
    ("70 kg", "order-not-a-dose", "no amount of a drug"),
    ("2 vials", "order-not-a-dose", "no amount of a drug"),
    ("0 mg/kg", "order-zero", "above zero"),
    ("AUC 0", "order-zero", "above zero"),
    ("5 mg/kg, 3 mg/kg", "order-several", "3 mg/kg"),
    ("5 mg/kg tapering", "order-words", "tapering"),
    ("Keytruda 200 mg", "order-words", "Write the dose first: 200 mg"),
    ("5 mg/kg IV SC", "order-routes", "intravenous, subcutaneous"),
    ("5 mg/kg max 10 IU max 3 mg", "order-caps", "10 IU and 3 mg"),
    ("100 mg/kg/day divided q5h", "order-divided", "5 hours"),
    ("100 mg/kg divided every 6 hours", "order-divided", "100 mg/kg/day"),
    ("AUC 5 in 2 divided doses", "order-divided", "not divided"),
    ("5", "amount-without-unit", "5 mg"),
    ("-5 mg/kg", "amount-negative", "negative"),
    ("5,5 mg/kg", "amount-not-read", "two ways"),
    ("9**9 mg", "amount-expression", "formula"),
    ("4 x 100 mg", "amount-not-read", "400 mg"),
    ("1e3 mg", "amount-not-read", "1 x 10^3"),
    ("5 mgg/kg IV", "unit-unknown", "Did you mean mg"),
    ("5 m", "unit-ambiguous", "milli"),
    ("x" * 301, "order-not-read", "too long"),
]


def refusal(text: str) -> Problem:
    """The one problem that an order is refused with."""
    with pytest.raises(Refused) as caught:
        read_order(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("text, code, words", REFUSALS, ids=[text[:20] or "empty" for text, *_ in REFUSALS])
def test_every_refusal_says_what_to_do(text: str, code: str, words: str) -> None:
    problem = refusal(text)
    assert problem.code == code
    assert words in f"{problem.message} {problem.hint}"
    assert problem.hint


def test_several_problems_are_told_at_once() -> None:
    with pytest.raises(Refused) as caught:
        read_order("5 mg/kg IV SC tapering, 3 mg/kg")
    assert {problem.code for problem in caught.value.problems} == {"order-several", "order-words", "order-routes"}


REMARKS = [
    ("5 U/kg", {"unit"}),
    ("5U", {"unit"}),
    ("5 µg/kg", {"microgram"}),
    ("5.0 mg", {"trailing-zero"}),
    (".5 mg", {"naked-point"}),
    ("5 mg QD", {"daily"}),
    ("5 mg q.d.", {"daily"}),
    ("5 mg QOD", {"every-other-day"}),
    ("5 cc", {"volume"}),
    ("5.05 mg daily", set()),
    ("0.5 units/kg every day", set()),
    ("10 IU/kg", set()),
]


@pytest.mark.parametrize("text, kinds", REMARKS)
def test_what_could_be_misread_is_remarked_and_read(text: str, kinds: set[str]) -> None:
    assert {kind for kind, _ in read_order(text).remarks} == kinds


def test_words_read_back() -> None:
    assert read_order("15 mg/kg/h IV").words == "15 mg for each kg of body weight and hour (IV)"
    assert read_order("AUC 5").words == "the dose for an area under the curve (AUC) of 5 mg/mL x min"
    assert read_order("raise to 100 from 20").words == "a rise of 80 IU/dL, from 20 to 100"
    assert read_order("1.4 mg/m2 max 2 mg").words == "1.4 mg for each m2 of body surface, at most 2 mg"


@pytest.mark.parametrize("text", ["sixty", "", "60 mg", "60 IU/kg", "1/0", "6 0"])
def test_what_is_no_level(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_level(text)
    assert caught.value.problems[0].hint


def test_no_word_is_lost() -> None:
    phrases = read_phrases("IV wibble every 8 weeks wobble (max 2 mg) 3 mg")
    assert phrases.unknown == ("wibble", "wobble")
    assert phrases.more == ("3 mg",)


@pytest.mark.parametrize("piece", ["1, ", "5 to ", "every ", "over 2", "5 mg ", "1 x 10^", "day 1 and ", "max 2 mg "])
def test_a_long_text_is_refused(piece: str) -> None:
    for text in ("5 mg/kg " + piece * 4000, ("5 mg/kg " + piece * 150)[:300]):
        with pytest.raises(Refused):
            read_order(text)


def test_an_order_cannot_change() -> None:
    order = read_order("5 mg/kg")
    assert isinstance(order, Order)
    with pytest.raises(AttributeError):
        order.value = 6  # type: ignore[misc,assignment]
    assert re.fullmatch(r"5 mg/kg", order.text)
