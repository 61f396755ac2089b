"""The report as people read it: where, what, what to do, the right lines, and what to know of the tables."""

from typing import Any

from tests.checks.conftest import checked
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.telling import as_text

WRONG: dict[str, Any] = {
    "encounter": "E-17",
    "date": "2025-03-01",
    "code": "J1745",
    "given": "350 mg",
    "opened": ["4 x 100 mg"],
    "discarded": "50 mg",
    "lines": ["J1745 350", "J1745-JW 5"],
}


def text(tables: Tables, *records: dict[str, Any], width: int = 100) -> str:
    return as_text(checked(tables, *records), tables.catalogue.rules, width)


def test_a_wrong_line_stands_beside_the_right_one(tables: Tables) -> None:
    told = text(tables, WRONG)
    lines = [line.split() for line in told.splitlines()]
    assert ["J1745", "350", "J1745", "35"] in lines
    # 350 - 35 = 315 units of 30.525 dollars are 9,615.375.
    assert "expected 35, found 350 (315 too many, $9,615.38 over)" in " ".join(told.split())
    assert all(len(line) <= 100 for line in told.splitlines())


def test_nothing_is_wrapped_beyond_a_narrow_terminal(tables: Tables) -> None:
    assert all(len(line) <= 60 for line in text(tables, WRONG, width=60).splitlines())


def test_a_problem_of_a_record_is_told_in_its_own_words(tables: Tables) -> None:
    """The command's options are a record's fields."""
    told = " ".join(text(tables, {**WRONG, "given": "410 mg"}).split())
    assert "--" not in told
    assert "overfill: '10 mg'" in told


def test_items_that_a_record_lacks_count_once(tables: Tables) -> None:
    told = text(tables, {**WRONG, "lines": ["J1745 35", "J1745-JW 5"], "diagnosis": ["K50.90"]})
    assert told.startswith("2 claim lines and 1 record checked: 1 warning, 1 remark.")
    assert told.count("D01") == 1
    assert "- " in told


def test_tables_of_another_time_are_named(tables: Tables) -> None:
    told = " ".join(text(tables, {**WRONG, "date": "2023-08-01"}).split())
    assert "ASP payment limits: the values of 2024Q1 stand for 2023-08-01, which they do not cover." in told


def test_prices_of_another_payer_are_medicares(tables: Tables) -> None:
    told = " ".join(text(tables, {**WRONG, "payer": "bcbs-nc"}).split())
    assert "Dollars are Medicare's payment limits, not those of" in told
