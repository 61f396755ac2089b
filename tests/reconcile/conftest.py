"""What the tests of reconciling share."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables

TODAY = date(2026, 2, 1)
"""A day that the newest embedded quarter covers."""


@pytest.fixture(scope="session")
def tables(catalogue: Catalogue) -> Tables:
    """The embedded tables."""
    return Tables(catalogue, TODAY)
