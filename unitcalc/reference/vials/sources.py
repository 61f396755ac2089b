"""The sources that a `vials.yaml` names: `purple-book 832` is a file and its row, `kovaltry-pi 2.2` a place in a
document that was opened, `unverified` nothing yet."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.reference.documents import Entry
from unitcalc.reference.vials.model import TAGS, UNSOURCED, FactSource

_FILE = frozenset(("file", "tag"))
_DOCUMENT = frozenset(("title", "address", "opened", "tag"))


class Sources(NamedTuple):
    """The files and documents of one `vials.yaml`, by the short names that its facts use."""

    files: Mapping[str, FactSource]
    documents: Mapping[str, FactSource]

    def named(self, text: str) -> FactSource:
        """What a fact's source says. Refused for a name that is not there, and a file without its row."""
        name, _, place = text.partition(" ")
        if text == "unverified":
            return UNSOURCED
        if name in self.documents:
            return self.documents[name]._replace(place=place.strip())
        if name not in self.files:
            known = (*self.files, *self.documents, "unverified")
            close = tuple(get_close_matches(name, known, 3, 0.5))
            hint = f"Did you mean {' or '.join(close)}? " if close else ""
            hint += "Name it under 'files' or 'documents', or write 'unverified'."
            raise Refused(Problem("vials-source", f"the source '{text}' is not named in this document.", hint, close))
        place = place.strip().removeprefix("row ").strip()
        if place.isascii() and place.isdigit() and 0 < len(place) < 8 and int(place):
            return self.files[name]._replace(row=int(place))
        if not place or place.lstrip("-").isdigit():
            raise Refused(Problem("vials-source", f"'{text}' names a file without its row.", f"Write {name} 832."))
        return self.files[name]._replace(id=place)


Found = tuple[Sources, list[tuple[int, Problem]]]


def read_sources(files: Entry | None, documents: Entry | None) -> Found:
    """From the two parts of a document, with every problem and its line. What is half right can be named even so."""
    reader = _Reader()
    found = Sources(reader.files(files), reader.documents(documents))
    for name in found.files.keys() & found.documents.keys():
        line = documents.value[name].line if documents else 0
        reader.problem("vials-source", line, f"'{name}' names a file and a document.", "Rename one of them.")
    return found, reader.problems


class _Reader:
    """Reads both parts and collects their problems."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, Problem]] = []

    def files(self, entry: Entry | None) -> dict[str, FactSource]:
        found = {}
        for name, raw in self._mapping(entry).items():
            if isinstance(raw.value, str):
                found[name] = FactSource(file=raw.value)
                continue
            fields = self._fields(raw, _FILE, "file")
            found[name] = FactSource(file=_text(fields, "file"), tag=self._tag(fields, "P"))
        return found

    def documents(self, entry: Entry | None) -> dict[str, FactSource]:
        found = {}
        for name, raw in self._mapping(entry).items():
            fields = self._fields(raw, _DOCUMENT, "title", "address", "opened", "tag")
            found[name] = FactSource(
                document=_text(fields, "title"),
                address=_text(fields, "address"),
                opened=self._day(fields),
                tag=self._tag(fields, "C"),
            )
        return found

    def problem(self, code: str, line: int, message: str, hint: str = "") -> None:
        self.problems.append((line, Problem(code, message, hint)))

    def _fields(self, entry: Entry, allowed: frozenset[str], *required: str) -> dict[str, Entry]:
        fields = self._mapping(entry)
        for key, value in fields.items():
            if key not in allowed:
                known = f"Known are {', '.join(sorted(allowed))}."
                self.problem("vials-unknown-key", value.line, f"'{key}' is not known here.", known)
        for key in required:
            if key not in fields:
                hint = f"It is one of {', '.join(TAGS)}." if key == "tag" else ""
                self.problem("vials-missing", entry.line, f"'{key}' is missing.", hint)
        return fields

    def _mapping(self, entry: Entry | None) -> dict[str, Entry]:
        if entry is None or entry.value is None:
            return {}
        if isinstance(entry.value, dict):
            return entry.value
        self.problem("vials-shape", entry.line, "names and values are expected here.")
        return {}

    def _day(self, fields: Mapping[str, Entry]) -> str:
        if "opened" not in fields:
            return ""
        text = fields["opened"].text
        try:
            day = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None:
            self.problem("vials-date", fields["opened"].line, f"'{text}' is no date.", "Write it as 2026-01-31.")
        elif day > date.today():
            self.problem("vials-date", fields["opened"].line, f"{text} is in the future.", "When was it opened?")
        return text

    def _tag(self, fields: Mapping[str, Entry], usual: str) -> str:
        tag = _text(fields, "tag") or usual
        if tag not in TAGS:
            allowed = f"Tags of sources are {', '.join(TAGS)}; what is not verified has the source 'unverified'."
            self.problem("vials-tag", fields["tag"].line, f"'{tag}' is no tag.", allowed)
        return tag


def _text(fields: Mapping[str, Entry], key: str) -> str:
    return fields[key].text if key in fields else ""
