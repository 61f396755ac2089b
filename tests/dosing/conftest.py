from collections.abc import Iterator

import pytest

from tests.dosing.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.formulas import DOCUMENT, Formulas, read_formulas
from unitcalc.reference.store import Reference


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The embedded tables, without anything of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("dosing")
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        reference = Reference.open()
    yield Catalogue(reference)
    reference.close()


@pytest.fixture(scope="session")
def formulas(catalogue: Catalogue) -> Formulas:
    """What dosing.yaml states."""
    return read_formulas(catalogue.reference.document(DOCUMENT))


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Doses by what was typed."""
    return Ask(catalogue)
