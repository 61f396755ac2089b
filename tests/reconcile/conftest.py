"""What the tests of reconciling share."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables

TODAY = date(2026, 2, 1)
"""A day that the newest embedded quarter covers."""
PLANTED: list[str] = []
"""What was planted and what was found; printed at the end."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print precision and recall."""
    if PLANTED:
        terminalreporter.section("faults planted in three records")
        for line in PLANTED:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def tables(catalogue: Catalogue) -> Tables:
    """The embedded tables."""
    return Tables(catalogue, TODAY)
