"""What was typed: read, or refused with what to do. Nothing that a person can type is a fault of the program."""

import time
from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.billing.asking import TODAY, Ask
from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest, read_explained
from unitcalc.billing.text import as_text
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_amount

NASTY = (
    *("9**9**9", "9**9**9 mg", "1e999", "1e999 mg", "NaN", "nan mg", "inf mg", "-inf", "٣", "٣ mg", "\x00", "\x00 mg"),
    *("x" * 5000, " " * 5000, "1" * 5000, "1" * 5000 + " mg", "1 " * 2500, "-" * 5000, ", " * 2500, "(" * 5000),
    *("4 x", "x 100 mg", "@", "1 x @ 5 mg", "0 x 100 mg", "-1 x 100 mg", "given 5 mg", "1 x 100 mg given", "1 x", "x"),
    *("2025-02-30", "13/13/2025", "0000-00-00", "9999-99-99", "0/0/0000", "2025-1-1", "20250230", "2025-03-01T00:00"),
    *("1/0 mg", "0 mg", "-5 mg", "5", "mg", "5 mg/", "5 mg/kg", "5 mg/mL", "5 /mL", "5 mg of", "5 mg of factor VIII"),
    *("5 IU of", "1 x 00026-3824-25 @", "1 x 00026-3824-25 @ 5 IU of factor IX", "3 x 44206-0436-05", "1234567890"),
    *("1 x 1234567890", "99999-9999-99", "1 x 100 mg single-dose", "1 x 100 mg multi-dose given 5 IU", "5 cm2", "5 h"),
    *("NDC", "N4", "J1745", "99213", "Z0000", "J9310", "ask", "340b", "liquid", "single-dose", "kit", "unknown"),
    *("5 doses", "2 containers", "1.5 doses", "1/3 dose", "1000000 x 1 mg", "999999 x 100000000000000000000 mg"),
    *("‮5 mg", "5 mg\n--format json", "'; DROP TABLE codes; --", "🩸", "５ mg", "5\u00a0mg", "½ mg", "5 µg", "Ⅷ"),
)
REPEATED = ("opened", "explained")
TEXT_FIELDS = [field.name for field in fields(BillRequest) if field.name != "dispensed"]


def assert_useful(problems: tuple[Problem, ...]) -> None:
    """Every problem says what is wrong, where, and what to do."""
    assert problems
    for problem in problems:
        assert problem.code
        assert problem.message
        assert problem.hint
        assert problem.field in TEXT_FIELDS
        assert len(problem.message) < 600


def billed_or_refused(ask: Ask, **changes: object) -> None:
    """A bill, which can be shown, or a refusal in which every problem has a code, a message and what to do."""
    record = {"code": "J1745", "given": "350 mg", "opened": ("4 x 100 mg",), "date": "2025-03-01"} | changes
    try:
        found = bill(ask.catalogue, BillRequest(**record), TODAY)  # type: ignore[arg-type]
        assert as_text(found)
    except Refused as refused:
        assert_useful(refused.problems)


@pytest.mark.parametrize("name", TEXT_FIELDS)
@pytest.mark.parametrize("code", ["J1745", "J7211", "Q2041", "J7300", "J3490", "A9585"])
def test_no_field_makes_it_fail(ask: Ask, name: str, code: str) -> None:
    started = time.perf_counter()
    for text in NASTY:
        billed_or_refused(ask, **({"code": code} | {name: (text,) if name in REPEATED else text}))
    # Some thousand characters are read or refused at once.
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("name", TEXT_FIELDS)
@given(text=st.one_of(st.text(), st.sampled_from(NASTY), st.from_regex(r"[0-9., x@/-]{0,12}(mg|IU|dose)?")))
@settings(max_examples=40)
def test_no_text_makes_it_fail(ask: Ask, name: str, text: str) -> None:
    billed_or_refused(ask, **{name: (text,) if name in REPEATED else text})


@given(data=st.data(), dispensed=st.booleans())
@settings(max_examples=150)
def test_no_combination_makes_it_fail(ask: Ask, data: st.DataObject, dispensed: bool) -> None:
    names = data.draw(st.lists(st.sampled_from(TEXT_FIELDS), min_size=2, max_size=5, unique=True))
    texts = {name: data.draw(st.sampled_from(("", *NASTY))) for name in names}
    billed_or_refused(
        ask,
        **{name: (text,) if name in REPEATED else text for name, text in texts.items()},
        dispensed=dispensed,
    )


@pytest.mark.parametrize(
    "text, amount, reason",
    [
        ("20 mg tubing", "20 mg", "tubing"),
        ("1,000 IU spilled on the floor", "1000 IU", "spilled on the floor"),
        ("20mg tubing", "20 mg", "tubing"),
        ("0.5 mL   pump   residual", "0.5 mL", "pump residual"),
        ("1/3 mg tubing", "1/3 mg", "tubing"),
    ],
)
def test_explained(text: str, amount: str, reason: str) -> None:
    assert read_explained(text) == (read_amount(amount), reason)


@pytest.mark.parametrize(
    "text, code", [("20 mg", "explained-without-reason"), ("tubing 20 mg", "amount-not-read"), ("20 tubing", None)]
)
def test_what_explains_nothing(text: str, code: str | None) -> None:
    with pytest.raises(Refused) as raised:
        read_explained(text)
    assert code in (None, raised.value.problems[0].code)


@given(
    number=st.integers(1, 10**6), divisor=st.integers(1, 16), reason=st.sampled_from(("tubing", "a spill in 2 places"))
)
@example(number=1, divisor=3, reason="of 5 mg tubing")
def test_any_amount_is_explained_exactly(number: int, divisor: int, reason: str) -> None:
    amount, found = read_explained(f"{number}/{divisor} mg {reason}")
    assert (amount.value, found) == (Fraction(number, divisor), reason)


@pytest.mark.parametrize(
    "field, text, words",
    [
        ("supply", "borrowed", ("purchased", "340b", "white-bag", "free", "study")),
        ("stopped", "perhaps", ("bill-rest-as-discarded", "rest-was-dose")),
    ],
)
def test_choices(ask: Ask, field: str, text: str, words: tuple[str, ...]) -> None:
    (problem,) = ask.refused(code="J1745", given="350 mg", opened=["4 x 100 mg"], date="2025-03-01", **{field: text})
    assert (problem.code, problem.field) == (f"{field}-unknown", field)
    assert set(words) <= set(problem.candidates)
    assert all(word in problem.hint for word in words)
