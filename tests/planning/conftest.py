import pytest

from tests.planning.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Plans by what was typed."""
    return Ask(catalogue)
