"""`unitcalc demo`: the first thing that a new user runs."""

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Run

ACCOUNTS = "200"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which somebody tries it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_it_writes_a_folder_and_says_what_to_do_next(run: Run, here: Path) -> None:
    ended = run("demo", "--accounts", ACCOUNTS)
    assert ended.status == 0
    assert "were found, and nothing else was told" in " ".join(ended.out.split())
    assert (here / "unitcalc-demo" / "reconciled" / "reconciliation.html").is_file()
    # What is told can be typed, and finds the same.
    typed = shlex.split(ended.out.splitlines()[-1])
    assert typed[:2] == ["unitcalc", "reconcile"]
    again = run(*typed[1:])
    assert again.status == 1
    assert (here / "march" / "findings.csv").read_bytes() == (
        here / "unitcalc-demo" / "reconciled" / "findings.csv"
    ).read_bytes()

    second = run("demo")
    assert second.status == 2
    assert "unitcalc-demo is there already" in second.err
    assert "--out" in second.err


def test_json(run: Run, here: Path) -> None:
    ended = run("demo", "--accounts", ACCOUNTS, "--seed", "3", "--out", "with space", "--format", "json")
    assert ended.status == 0
    record = ended.json
    assert record["accounts"] == 200
    assert record["missed"] == record["not_planted"] == []
    assert all(each["planted"] == each["found"] > 0 for each in record["planted"])
    assert record["findings"]["U03"] >= 9  # eight by the charge master's multiplier, one at least by hand
    assert all(Path(name).is_file() for name in record["files"])
    assert '"with space/' in record["command"].replace("\\", "/")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--accounts", "ten"), "accounts"),
        (("--accounts", "-5"), "accounts"),
        (("--accounts", "10"), "accounts"),
        (("--accounts", "9" * 30), "accounts"),
        (("--seed", "1.5"), "seed"),
    ],
)
def test_numbers_that_are_none_are_refused(run: Run, here: Path, words: tuple[str, ...], field: str) -> None:
    ended: Ended = run("demo", *(f"{words[0]}={words[1]}",), "--format", "json")
    assert ended.status == 2
    assert ended.json["error"]["field"] == field
    assert list(here.iterdir()) == []
