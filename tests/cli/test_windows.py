"""What Windows does otherwise, as far as another system can play it: code pages, line ends, pipes, patterns, processes.

Where the user's folders lie on Windows is tested in tests/reference/test_files.py.
"""

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from unitcalc.cli import app, main

BILL = ("bill", "--code", "J1745", "--given", "350 mg", "--opened", "4 x 100 mg", "--date", "2025-03-01")
COMMANDS = [
    BILL,
    ("lookup", "J7211"),
    ("lookup", "hyaluronan", "--format", "csv"),
    ("data", "status", "--format", "csv"),
    ("--version",),
    ("bill", "--help"),
    ("completion", "--help"),
    ("completion", "powershell"),
]
CODE_PAGES = ("cp437", "cp1252", "cp932")


def on_windows(*words: str, code_page: str) -> subprocess.CompletedProcess[bytes]:
    """The command with the code page and the line ends of a Windows console."""
    code = (
        "import sys; from unitcalc.cli import main\n"
        "for stream in (sys.stdout, sys.stderr): stream.reconfigure(newline='\\r\\n')\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    variables = {"PYTHONIOENCODING": code_page, "PYTHONUTF8": "0", "COLUMNS": "80"}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, **variables})


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_every_code_page_can_show_every_answer(user: Path, code_page: str) -> None:
    for words in COMMANDS:
        ended = on_windows(*words, code_page=code_page)
        assert ended.returncode == 0, (words, ended.stderr)
        assert not re.search(r"\\u[0-9a-f]{4}", ended.stdout.decode(code_page)), words
    refused = on_windows("lookup", "\u0394\u20ac", code_page=code_page)
    assert refused.returncode == 2
    assert b"Traceback" not in refused.stderr


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_json_is_the_same_in_every_code_page(user: Path, run: Run, code_page: str) -> None:
    words = ("lookup", "J7211", "--format", "json")
    ended = on_windows(*words, code_page=code_page)
    assert json.loads(ended.stdout.decode(code_page)) == run(*words).json


def test_a_shell_s_script_has_no_carriage_returns(user: Path) -> None:
    assert b"\r\n" in on_windows("--version", code_page="cp1252").stdout
    assert b"\r" not in on_windows("completion", "bash", code_page="cp1252").stdout


class NoReader(io.StringIO):
    """A pipe whose reader has gone, as Windows reports it."""

    def flush(self) -> None:
        """Fail as there."""
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_closed_pipe(user: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for system, status in (("nt", 0), ("posix", 3)):
        monkeypatch.setattr("sys.stdout", NoReader())
        with monkeypatch.context() as patch:
            patch.setattr(sys.modules["unitcalc.cli.main"], "os", _System(system))
            assert main(["bill", "--help"]) == status
    assert "fault of unitcalc" in capsys.readouterr().err  # elsewhere it would be one


class _System:
    """The module os of another system, as far as it is asked."""

    devnull = os.devnull

    def __init__(self, name: str) -> None:
        self.name = name


def test_the_server_is_a_child_and_its_status_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.os, "name", "nt")
    command = [sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['STATUS']))"]
    assert app._serve(command, {**os.environ, "STATUS": "7"}) == 7

    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("subprocess.call", interrupted)
    assert app._serve(command, {}) == 0


def test_patterns_name_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new files"
    folder.mkdir()
    for name in ("b.csv", "a.csv", "c.txt"):
        (folder / name).write_text("no table", encoding="utf-8")
    (tmp_path / "[1].csv").write_text("no table", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def tried(*words: str) -> list[str]:
        return [error["field"] for error in run("data", "import", *words, "--format", "json").json["errors"]]

    assert tried(os.path.join("new files", "*.csv")) == ["a.csv", "b.csv"]  # noqa: PTH118 - as typed, with its own sign
    assert tried("nothing*.csv", "[1].csv") == ["nothing*.csv", "[1].csv"]
