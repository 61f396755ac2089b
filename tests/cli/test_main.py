"""The command as a whole: options, help, version, pipes, locales. A few as a program of its own."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from unitcalc.cli import main
from unitcalc.cli.output import width

BILL = ("bill", "--code", "J1745", "--given", "350 mg", "--opened", "4 x 100 mg", "--date", "2025-03-01")


def program(user: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "unitcalc", *words],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("words", [("--help",), *((name, "--help") for name in ("bill", "lookup", "data", "app"))])
def test_help(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.status == 0
    assert ended.out.startswith("usage: unitcalc")
    assert ended.err == ""


WRONG_OPTIONS = [
    (),
    ("nope",),
    ("data",),
    ("data", "nope"),
    ("data", "import"),
    ("lookup",),
    ("bill", "--nope"),
    ("bill", "--giv", "5 mg"),
    ("bill", "--code"),
    ("bill", "--given", "5 mg", "--dispensed"),
    ("lookup", "J1745", "--format", "xml"),
]


@pytest.mark.parametrize("words", WRONG_OPTIONS)
def test_wrong_options_are_refused(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.status == 2
    assert ended.out == ""
    assert "--help" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "json"),
        ("nope", "--format", "json"),
        ("bill", "--nope", "--format", "json"),
        ("bill", "--format=json", "--nope"),
        ("lookup", "--format", "json"),
        ("data", "status", "--nope", "--format", "json"),
    ],
)
def test_wrong_options_are_json_where_json_was_asked_for(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)
    assert ended.status == 2
    assert ended.err == ""
    assert ended.json["error"] == ended.json["errors"][0]
    assert set(ended.json["error"]) >= {"code", "message", "hint", "candidates"}


def test_a_fault_of_ours_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("unitcalc.cli.bill.bill", broken)
    ended = run(*BILL)
    assert ended.status == 3
    assert ended.out == ""
    assert "fault of unitcalc" in ended.err


def test_main_reads_the_arguments_of_the_process(
    user: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["unitcalc", *BILL, "--format", "json"])
    assert main() == 0
    assert json.loads(capsys.readouterr().out)["administered_units"] == 35


def test_as_a_program(user: Path) -> None:
    assert program(user, *BILL).returncode == 0
    waits = program(user, "bill", "--code", "J1745", "--given", "350 mg", "--date", "2025-03-01")
    assert waits.returncode == 1
    refused = program(user, "bill", "--given", "350")
    assert refused.returncode == 2
    assert refused.stdout == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_any_locale(user: Path, encoding: str, form: str) -> None:
    """What a locale can't print must not make the program fail; JSON stays JSON."""
    words = ("bill", "--code", "J3490", "--given", "5 µg", "--opened", "1 x 5 µg", "--date", "2025-03-01")
    narrative = "Łódź 🩸 5 µg – ‘NDC’"
    answer = program(user, *words, "--narrative", narrative, "--format", form, LC_ALL="C", PYTHONIOENCODING=encoding)
    assert answer.returncode == 0, answer.stderr
    if form == "json":
        record = json.loads(answer.stdout.decode(encoding))
        steps = {step["label"]: step["expression"] for step in record["steps"]}
        assert narrative in steps["Narrative"]
    assert b"Traceback" not in answer.stderr


def test_bytes_that_are_no_text(user: Path) -> None:
    """An argument in another encoding than the locale's: shown in escapes."""
    words = [*BILL, "--narrative", os.fsdecode(b"5 \xb5g")]
    for form in ("text", "json"):
        answer = program(user, *words, "--format", form)
        assert answer.returncode == 0, answer.stderr
        assert b"\\udcb5g" in answer.stdout
        assert answer.stderr == b""


@pytest.mark.parametrize("words", [("lookup", "J1745", "--format", "json"), ("data", "status", "--format", "csv")])
def test_a_closed_pipe_is_quiet(user: Path, words: tuple[str, ...]) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "unitcalc", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.read(1)
    started.stdout.close()
    complaint = started.stderr.read()
    started.stderr.close()
    assert (started.wait(timeout=60), complaint) == (0, b"")


