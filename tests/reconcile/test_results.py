"""The table of accounts says nothing that it can't know: where a table was not handed over, or a row kept aside."""

from typing import Any

from tests.reconcile.running import reconciled
from unitcalc.checks.gathering.tables import Tables

KEY = {"encounter_id": "E1", "service_date": "2025-03-01", "code": "J1745"}
DISPENSED = {**KEY, "container_amount": 100, "container_unit": "mg", "container_count": 4}
GIVEN = {**KEY, "given_amount": 350, "given_unit": "mg", "discarded_amount": 50, "discarded_unit": "mg"}
LINE = {**KEY, "claim_id": "C1", "line": 1, "units": 35, "modifiers": ""}
WASTE = {**LINE, "line": 2, "units": 5, "modifiers": "JW"}


def account(tables: Tables, **handed: Any) -> dict[str, Any]:
    """The one account."""
    (row,) = reconciled(tables, **handed).accounts
    return row


def test_all_three_tables(tables: Tables) -> None:
    """400 mg opened = 350 given + 50 discarded."""
    row = account(tables, dispensed=[DISPENSED], administered=[GIVEN], claims=[LINE, WASTE])
    assert [row[name] for name in ("opened", "given", "discarded", "unexplained")] == ["400", "350", "50", "0"]
    assert row["balanced"]


def test_what_was_opened_is_not_known_without_what_was_dispensed(tables: Tables) -> None:
    row = account(tables, administered=[GIVEN], claims=[LINE, WASTE])
    assert [row[name] for name in ("opened", "given", "discarded", "unexplained")] == ["", "350", "50", ""]


def test_what_was_given_is_not_known_without_what_was_administered(tables: Tables) -> None:
    row = account(tables, dispensed=[DISPENSED], claims=[LINE, WASTE])
    assert [row[name] for name in ("opened", "given", "discarded", "unexplained")] == ["400", "", "", ""]


def test_nothing_balances_where_a_row_was_kept_aside(tables: Tables) -> None:
    """The second line can't be read: it may say anything."""
    row = account(tables, dispensed=[DISPENSED], administered=[GIVEN], claims=[LINE, {**WASTE, "units": "five"}])
    assert [row[name] for name in ("opened", "given", "unexplained")] == ["400", "350", "0"]
    assert not row["balanced"]
