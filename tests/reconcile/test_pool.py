"""Accounts judged by several processes: the same as by one."""

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from tests.reconcile.planting import plant
from tests.reconcile.running import write_csv
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile.fetching import Piece
from unitcalc.reconcile.pool import judged_pieces
from unitcalc.reconcile.reconciling import Sink, reconcile
from unitcalc.reconcile.results import Row
from unitcalc.reconcile.tabled import Table
from unitcalc.reconcile.visits import Found, Visits


class Ends:
    """Stands for what is known of all rows; the process that judges with it ends at once."""

    def judged(self, piece: Piece) -> Found:
        os._exit(3)


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of pages leave their script as the main module, which a new process would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(Refused) as told:
        list(judged_pieces(cast(Visits, Ends()), [{}], jobs=2))
    assert [problem.code for problem in told.value.problems] == ["judging-ended"]


def test_processes_find_what_one_finds(tables: Tables, tmp_path: Path) -> None:
    planted = plant(5, accounts=60, faults=30, oddities=10)
    files = {table: tmp_path / f"{table.value}.csv" for table in Table}
    for table, path in files.items():
        write_csv(path, getattr(planted, table.value))

    def told(jobs: int) -> tuple[list[Row], list[Row], int]:
        accounts, findings = list[Row](), list[Row]()
        outcome = reconcile(tables, files, Sink(accounts.extend, findings.extend), columns=False, jobs=jobs)
        return accounts, findings, outcome.balanced

    assert told(2) == told(1)
