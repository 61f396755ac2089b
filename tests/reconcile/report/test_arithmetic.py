"""An account's arithmetic as people read it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from unitcalc.reconcile.report.arithmetic import arithmetic, balance, difference, units
from unitcalc.reconcile.report.model import Account


def account(**values: Any) -> Account:
    """An account in milligrams; amounts as text."""
    usual = {"encounter": "E1", "day": date(2025, 3, 1), "code": "J1745", "unit": "mg", "site": "", "payer": ""}
    exact = {name: value if value is None else Fraction(value) for name, value in values.items()}
    return Account(**usual, balanced=False, **exact)


BALANCES: list[tuple[dict[str, str | None], str]] = [
    ({"opened": "400", "given": "350", "discarded": "50"}, "400 mg opened = 350 given + 50 discarded"),
    (
        {"opened": "1200", "given": "1000.5", "discarded": "0", "unexplained": "199.5"},
        "1,200 mg opened = 1,000.5 given + 0 discarded + 199.5 unexplained",
    ),
    # 400 given of 350 that were dispensed.
    (
        {"opened": "350", "given": "400", "discarded": "0", "unexplained": "-50"},
        "350 mg opened = 400 given + 0 discarded − 50 more than there was",
    ),
    # A shared vial: 100 opened here, 60 given, 40 to the next patient; and there, none opened and 40 received.
    (
        {"opened": "100", "given": "60", "discarded": "0", "transferred": "40"},
        "100 mg opened = 60 given + 0 discarded + 40 transferred to another patient",
    ),
    (
        {"opened": "0", "given": "30", "discarded": "10", "transferred": "-40"},
        "0 mg opened + 40 received from another patient = 30 given + 10 discarded",
    ),
    # A multi-dose container of 440: 350 given, 90 stay in it; and the day after.
    (
        {"opened": "440", "given": "350", "discarded": "0", "unexplained": "0"},
        "440 mg opened = 350 given + 0 discarded + 90 left in the container",
    ),
    (
        {"opened": "0", "given": "90", "discarded": "0", "unexplained": "0"},
        "0 mg opened + 90 from containers opened before = 90 given + 0 discarded",
    ),
    (
        {"opened": "100", "given": "95", "discarded": "0", "explained": "5"},
        "100 mg opened = 95 given + 0 discarded + 5 explained",
    ),
    ({"opened": None, "given": "95"}, "95 mg given; what was opened is not on record"),
    ({"opened": "100", "given": None}, "100 mg opened; what was given is not on record"),
    ({"opened": None, "given": None}, "nothing on record of what was opened or given"),
]


@pytest.mark.parametrize("amounts, said", BALANCES, ids=[said for _, said in BALANCES])
def test_balance(amounts: dict[str, str | None], said: str) -> None:
    assert balance(account(**amounts)) == said


@pytest.mark.parametrize(
    "unit, opened, said",
    [("unit", "10000", "10,000 units"), ("unit", "1", "1 unit"), ("IU", "10000", "10,000 IU"), ("", "2", "2")],
)
def test_a_unit_that_is_a_word_has_a_plural(unit: str, opened: str, said: str) -> None:
    one = replace(account(opened=opened, given=opened), unit=unit)
    number = said.split()[0]
    assert balance(one) == f"{said} opened = {number} given (discarded: not charted)"
    assert balance(replace(one, given=None)) == f"{said} opened; what was given is not on record"
    assert balance(replace(one, opened=None)) == f"{said} given; what was opened is not on record"


def test_a_discard_that_is_not_charted_is_said() -> None:
    said = "100 mg opened = 60 given + 40 unexplained (discarded: not charted)"
    assert balance(account(opened="100", given="60", discarded=None, unexplained="40")) == said


@pytest.mark.parametrize(
    "expected, billed, said",
    [
        (("35", "5"), ("350", "0"), "expected 35 + JW 5; billed 350"),
        (("35", "0"), ("30", "5"), "expected 35; billed 30 + JW 5"),
        (("0", "0"), ("35", "0"), "expected no units; billed 35"),
        (("0", "40"), ("0", "40"), "expected JW 40; billed JW 40"),
        ((None, None), ("12000", "0"), "expected not decided; billed 12,000"),
        (("0.5", "0"), (None, None), "expected 0.5; billed not on record"),
    ],
)
def test_units(expected: tuple[str | None, str | None], billed: tuple[str | None, str | None], said: str) -> None:
    one = account(
        expected_administered=expected[0],
        expected_discarded=expected[1],
        billed_administered=billed[0],
        billed_discarded=billed[1],
    )
    assert units(one) == said


@pytest.mark.parametrize(
    "expected, billed, said",
    [
        ("1726.40", "15106.00", "$13,379.60 over"),
        ("1642.22", "1570.00", "$72.22 under"),
        ("5", "5", ""),
        (None, "5", ""),
        ("5", None, ""),
    ],
)
def test_difference(expected: str | None, billed: str | None, said: str) -> None:
    assert difference(account(expected_payment=expected, billed_payment=billed)) == said


def test_the_whole_in_one_line() -> None:
    one = account(
        opened="400",
        given="350",
        discarded="50",
        expected_administered="35",
        expected_discarded="5",
        billed_administered="35",
        billed_discarded="5",
    )
    assert arithmetic(one) == "400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 35 + JW 5"
