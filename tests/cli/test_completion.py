"""The scripts for the shells complete commands, options and fixed choices: asked of the shells themselves."""

import os
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from unitcalc.cli.options import SHELLS

SETTINGS = {"office", "hospital-outpatient", "asc", "home", "esrd", "rhc", "inpatient"}
FORMATS = {"text", "json", "csv"}
COMMANDS = {
    "bill",
    "dose",
    "plan",
    "lookup",
    "check",
    "reconcile",
    "demo",
    "explain",
    "checks",
    "payers",
    "template",
    "data",
    "app",
    "completion",
}
# What is typed, the last word of it to be completed, and what all shells have to offer for it and nothing else.
EXACT = [
    ("unitcalc ", COMMANDS),
    ("unitcalc lo", {"lookup"}),
    ("unitcalc data ", {"draft", "import", "status"}),
    ("unitcalc bill --setting ", SETTINGS),
    ("unitcalc bill --code J1745 --setting ho", {"hospital-outpatient", "home"}),
    ("unitcalc bill --opened '4 x 100 mg' --supply ", {"purchased", "340b", "white-bag", "free", "study"}),
    ("unitcalc bill --stopped ", {"bill-rest-as-discarded", "rest-was-dose"}),
    ("unitcalc bill --container-type s", {"single-dose"}),
    ("unitcalc bill --container-type mu", {"multi-dose"}),
    ("unitcalc bill --form ", {"liquid", "powder"}),
    ("unitcalc bill --payer bl", {"blue-cross-idaho"}),
    ("unitcalc bill --format ", FORMATS),
    ("unitcalc lookup J1745 --format ", FORMATS),
    ("unitcalc data status --format ", FORMATS),
    ("unitcalc bill --disp", {"--dispensed"}),
    ("unitcalc data import --per", {"--period"}),
    ("unitcalc app --no", {"--no-browser"}),
    ("unitcalc completion ", set(SHELLS)),
    ("unitcalc data import ", {"new quarter.csv", "other.zip"}),
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, and a home of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    for name in ("new quarter.csv", "other.zip"):
        (folder / name).touch()
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    command = home / "bin" / "unitcalc"  # fish completes only commands that exist
    command.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(home / "bin"), prepend=os.pathsep)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))
    return home


def shell(name: str) -> str:
    """A shell's program."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"needs {name}")
    return found


def answer(*command: str) -> str:
    """What a command prints; nothing may go wrong."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_bash(run: Run, place: Path) -> None:
    bash = shell("bash")
    script = place / "unitcalc.bash"
    script.write_text(run("completion", "bash").out, encoding="utf-8", newline="\n")
    # As the Tab key does it: the words, the place in them, then the function that was registered.
    ask = """
        source "$1"; typed=$2
        eval "COMP_WORDS=($typed)"
        [ "${typed: -1}" = " " ] && COMP_WORDS+=("")
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )) COMP_LINE=$typed COMP_POINT=${#typed}
        compopt() { :; }
        [[ "$(complete -p unitcalc)" == *" -F _shtab_unitcalc unitcalc" ]] || exit 1
        _shtab_unitcalc
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    for typed, expected in EXACT:
        assert set(answer(bash, "--norc", "-c", ask, "bash", str(script), typed).splitlines()) == expected, typed


def test_fish(run: Run, place: Path) -> None:
    fish = shell("fish")
    folder = place / ".config" / "fish" / "completions"  # as the help says
    folder.mkdir(parents=True)
    (folder / "unitcalc.fish").write_text(run("completion", "fish").out, encoding="utf-8", newline="\n")
    for typed, expected in EXACT:
        told = answer(fish, "-c", "complete --do-complete $argv[1]", typed)
        assert {line.partition("\t")[0].replace("\\ ", " ") for line in told.splitlines()} == expected, typed


def test_zsh(run: Run, place: Path) -> None:
    zsh = shell("zsh")
    (place / ".zfunc").mkdir()  # as the help says
    (place / ".zfunc" / "_unitcalc").write_text(run("completion", "zsh").out, encoding="utf-8", newline="\n")
    (place / ".zshrc").write_text(
        "fpath+=~/.zfunc\nautoload -Uz compinit && compinit -u -D\nPROMPT='ready> '\nunsetopt zle_bracketed_paste\n"
        "LISTMAX=1000\nsetopt no_beep\nunitcalc() { : }\n",
        encoding="utf-8",
    )
    with terminal(zsh) as shown:
        shown("", {"ready> "})
        for number, (typed, expected) in enumerate(EXACT, 1000):
            screen = shown(typed + "\t\t", expected)  # twice, so that it lists what there is
            assert typed.endswith("data import ") or "quarter" not in screen
            # The line is wiped out, and what was shown of it read away.
            shown(f"\x15print ended$(({number} + 1))\r", {f"ended{number + 1}"})


@contextmanager
def terminal(program: str) -> Iterator[Callable[[str, set[str]], str]]:
    """An interactive shell: a function that types into it and gives what is shown until all of some words are."""
    pty = pytest.importorskip("pty")
    child, wire = pty.fork()
    if child == 0:
        os.environ.update(TERM="dumb", COLUMNS="200", LINES="60")
        os.execv(program, [program, "-i"])

    def shown(typed: str, expected: set[str]) -> str:
        os.write(wire, typed.encode())
        screen = ""
        while not all(word in screen.replace("\\ ", " ") for word in expected):
            assert select.select([wire], [], [], 20)[0], (typed, expected, screen)
            screen += os.read(wire, 65536).decode("utf-8", "replace")
        return screen

    try:
        yield shown
    finally:
        os.close(wire)  # the terminal is gone, and the shell with it
        os.waitpid(child, 0)


def test_powershell(run: Run, place: Path) -> None:
    powershell = shell("pwsh")
    script = place / "unitcalc.ps1"
    script.write_text(run("completion", "powershell").out, encoding="utf-8", newline="\n")
    ask = (
        "& { param($script, $typed) . $script; "
        "(TabExpansion2 -inputScript $typed -cursorColumn $typed.Length).CompletionMatches.CompletionText }"
    )
    for typed, expected in EXACT[:-1]:
        told = answer(powershell, "-NoProfile", "-Command", f"{ask} '{script}' '{typed.replace(chr(39), chr(39) * 2)}'")
        assert set(told.split()) == expected, typed


@pytest.mark.parametrize("name", SHELLS)
def test_every_script_names_every_command_and_choice(run: Run, name: str) -> None:
    ended = run("completion", name)
    assert (ended.status, ended.err) == (0, "")
    for word in COMMANDS | SETTINGS | FORMATS | {"no-browser", "rest-was-dose", "white-bag", "medicare-part-b"}:
        assert word in ended.out, word
    assert "\r" not in ended.out


def test_the_help_tells_how_to_install_it(run: Run) -> None:
    told = run("completion", "--help").out
    for name in SHELLS:
        assert f"unitcalc completion {name}" in told


def test_another_shell_is_refused(run: Run) -> None:
    ended = run("completion", "tcsh")
    assert ended.status == 2
    assert all(name in ended.err for name in SHELLS)
