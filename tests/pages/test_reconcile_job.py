"""A reconciliation beside the page: it ends, it is stopped, it waits for another one, and leaves nothing behind."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Problem, Refused
from unitcalc.pages.reconcile_desk import Desk
from unitcalc.pages.reconcile_job import WAITS, Files, Job, Progress, Told
from unitcalc.pages.reconcile_progress import told
from unitcalc.pages.reconcile_template import EXAMPLES, as_csv
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

TODAY = date(2026, 2, 1)
PATIENCE = 60


@pytest.fixture
def tables(catalogue: Catalogue) -> Tables:
    return Tables(catalogue, TODAY)


def templates(folder: Path, told: Told) -> Mapping[Table, Path]:
    """The three tables to fill in, with the rows that they hold as an example."""
    files = {table: folder / f"{table.value}.csv" for table in Table}
    for table, path in files.items():
        path.write_text(as_csv(table), encoding="utf-8")
    return files


def ended(job: Job) -> Job:
    assert job.wait(PATIENCE)
    return job


def waiting_for(event: Event) -> Files:
    """Files that come once an event has happened."""

    def files(folder: Path, told: Told) -> Mapping[Table, Path]:
        for _ in range(PATIENCE * 100):
            told("waiting", 0, None)
            if event.wait(0.01):
                break
        return templates(folder, told)

    return files


def begun(desk: Desk, tables: Tables, files: Files) -> Job:
    return desk.begin(tables, files, Settings(), TODAY)


def test_the_templates_are_an_account_that_balances(tables: Tables) -> None:
    """350 of 4 x 100 mg: 35 units of 10 mg, and 5 of the 50 mg that were discarded; nothing is wrong with it."""
    desk = Desk()
    found = ended(begun(desk, tables, templates)).found
    assert found is not None
    totals = found.written.summary.totals
    assert (totals.accounts, totals.balanced, totals.at_stake) == (1, 1, 0)
    assert not {severity for severity, _ in found.written.summary.by_severity} & {"error", "warning"}
    assert "ENC-1001" in found.file("accounts.csv").read_text()
    desk.close()
    assert not desk.folder.exists()


@pytest.mark.parametrize("table", Table)
def test_a_template_has_only_columns_that_are_known_and_all_that_are_needed(table: Table) -> None:
    columns = set(EXAMPLES[table][0])
    assert set(table.required) <= columns <= set(table.names)


def test_what_was_handed_over_is_removed_once_it_was_read(tables: Tables) -> None:
    desk = Desk()
    ended(begun(desk, tables, templates))
    assert sorted(path.name for path in (desk.folder / "run-1").iterdir()) == ["kept", "out"]
    desk.close()


def test_one_that_is_stopped_ends_and_leaves_nothing(tables: Tables) -> None:
    desk = Desk()
    job = begun(desk, tables, waiting_for(Event()))
    desk.forget()
    assert ended(job).found is None
    assert job.failure is None
    assert desk.found is None
    assert not [*desk.folder.glob("run-*")]
    desk.close()


def test_one_that_runs_when_the_page_is_closed_leaves_nothing(tables: Tables) -> None:
    desk = Desk()
    job = begun(desk, tables, waiting_for(Event()))
    desk.close()
    ended(job)
    assert not desk.folder.exists()


def test_one_after_another_and_each_by_itself(tables: Tables) -> None:
    """A second visitor waits for the first, says so, and sees nothing of it."""
    first, second, go = Desk(), Desk(), Event()
    running = begun(first, tables, waiting_for(go))
    waits = begun(second, tables, templates)
    assert not waits.wait(0.5)
    assert waits.progress.what == WAITS
    go.set()
    ended(running)
    ended(waits)
    assert first.found is not None
    assert second.found is not None
    assert first.found.accounts != second.found.accounts
    first.close()
    assert second.found.accounts.is_file()
    second.close()


def test_a_file_that_cannot_be_used_is_a_problem_and_a_fault_of_ours_a_failure(tables: Tables) -> None:
    def refused(folder: Path, told: Told) -> Mapping[Table, Path]:
        raise Refused(Problem("file-empty", "claims.csv is empty."))

    def broken(folder: Path, told: Told) -> Mapping[Table, Path]:
        raise KeyError("of ours")

    desk = Desk()
    assert [each.code for each in ended(begun(desk, tables, refused)).problems] == ["file-empty"]
    assert isinstance(ended(begun(desk, tables, broken)).failure, KeyError)
    assert ended(begun(desk, tables, templates)).found is not None  # neither keeps the next one from its turn
    desk.close()


def test_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten seconds a quarter is read: thirty seconds more. After ten minutes: thirty minutes."""
    for taken, words in ((10, "30 seconds"), (600, "30 minutes")):
        monkeypatch.setattr("time.monotonic", lambda taken=taken: 1000.0 + taken)
        at = Progress("reading claims.csv", 1200, 4800, 1000.0)
        assert told(at) == f"Reading claims.csv: 1,200 of 4,800 rows, about {words} left"
