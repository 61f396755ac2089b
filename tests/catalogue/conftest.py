from collections.abc import Iterator
from datetime import date

import pytest

from unitcalc.reference.store import Reference


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reference]:
    """The embedded tables and curated vials, without anything of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("reference")
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        opened = Reference.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def day() -> date:
    """A day of the newest quarter that the embedded crosswalk holds."""
    return date(2026, 2, 1)
