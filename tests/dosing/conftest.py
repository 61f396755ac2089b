import pytest

from tests.dosing.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.formulas import DOCUMENT, Formulas, read_formulas


@pytest.fixture(scope="session")
def formulas(catalogue: Catalogue) -> Formulas:
    """What dosing.yaml states."""
    return read_formulas(catalogue.reference.document(DOCUMENT))


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Doses by what was typed."""
    return Ask(catalogue)
