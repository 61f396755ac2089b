"""The demonstration set, made once for all tests."""

import pytest

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.demo.demonstrating import Demonstrated, demonstrate


@pytest.fixture(scope="session")
def demonstrated(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Demonstrated:
    """The default set."""
    return demonstrate(tables, tmp_path_factory.mktemp("demo") / "set")
