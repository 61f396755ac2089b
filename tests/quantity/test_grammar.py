"""What a person may type as an amount, and what is refused, each with its own code and hint."""

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit, amount, read_amount, read_count, read_positive, read_unit
from unitcalc.quantity.grammar import SYMBOLS
from unitcalc.quantity.registry import UNITS

# As orders, labels, descriptors and charts write them.
SPELLINGS = [
    ("350 mg", 350, "mg"),
    ("350mg", 350, "mg"),
    ("  350   MG ", 350, "mg"),
    ("350\u00a0mg", 350, "mg"),
    ("1,000 IU", 1000, "IU"),
    ("0.5mg", Fraction(1, 2), "mg"),
    (".625 GM", Fraction(5, 8), "g"),
    ("50 IU/kg", 50, "IU/kg"),
    ("50 IU per kg", 50, "IU/kg"),
    ("5 mcg/kg/min", 5, "mcg/kg/min"),
    ("154 lb", 154, "lb"),
    ("70 kgs", 70, "kg"),
    ("4 ounces", 4, "oz"),
    ("5 ft", 5, "ft"),
    ("3 wks", 3, "week"),
    ("6 months", 6, "month"),
    ("12 yrs", 12, "year"),
    ("1.73 m²", Fraction("1.73"), "m2"),
    ("2 x 10^13 vg", 2 * 10**13, "vg"),
    ("2 × 10¹³ vector genomes", 2 * 10**13, "vg"),
    ("5x10^9 PFU", 5 * 10**9, "PFU"),
    ("460 million cells", 460_000_000, "cells"),
    ("100 U", 100, "unit"),
    ("100 UN", 100, "unit"),
    ("100 units", 100, "unit"),
    ("1 USP unit", 1, "unit"),
    ("1 I.U.", 1, "IU"),
    ("1 I.U", 1, "IU"),
    ("1 IUs", 1, "IU"),
    ("1 international unit", 1, "IU"),
    ("300 mcg", 300, "mcg"),
    ("300 \u00b5g", 300, "mcg"),  # the micro sign
    ("300 \u03bcg", 300, "mcg"),  # the Greek letter
    ("300 ug", 300, "mcg"),
    ("5 cc", 5, "mL"),
    ("10 mCi", 10, "mCi"),
    ("10 µCi", 10, "mcCi"),
    ("44 sq cm", 44, "cm2"),
    ("44 cm²", 44, "cm2"),
    ("1/3 mg", Fraction(1, 3), "mg"),
    ("1 dose", 1, "dose"),
    ("2 vials", 2, "container"),
    ("0 mg", 0, "mg"),
]


@pytest.mark.parametrize("text, value, symbol", SPELLINGS)
def test_every_spelling(text: str, value: int | Fraction, symbol: str) -> None:
    assert read_amount(text) == amount(value, symbol)


def test_an_activity_may_be_named() -> None:
    assert read_amount("1,046 IU of factor VIII") == amount(1046, "IU", "factor VIII")


# Text, the code of its refusal, words of the message, words of the hint.
REFUSALS = [
    ("", "amount-empty", "No amount", "350 mg"),
    ("   ", "amount-empty", "No amount", "350 mg"),
    ("350", "amount-without-unit", "no unit", "350 mg or IU"),
    ("1,250.5", "amount-without-unit", "no unit", "1,250.5 mg"),
    ("-5 mg", "amount-negative", "negative", "zero or more"),
    ("−5 mg", "amount-negative", "negative", "zero or more"),
    ("999999999999999999999999 mg", "amount-too-large", "larger than any dose", "Check the number"),
    ("2 x 10^21 vg", "amount-too-large", "larger than any dose", "Check the number"),
    ("2 x 10^999 vg", "amount-too-large", "larger than any dose", "Check the number"),
    ("1e999", "amount-too-large", "larger than any dose", "Check the number"),
    ("1e999 mg", "amount-too-large", "larger than any dose", "Check the number"),
    ("1e5 mg", "amount-not-read", "uses e", "1 x 10^5"),
    ("1e-3 mg", "amount-not-read", "uses e", "decimal"),
    ("1e-999 mg", "amount-not-read", "uses e", "decimal"),
    ("NaN", "amount-not-a-number", "not a number", "350 mg"),
    ("nan mg", "amount-not-a-number", "not a number", "350 mg"),
    ("inf", "amount-not-a-number", "not a number", "350 mg"),
    ("-inf mg", "amount-negative", "negative", "zero or more"),
    ("Infinity mg", "amount-not-a-number", "not a number", "350 mg"),
    ("9**9**9", "amount-expression", "formula", "350 mg"),
    ("9**9**9 mg", "amount-expression", "formula", "350 mg"),
    ("5 mg * 3", "unit-unknown", "not a unit", ""),
    ("3*5 mg", "amount-expression", "formula", "350 mg"),
    ("5-10 mg", "amount-expression", "formula", "350 mg"),
    ("4 x 100 mg", "amount-not-read", "a product", "the total"),
    ("2 x 1013 vg", "amount-not-read", "a product", "2 x 10^13"),
    ("1,5 mg", "amount-not-read", "two ways", "1.5"),
    ("1,0000 mg", "amount-not-read", "two ways", "1,000"),
    ("1.000,5 mg", "amount-not-read", "two ways", "1.5"),
    ("1.2.3 mg", "amount-not-read", "not an amount", "350 mg"),
    ("1 000 mg", "amount-not-read", "not an amount", "350 mg"),
    ("1/0 mg", "amount-not-read", "not an amount", "350 mg"),
    ("mg", "amount-not-read", "not an amount", "350 mg"),
    ("half a vial", "amount-not-read", "not an amount", "350 mg"),
    ("5 gr", "unit-ambiguous", "not a safe unit", "grain"),
    ("5 MU", "unit-ambiguous", "not a safe unit", "million"),
    ("5 m", "unit-ambiguous", "not a safe unit", "milli"),
    ("5 %", "unit-ambiguous", "not a safe unit", "mg/mL"),
    ("5 mgg", "unit-unknown", "'mgg'", "Did you mean mg"),
    ("5 unts", "unit-unknown", "'unts'", "unit"),
    ("5 zorkmid", "unit-unknown", "'zorkmid'", "Units are mg, mcg"),
    ("5 mg mg", "unit-unknown", "'mg mg'", ""),
    ("5 mg of infliximab", "unit-unknown", "not a unit", "mg alone"),
    ("9" * 20_000, "amount-not-read", "too long", "350 mg"),
    ("5 mg " + "x" * 20_000, "amount-not-read", "too long", "350 mg"),
]


