import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def source(shared: Path) -> Path:
    """The folder of CMS's and the FDA's own files, which are no part of the project."""
    return shared / "data"


@pytest.fixture(scope="session")
def records(source: Path) -> Callable[[str], list[list[str]]]:
    """The records of a source file, read by nothing of ours."""

    def read(name: str) -> list[list[str]]:
        content = (source / name).read_bytes()
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    return read


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder and an empty cache of a user."""
    monkeypatch.setenv("UNITCALC_DATA", str(tmp_path / "user"))
    monkeypatch.setenv("UNITCALC_CACHE", str(tmp_path / "cache"))
    return tmp_path / "user"
