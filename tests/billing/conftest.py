"""What the tests of billing share: how they ask for a bill, and a payer of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.billing.asking import Ask
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reference.store import Reference

Payer = Callable[..., Ask]
"""Bills of a payer `mine`, that differs from Medicare in the values named."""


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue) -> Ask:
    """Bills from the embedded tables."""
    return Ask(catalogue)


@pytest.fixture
def payer(reference: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Payer:
    """Writes the file of a payer of one's own: a name and a value, several by name, a profile as YAML."""

    def ask(name: str = "", value: object = "", *, profile: str = "", **others: object) -> Ask:
        folder = tmp_path / "policies"
        folder.mkdir()
        values = {**({name: value} if name else {}), **{key.replace("_", "-"): each for key, each in others.items()}}
        (folder / "mine.yaml").write_text(
            "policy: mine\ntitle: Mine\nfrom: 2020-01-01\nsource: contract\nextends: medicare-part-b\nvalues:\n"
            + "".join(
                f'  {key}:\n    - {{from: 2020-01-01, value: {each}, tag: C, rule: "1.5", source: contract}}\n'
                for key, each in values.items()
            )
            + (f"profile:\n{profile}" if profile else ""),
            encoding="utf-8",
        )
        monkeypatch.setenv("UNITCALC_DATA", str(tmp_path))
        catalogue = Catalogue(reference)
        assert "mine" in catalogue.policies
        return Ask(catalogue)

    return ask