def refusal(text: str) -> Problem:
    """The one problem that an amount is refused with."""
    with pytest.raises(Refused) as caught:
        read_amount(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("text, code, message, hint", REFUSALS, ids=[text[:20] or "empty" for text, *_ in REFUSALS])
def test_every_refusal_says_what_to_do(text: str, code: str, message: str, hint: str) -> None:
    problem = refusal(text)
    assert problem.code == code
    assert message in problem.message
    assert problem.hint
    assert hint in problem.hint
    assert len(problem.message) < 200


def test_an_unknown_unit_comes_with_candidates() -> None:
    assert "mg" in refusal("5 mgg").candidates
    assert "mcg" in refusal("5 mcgg").candidates
    assert refusal("5 zorkmid").candidates == ()


def test_twenty_kilobytes_are_refused_at_once() -> None:
    start = time.perf_counter()
    for unit in ("9", "1,", "(", "9**", "1 /mg", "1 x 10^"):
        text = unit + unit * (20_000 // len(unit))
        assert refusal(text).code == "amount-not-read"
    assert time.perf_counter() - start < 1


# Text near enough to an amount to reach every branch, and text that is nothing at all.
near = st.lists(
    st.sampled_from(
        [*"0123456789.,/*^xX×+-−()e %¹³", "10^", "10", "**", "mg", "IU", " of ", "per", "kg", "million", "µg", "I.U."]
    ),
    max_size=14,
).map("".join)


def outcome(text: str) -> Amount | Problem:
    """The amount, or why there is none."""
    try:
        return read_amount(text)
    except Refused as refused:
        return refused.problems[0]


@settings(max_examples=500)
@given(st.one_of(st.text(), near, st.text(alphabet="0123456789.,eE+-*/x^ mgIU", max_size=40)))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Problem):
        assert found.code
        assert found.message
        assert found.hint
    else:
        assert type(found.value) is Fraction
        assert 0 <= found.value <= 10**20
        assert read_amount(str(found)) == found


@given(st.text())
def test_any_text_after_a_number_is_a_unit_or_refused(text: str) -> None:
    found = outcome(f"5 {text}")
    if isinstance(found, Problem):
        assert found.hint
    else:
        assert all(part in UNITS for part in found.unit.symbol.split("/"))
        assert read_unit(str(found.unit)) == found.unit


@given(st.sampled_from(sorted(SYMBOLS)), st.integers(min_value=1, max_value=10**6))
def test_case_does_not_matter(spelling: str, value: int) -> None:
    expected = Amount(Fraction(value), Unit(SYMBOLS[spelling]))
    words = spelling.replace("-", " ")
    for text in (spelling, spelling.upper(), spelling.title(), words):
        assert read_amount(f"{value} {text}") == expected


def test_an_amount_above_zero() -> None:
    assert read_positive("100 mg") == amount(100, "mg")
    with pytest.raises(Refused) as caught:
        read_positive("0 mg")
    assert caught.value.problems[0].code == "amount-zero"


@pytest.mark.parametrize("text, count", [("4", 4), (" 12 ", 12), ("1,000", 1000)])
def test_counts(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "four", "1e3", "9" * 30, "٣", "²"])
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_count(text)
    assert caught.value.problems[0].code == "count-not-read"
