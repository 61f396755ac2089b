import pytest

from tests.reconcile.charting.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue


@pytest.fixture(scope="session")
def chart(catalogue: Catalogue) -> Ask:
    """Charts by what was typed."""
    return Ask(catalogue)
