"""One arithmetic: accounts judged as columns are, row for row, what they are when each is judged by itself."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.reconcile.planting import plant
from tests.reconcile.running import reconciled
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.demo.generating import generate
from unitcalc.reconcile.tabled import Table

KEY = ("encounter_id", "service_date", "code")


def sorted_rows(rows: Iterable[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows in an order of their own, every value as text."""
    return sorted(sorted((name, str(value)) for name, value in row.items()) for row in rows)


@pytest.mark.parametrize("seed", [5, 6])
def test_columns_and_single_accounts_agree_row_for_row(tables: Tables, seed: int) -> None:
    """Every kind of fault and oddity, among right accounts."""
    planted = plant(seed, accounts=700)
    rows = (planted.dispensed, planted.administered, planted.claims)
    whole, alone = (reconciled(tables, *rows, columns=columns) for columns in (True, False))
    assert len(alone.accounts) >= 700
    by_key = {tuple(str(row[name]) for name in KEY): row for row in whole.accounts}
    assert len(by_key) == len(whole.accounts)
    for row in alone.accounts:
        assert by_key[tuple(str(row[name]) for name in KEY)] == row
    assert len(whole.accounts) == len(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    for name in ("accounts", "balanced", "findings", "moved"):
        assert getattr(whole.outcome, name) == getattr(alone.outcome, name), name


@pytest.mark.parametrize("left_out", ["dispensed", "administered", "claims"])
def test_they_agree_where_a_table_was_not_handed_over(tables: Tables, left_out: str) -> None:
    planted = plant(7, accounts=150)
    rows = {name: getattr(planted, name) for name in ("dispensed", "administered", "claims") if name != left_out}
    whole, alone = (reconciled(tables, **rows, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


@pytest.mark.parametrize("seed", [3, 4])
def test_they_agree_on_the_demonstration(tables: Tables, seed: int) -> None:
    """NDC quantities, four payers, each container with its number or counted."""
    records: dict[str, list[dict[str, str]]] = {table.value: [] for table in Table}
    for batch in generate(tables.catalogue, 900, seed).batches:
        for table, rows in batch.tables.items():
            records[table.value] += rows.to_pylist()
    whole, alone = (reconciled(tables, **records, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


def test_the_order_of_rows_makes_no_difference(tables: Tables) -> None:
    """Rows upside down: the same accounts, and the same findings but for the numbers of rows."""
    planted = plant(8, accounts=150, oddities=0)
    tables_ = (planted.dispensed, planted.administered, planted.claims)
    found = [reconciled(tables, *rows, columns=True) for rows in (tables_, tuple(rows[::-1] for rows in tables_))]
    assert sorted_rows(found[0].accounts) == sorted_rows(found[1].accounts)
    without = [[{name: row[name] for name in row if name != "rows"} for row in each.findings] for each in found]
    assert sorted_rows(without[0]) == sorted_rows(without[1])


def test_most_plain_accounts_are_judged_as_columns(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the columns would be of no use: of right accounts, nine in ten."""
    from unitcalc.reconcile import visits

    judged: list[int] = []
    judge = visits.judge
    monkeypatch.setattr(
        visits, "judge", lambda tables, accounts: (judged.append(len(accounts)), judge(tables, accounts))[1]
    )
    planted = plant(9, accounts=400, faults=0, oddities=0)
    found = reconciled(tables, planted.dispensed, planted.administered, planted.claims, columns=True)
    assert found.outcome.accounts >= 400
    assert sum(judged) <= found.outcome.accounts // 10