TEXTS = [BILL, ("lookup", "J7211"), ("lookup", "hyaluronan"), ("data", "status"), ("--version",), ("--help",)]
NARROW = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp437"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("words", TEXTS, ids=" ".join)
@pytest.mark.parametrize("environment", NARROW, ids=lambda each: next(iter(each.values())))
def test_a_narrow_encoding_is_no_failure(user: Path, words: tuple[str, ...], environment: dict[str, str]) -> None:
    answer = program(user, *words, COLUMNS="80", **environment)
    assert answer.returncode == 0, answer.stderr
    assert b"Traceback" not in answer.stderr
    assert b"\\u" not in answer.stdout


def test_signs_are_spelled_out(user: Path) -> None:
    answer = program(user, "lookup", "\u2026\u2122\u00b5\u00e9", PYTHONIOENCODING="ascii")
    assert answer.returncode == 2
    assert b"'...(TM)u\\xe9'" in answer.stderr
    assert b"..." in program(user, "lookup", "J7211", PYTHONIOENCODING="ascii").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", [*TEXTS, (*BILL, "--format", "json"), ("lookup", "xyzzy", "--format", "json")])
def test_a_full_disk_is_said_in_one_line(user: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - no file that is read
        command = [sys.executable, "-m", "unitcalc", *words]
        answer = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
        silent = subprocess.run(command, stdout=full, stderr=full, check=False, timeout=60)
    assert (answer.returncode, silent.returncode) == (3, 3)
    (line,) = answer.stderr.decode().splitlines()
    assert line.startswith("The result can't be written: ")


@pytest.mark.skipif(os.name != "posix", reason="closes a file of the shell's")
@pytest.mark.parametrize("closed, status, lines", [(">&-", 3, 1), (">/dev/null 2>&-", 0, 0), (">&- 2>&-", 3, 0)])
def test_a_closed_output(user: Path, closed: str, status: int, lines: int) -> None:
    command = f'exec "$0" -m unitcalc lookup J1745 {closed}'
    answer = subprocess.run(["/bin/sh", "-c", command, sys.executable], capture_output=True, check=False, timeout=60)
    assert (answer.returncode, answer.stdout) == (status, b"")
    assert len(answer.stderr.splitlines()) == lines


@pytest.mark.parametrize("stated, wide", [("80", 80), ("20", 40), ("500", 140), ("x", 100), ("", 100), ("0", 100)])
def test_the_width_is_as_stated_within_reason(monkeypatch: pytest.MonkeyPatch, stated: str, wide: int) -> None:
    def no_terminal(_: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", no_terminal)
    monkeypatch.setenv("COLUMNS", stated)
    assert width() == wide
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((72, 24)))
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1, raising=False)
    assert width() == (wide if wide != 100 else 72)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been started."""
    commands: list[list[str]] = []
    monkeypatch.setattr("unitcalc.cli.app._serve", lambda command, _: commands.append(command) or 0)
    monkeypatch.delenv("STREAMLIT_SERVER_PORT", raising=False)
    return commands


def test_a_port_in_use_is_refused(run: Run, started: list[list[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        ended = run("app", "--port", port)
    assert (ended.status, started) == (2, [])
    assert ended.err == f"Port {port} is in use: choose another with --port.\n"
    assert run("app", "--port", port).status == 0
    assert f"--server.port={port}" in started[0]


def test_the_next_free_port_is_taken_and_said(
    run: Run, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr("unitcalc.cli.app.PORT", port)
        ended = run("app")
        taken = int(started[0][-1].removeprefix("--server.port="))
        assert port < taken <= port + 20
        assert ended.err == f"Port {port} is in use; the pages are on port {taken}.\n"
        monkeypatch.setattr("unitcalc.cli.app.TRIED", 0)
        assert run("app").status == 2


@pytest.mark.parametrize("port", ["0", "x", "65536", "-1", "850100000", "٨٥٠١"])
def test_no_port(run: Run, started: list[list[str]], port: str) -> None:
    ended = run("app", f"--port={port}")
    assert (ended.status, started) == (2, [])
    assert ended.err.startswith("--port: ")


def test_a_port_that_is_not_ours(run: Run, started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("socket.socket.bind", forbidden)
    ended = run("app", "--port=80")
    assert (ended.status, started) == (2, [])
    assert ended.err.startswith("--port: Port 80 may not be opened.")
