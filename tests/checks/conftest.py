"""What the tests of checks share: the tables with a payer file of a user's, and how a written record is checked."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.checking import Report, check
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reference.store import Reference
from unitcalc.tables.record import entry_of, record_of

TODAY = date(2026, 11, 1)
EXAMPLE_PAYER = Path(__file__).resolve().parents[2] / "docs" / "example-payer.yaml"


TABLE: list[str] = []
"""What went wrong on purpose, and how often it was caught; printed at the end."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of mutations."""
    if TABLE:
        terminalreporter.section("mutations of correct records and claims")
        for line in TABLE:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """The embedded tables, with the example of a payer file as a user's own."""
    folder = tmp_path_factory.mktemp("checks")
    (folder / "user" / "policies").mkdir(parents=True)
    shutil.copy(EXAMPLE_PAYER, folder / "user" / "policies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        reference = Reference.open()
        catalogue = Catalogue(reference)
        assert "example-payer" in catalogue.policies
    yield Tables(catalogue, TODAY)
    reference.close()


def checked(tables: Tables, *records: dict[str, Any]) -> Report:
    """What the checks say of records, each written as a person writes it."""
    return check(tables, records=[record_of(entry_of(each), "record.yaml", tables.today) for each in records])
