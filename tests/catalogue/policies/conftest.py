from collections.abc import Callable
from pathlib import Path

import pytest

from unitcalc.catalogue.policies import Payers, policies
from unitcalc.reference.store import Reference

Own = Callable[..., Payers]


@pytest.fixture
def own(reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    """All policies, with the user's files of these names and texts among them."""

    def read(**texts: str) -> Payers:
        folder = tmp_path / "policies"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("UNITCALC_DATA", str(tmp_path))
        return policies(reference)

    return read
