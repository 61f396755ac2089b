from datetime import date

import pytest

from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import VialSize


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
