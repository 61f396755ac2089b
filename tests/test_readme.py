"""The README's commands print what it says they print. A line `...` stands for lines left out."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from unitcalc.checks.registry import checks
from unitcalc.cli import main

README = Path(__file__).resolve().parents[1] / "README.md"


def examples() -> Iterator[tuple[str, list[str]]]:
    for block in re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL):
        for part in block.split("$ unitcalc ")[1:]:
            command, *printed = part.rstrip("\n").split("\n")
            yield command, [line.rstrip() for line in printed]


EXAMPLES = list(examples())


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("command, expected", EXAMPLES, ids=[command[:50] for command, _ in EXAMPLES])
def test_the_readme_is_true(
    command: str,
    expected: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("UNITCALC_DATA", str(tmp_path))  # the embedded tables, whatever was imported here
    main(shlex.split(command))
    out, err = capsys.readouterr()
    told = [line.rstrip() for line in (out or err).splitlines() if not line.startswith("unitcalc: ")]
    if "..." not in expected:
        assert told == expected
        return
    gap = expected.index("...")
    tail = expected[gap + 1 :]
    assert told[:gap] == expected[:gap]
    assert told[len(told) - len(tail) :] == tail


def test_the_number_of_checks_is_true() -> None:
    assert f"held against {len(checks())} rules" in README.read_text("utf-8")


def test_the_python_example_is_true() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    space: dict[str, object] = {}
    checked = 0
    for line in block.splitlines():
        code, _, comment = line.partition("  # ")
        if comment:
            assert repr(eval(code, space)) == comment.strip()  # the README's own line
            checked += 1
        else:
            exec(code, space)
    assert checked == 4
