import pytest

from tests.billing.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Bills by what was typed."""
    return Ask(catalogue)
