"""A letter of appeal says only what the record proves, and is refused for the rest."""

from datetime import date
from typing import Any

import pytest

from tests.checks.conftest import checked
from unitcalc.checks.appeal import appeal_text
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.registry import check_of
from unitcalc.findings import Refused

RIGHT: dict[str, Any] = {
    "encounter": "E-17",
    "date": "2025-03-01",
    "code": "J1745",
    "given": "350 mg",
    "opened": ["4 x 100 mg"],
    "discarded": "50 mg",
    "lines": ["J1745 35", "J1745-JW 5"],
}
TODAY = date(2026, 11, 1)


def letter(tables: Tables, record: dict[str, Any], denied: str = "") -> str:
    (one,) = checked(tables, record).judged
    return appeal_text(one, tables.catalogue.rules, TODAY, check_of(denied) if denied else None)


def test_the_letter_holds_amounts_arithmetic_and_what_is_asked(tables: Tables) -> None:
    text = " ".join(letter(tables, RIGHT, "W19").split())
    # 40 units of 30.525 dollars (ASP payment limits 2025Q1).
    assert "to pay 35 units and 5 units with JW of J1745, $1,221.00 by the payment limit" in text
    assert "350 mg / 10 mg = 35, rounded up" in text
    assert "given 350 mg opened 400 mg, single-dose discarded 50 mg" in text
    assert "The reason given was: The JW units are not what the record leaves." in text


def test_no_internal_reference_and_no_mere_practice_goes_to_a_payer(tables: Tables) -> None:
    text = letter(tables, RIGHT, "W19")
    for inside in ("vials.yaml", "RULES", "industry practice", "unverified", "as charted", "see 1."):
        assert inside not in text


@pytest.mark.parametrize("denied", ["P01", "P05", "D04", "D01", "R02"])
def test_what_a_record_does_not_answer_is_not_argued(tables: Tables, denied: str) -> None:
    with pytest.raises(Refused, match="is not answered by doses and units"):
        letter(tables, RIGHT, denied)


def test_a_wrong_claim_is_not_appealed(tables: Tables) -> None:
    with pytest.raises(Refused, match="can't be appealed as it is: U03"):
        letter(tables, {**RIGHT, "lines": ["J1745 350", "J1745-JW 5"]})


def test_a_record_that_allows_several_bills_is_not_appealed(tables: Tables) -> None:
    record = {**RIGHT, "given": "200 mg", "discarded": "200 mg", "stopped": "ask", "lines": ["J1745 20", "J1745-JW 20"]}
    with pytest.raises(Refused, match="can't be appealed as it is"):
        letter(tables, record)


def test_without_lines_nothing_was_denied(tables: Tables) -> None:
    with pytest.raises(Refused, match="has no claim lines"):
        letter(tables, {key: value for key, value in RIGHT.items() if key != "lines"})


def test_without_a_record_there_is_nothing_to_appeal_with(tables: Tables) -> None:
    with pytest.raises(Refused, match="has no record of what was given"):
        letter(tables, {"date": "2025-03-01", "lines": ["J1745-JZ 40"]})
