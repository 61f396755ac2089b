"""The smallest pieces of reading a `vials.yaml`: a field, a list, an amount, a source; every problem is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_positive
from unitcalc.reference.documents import Entry
from unitcalc.reference.vials.model import OURS, UNSOURCED, ContainerType, FactSource, Pooling
from unitcalc.reference.vials.sources import Sources

_HINTS = {
    "source": "Write where it was read, or 'unverified'.",
    "potency": "Write labelled, or assayed where it is printed on each lot.",
    "container_type": f"Write one of: {', '.join(ContainerType)}.",
    "rule": f"Write one of: {', '.join(Pooling)}.",
    "sizes": "Write a list, one entry for what a container holds.",
    "amount": "Write what one container holds, such as 100 mg.",
    "indication": "Write what it is given for, such as rheumatoid arthritis.",
}
Fields = Mapping[str, Entry]


class FieldReader:
    """Reads fields of one document and collects their problems, each with its line."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.problems: list[tuple[int, Problem]] = []
        """With the line of each."""
        self.sources = Sources({}, {})

    def source(self, entry: Entry | None) -> FactSource:
        """Where a fact was read; unsourced where that is missing or wrong."""
        if entry is None:  # said to be missing already
            return UNSOURCED
        with self.at(entry.line):
            return self.sources.named(entry.text)
        return UNSOURCED

    def amount(self, fields: Fields, key: str) -> str:
        """An amount as text that reads as it was written; empty where there is none that can be used."""
        if key not in fields:
            return ""
        text = fields[key].text
        if key == "amount" and "of" in fields:
            text = f"{text} of {fields['of'].text}"
        with self.at(fields[key].line):
            read_positive(text)
            return text
        return ""

    def choice(self, fields: Fields, key: str, allowed: tuple[str, ...]) -> str:
        """One of a closed list of words; empty for none and for any other."""
        if key not in fields:  # not stated, or said to be missing already
            return ""
        value = fields[key].text
        if value in allowed:
            return value
        message = f"{key} '{value}' is not one of: {', '.join(allowed)}."
        self.problem("vials-value", fields[key].line, message)
        return ""

    def flag(self, fields: Fields, key: str) -> bool:
        """True or false; false where it is not there."""
        if key not in fields:
            return False
        if not isinstance(fields[key].value, bool):
            self.problem("vials-value", fields[key].line, f"{key} is true or false.")
        return fields[key].value is True

    def required(self, fields: Fields, entry: Entry, *keys: str) -> None:
        """Keep a problem for each field that is missing."""
        for key in keys:
            if key not in fields:
                self.problem("vials-missing", entry.line, f"'{key}' is missing.", _HINTS.get(key, ""))

    def fields(self, entry: Entry, allowed: frozenset[str]) -> dict[str, Entry]:
        """A mapping's entries by name; what is not known is a problem."""
        if not isinstance(entry.value, dict):
            if entry.value is not None:
                self.problem("vials-shape", entry.line, "names and values are expected here.")
            return {}
        for key, value in entry.value.items():
            if key not in allowed:
                known = f"Known are {', '.join(sorted(allowed))}."
                self.problem("vials-unknown-key", value.line, f"'{key}' is not known here.", known)
        return {key: value for key, value in entry.value.items() if key in allowed}

    def entries(self, entry: Entry | None) -> list[Entry]:
        """A list's entries; none where it is not there."""
        if entry is None or entry.value is None:
            return []
        if isinstance(entry.value, list):
            return entry.value
        self.problem("vials-shape", entry.line, "a list is expected here.")
        return []

    def once(self, known: dict[Any, int], key: Any, line: int, code: str, what: str) -> None:
        """Keep a problem for what stands twice."""
        if key in known:
            self.problem(code, line, f"{what} stands in line {known[key]} already.", "State it once.")
        known.setdefault(key, line)

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """Keep what the block refuses, with the line."""
        try:
            yield
        except Refused as refused:
            for problem in refused.problems:
                self.add(problem, line)

    def problem(self, code: str, line: int, message: str, hint: str = "") -> None:
        """Keep a problem of a line."""
        self.add(Problem(code, message, hint), line)

    def add(self, problem: Problem, line: int) -> None:
        """Keep a problem, its message with document and line: not everyone who shows one shows its field."""
        place = f"{self.name}, line {line}"
        hint = problem.hint if self.name == OURS else f"{problem.hint} The file is {self.path}.".strip()
        found = replace(problem, message=f"{place}: {problem.message}", hint=hint, field=place)
        self.problems.append((line, found))


def text_of(fields: Fields, key: str) -> str:
    """A field as it was written; empty where it is not there."""
    return fields[key].text if key in fields else ""
