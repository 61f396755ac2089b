"""Accounts judged by several processes: the same as by one."""

import os
import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from tests.reconcile.planting import plant
from tests.reconcile.running import write_csv
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile import pool, reconciling
from unitcalc.reconcile.fetching import Piece, pieces
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
def few_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes for as little as two pieces."""
    monkeypatch.setattr(pool, "FEW", 1)
    monkeypatch.setattr(reconciling, "pieces", partial(pieces, size=50))


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(Refused) as told:
        list(judged_pieces(cast(Visits, Ends()), [{}, {}], jobs=2))
    assert [problem.code for problem in told.value.problems] == ["judging-ended"]


def test_processes_find_what_one_finds(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(5, accounts=60, faults=30, oddities=10)
    files = {table: tmp_path / f"{table.value}.csv" for table in Table}
    for table, path in files.items():
        write_csv(path, getattr(planted, table.value))

    def told(jobs: int) -> tuple[list[Row], list[Row], int]:
        accounts, findings = list[Row](), list[Row]()
        outcome = reconcile(tables, files, Sink(accounts.extend, findings.extend), columns=False, jobs=jobs)
        return accounts, findings, outcome.balanced

    # A script that asks for it needs no `if __name__ == "__main__"`: its processes do not run it again.
    broken = ModuleType("__main__")
    broken.__file__ = str(tmp_path / "no_such_script.py")
    monkeypatch.setitem(sys.modules, "__main__", broken)
    assert told(2) == told(1)


def test_few_pieces_are_judged_here() -> None:
    """Processes take a second or two to begin."""
    asked = []

    class Asked:
        def judged(self, piece: Piece) -> Found:
            asked.append(os.getpid())
            return Found()

    assert len(list(judged_pieces(cast(Visits, Asked()), [{}], jobs=2))) == 1
    assert asked == [os.getpid()]
