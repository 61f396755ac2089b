from collections.abc import Iterator
from datetime import date

import pytest

from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import VialSize


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


class _Tables(Reference):
    """The public tables alone."""

    def __init__(self, reference: Reference) -> None:
        self.__dict__ = dict(reference.__dict__)

    def vials(self, code: str) -> tuple[VialSize, ...]:
        return ()

    def vial_codes(self, ndc: str) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="session")
def tables(reference: Reference) -> Reference:
    """The embedded tables without anything curated: what CMS's and FDA's files say by themselves."""
    return _Tables(reference)


@pytest.fixture(scope="session")
def day() -> date:
    """A day of the newest quarter that the embedded crosswalk holds."""
    return date(2026, 2, 1)
