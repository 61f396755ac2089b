"""What the pages are made from: the embedded tables and documents, and the checks."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.checks.model import Check, Registry
from unitcalc.checks.registry import checks
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.store import Reference

PROJECT = Path(__file__).resolve().parents[2]
TEXTS = PROJECT / "docs" / "text"
CASES = PROJECT / "tests" / "checks"


@dataclass(frozen=True)
class Facts:
    """Everything that a page may speak of."""

    reference: Reference

    @classmethod
    def open(cls) -> "Facts":
        """The embedded tables, with the user's own where UNITCALC_DATA names some."""
        return cls(Reference.open())

    def close(self) -> None:
        """Close the tables."""
        self.reference.close()

    @cached_property
    def catalogue(self) -> Catalogue:
        """Codes, documents, modifiers and policies."""
        return Catalogue(self.reference)

    @cached_property
    def checks(self) -> Registry:
        """Every check by its code."""
        return checks()

    @cached_property
    def book(self) -> Mapping[str, Rule]:
        """Every rule by its number."""
        return self.catalogue.rules

    def rules_of(self, *sources: str) -> tuple[Rule, ...]:
        """The rules that sources cite."""
        return cited(self.book, sources)

    def class_of(self, code: str) -> str:
        """The class of drugs that a code belongs to; empty for a code that the tables do not know."""
        if self.reference.code(code) is None:
            return ""
        day = self.reference.periods("codes")[-1].last_day
        return self.catalogue.documents.class_of(self.catalogue.drugs.described(code, day)).name

    def cases(self, check: Check) -> Mapping[str, list[dict[str, Any]]]:
        """The worked cases of a check, `fail` and `pass`; empty without the tests."""
        found = sorted(CASES.glob(f"*/{check.name}.yaml"))
        return read_yaml(found[0]) if found else {}

    def output(self, command: str, folder: Path | None = None) -> str:
        """What `unitcalc ...` prints on a machine without data of its own, in a folder with the files it names."""
        with tempfile.TemporaryDirectory() as user:
            environment = {**os.environ, "UNITCALC_DATA": user, "PYTHONUTF8": "1", "PYTHONPATH": str(PROJECT)}
            ended = subprocess.run(
                [sys.executable, "-m", "unitcalc", *shlex.split(command)],
                capture_output=True,
                text=True,
                encoding="utf-8",
                env={**environment, "COLUMNS": "90"},
                cwd=folder,
                check=False,
            )
        if ended.returncode not in (0, 1):
            raise RuntimeError(f"unitcalc {command}: {ended.stderr}")
        return "\n".join(line.rstrip() for line in ended.stdout.splitlines())
