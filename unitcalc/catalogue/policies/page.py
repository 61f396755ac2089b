"""The smallest pieces of reading a policy's file: a field, a word, a date; every problem is kept with its line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple, Protocol

from unitcalc.catalogue.rules import STANDING
from unitcalc.findings import Problem

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Marked(Protocol):
    """A value of a document, and its line; 0 where the document was compiled and its lines are gone."""

    @property
    def value(self) -> Any:
        """A mapping or a list of such values, or a plain value."""

    @property
    def line(self) -> int:
        """The line it begins on."""

    @property
    def text(self) -> str:
        """A plain value as it was written."""


class Unplaced(NamedTuple):
    """A value of a compiled document."""

    value: Any
    line: int = 0

    @property
    def text(self) -> str:
        """As it was written."""
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return "" if self.value is None else str(self.value).strip()


def unplaced(value: Any) -> Unplaced:
    """A compiled document in the form of one that was just read."""
    if isinstance(value, dict):
        return Unplaced({key: unplaced(each) for key, each in value.items()})
    if isinstance(value, list):
        return Unplaced([unplaced(each) for each in value])
    return Unplaced(value)


Fields = Mapping[str, Marked]


class Page:
    """One file: its fields are read from it, and its problems kept, in the order of their lines."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self._found: list[tuple[int, Problem]] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found, by line."""
        return tuple(problem for _, problem in sorted(self._found, key=lambda found: found[0]))

    def problem(
        self, code: str, at: Marked, message: str, hint: str = "", candidates: Iterable[str] = (), wrong: str = ""
    ) -> None:
        """Keep a problem; of `candidates` those that look like `wrong` are offered, else all of them."""
        known = tuple(candidates)
        near = tuple(get_close_matches(wrong, known, n=3)) if wrong else ()
        if known and not hint:
            hint = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(known)}."
        place = f"{self.shown}, line {at.line}" if at.line else self.shown
        self._found.append((at.line, Problem(code, f"{place}: {message}", hint, near or known, place)))

    def fields(self, at: Marked, allowed: Iterable[str], required: Iterable[str] = ()) -> dict[str, Marked]:
        """A mapping's fields by name. What is not known, and what is required and missing, is a problem."""
        known = tuple(allowed)
        fields = self.mapping(at)
        for key, value in fields.items():
            if key not in known:
                self.problem("payer-unknown-key", value, f"'{key}' is not known here.", "", known, key)
        missing = (
            [key for key in required if key not in fields] if (at.value is None or isinstance(at.value, dict)) else []
        )
        for key in missing:
            self.problem("payer-missing", at, f"'{key}' is missing.")
        return {key: value for key, value in fields.items() if key in known}

    def mapping(self, at: Marked) -> dict[str, Marked]:
        """A mapping's fields, whatever their names; a value that is none is a problem."""
        if isinstance(at.value, dict):
            return {str(key): value for key, value in at.value.items()}
        if at.value is not None:
            self.problem("payer-shape", at, "names and values are expected here.")
        return {}

    def entries(self, at: Marked) -> list[Marked]:
        """A list's values; anything else is a problem."""
        if isinstance(at.value, list):
            return at.value
        self.problem("payer-shape", at, "a list is expected here.", "Write [one, another], or one a line after a dash.")
        return []

    def plain(self, fields: Fields, key: str) -> str:
        """A plain text that is not empty; empty with a problem for anything else, silently for none."""
        if key not in fields:
            return ""
        at = fields[key]
        if isinstance(at.value, dict | list) or not at.text:
            self.problem("payer-value", at, f"'{key}' has to be a plain text.")
            return ""
        return at.text

    def word(self, fields: Fields, key: str, legal: Iterable[str]) -> str:
        """One of the legal words; empty, with a problem, for another."""
        text, known = self.plain(fields, key), tuple(legal)
        if text and text not in known:
            self.problem("payer-value", fields[key], f"{key} is '{text}'.", "", known, text)
            return ""
        return text

    def flag(self, fields: Fields, key: str) -> bool | None:
        """Yes or no (true or false); None for none."""
        return {"yes": True, "true": True, "no": False, "false": False}.get(
            self.word(fields, key, ("yes", "no", "true", "false"))
        )

    def whole(self, fields: Fields, key: str, most: int = 9_999_999_999) -> int:
        """A whole number from 1 to `most`; 0, with a problem, for anything else."""
        if key not in fields:
            return 0
        value = fields[key].value
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most:
            return value
        self.problem("payer-value", fields[key], f"{key} is '{fields[key].text}', not a whole number from 1 to {most}.")
        return 0

    def day(self, fields: Fields, key: str) -> date | None:
        """A date; None, with a problem, for anything else."""
        text = self.plain(fields, key)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:  # the thirtieth of February
            pass
        if text:
            self.problem("payer-date", fields[key], f"{key} is '{text}', which is no date.", "Write it as 2025-03-01.")
        return None

    def tag(self, fields: Fields) -> str:
        """How sure a source is."""
        text = self.plain(fields, "tag")
        if text and text not in STANDING:
            legal = ", ".join(f"{tag} {standing}" for tag, standing in STANDING.items())
            self.problem("payer-tag", fields["tag"], f"'{text}' is no tag.", f"Write one of: {legal}.", STANDING, "")
            return ""
        return text

    def texts(self, fields: Fields, key: str) -> Iterator[Marked]:
        """A list of plain texts, or one."""
        if key not in fields:
            return
        at = fields[key]
        if at.value == []:
            self.problem("payer-missing", at, f"'{key}' is empty.")
        for each in self.entries(at) if isinstance(at.value, list) else [at]:
            if isinstance(each.value, dict | list) or not each.text:
                self.problem("payer-value", each, f"'{key}' has to be a list of plain texts.")
            else:
                yield each
