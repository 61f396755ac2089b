import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from unitcalc.cli import main
from unitcalc.reference.store import Reference


class Ended(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result, where JSON was asked for: one document and nothing else."""
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests, so that the embedded tables are compiled once, before any output is looked at."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNITCALC_DATA", str(folder / "nothing"))
        patch.setenv("UNITCALC_CACHE", str(folder))
        Reference.open().close()
    return folder


@pytest.fixture
def user(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has no data of their own."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setenv("UNITCALC_DATA", str(folder))
    monkeypatch.setenv("UNITCALC_CACHE", str(cache))
    return folder


@pytest.fixture
def run(user: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def command(*words: str) -> Ended:
        capsys.readouterr()
        try:
            status = main(list(words))
        except SystemExit as end:  # --help and --version
            status = int(end.code or 0)
        return Ended(status, *capsys.readouterr())

    return command
