from collections.abc import Iterator

import pytest

from tests.planning.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reference.store import Reference


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The embedded tables, without anything of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("planning")
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        reference = Reference.open()
    yield Catalogue(reference)
    reference.close()


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Plans by what was typed."""
    return Ask(catalogue)
