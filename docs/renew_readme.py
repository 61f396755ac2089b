"""Runs the README's commands again and writes down what they print: `python docs/renew_readme.py`.

A line `...` stays where it is: as many lines before and after it are kept. The test of the README compares the same.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def main() -> None:
    """Renew every ```console block."""
    text = README.read_text("utf-8")
    renewed = re.sub(r"(?<=```console\n)(.*?)(?=```)", lambda block: _block(block[0]), text, flags=re.DOTALL)
    README.write_text(renewed, "utf-8")


def _block(block: str) -> str:
    parts = block.split("$ unitcalc ")[1:]
    return "\n".join(_example(*part.rstrip("\n").split("\n")) for part in parts)


def _example(command: str, *before: str) -> str:
    with tempfile.TemporaryDirectory() as user:  # the embedded tables, whatever was imported here
        ended = subprocess.run(
            [sys.executable, "-m", "unitcalc", *shlex.split(command)],
            capture_output=True,
            text=True,
            env={"UNITCALC_DATA": user, "PATH": "", "PYTHONUTF8": "1"},
            check=False,
        )
    lines = [line.rstrip() for line in (ended.stdout or ended.stderr).splitlines() if not line.startswith("unitcalc: ")]
    if "..." in before:
        gap = before.index("...")
        lines = [*lines[:gap], "...", *lines[len(lines) - (len(before) - gap - 1) :]]
    return "\n".join((f"$ unitcalc {command}", *lines)) + "\n"


if __name__ == "__main__":
    main()
