"""`documents.yaml`, read strictly: every key and every name is known, and every problem is told with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unitcalc.catalogue.documents import (
    Diagnoses,
    Diagnosis,
    Documents,
    DrugClass,
    Item,
    Need,
    Shape,
    Source,
    Space,
    When,
)
from unitcalc.catalogue.rules import STANDING
from unitcalc.codes import is_code
from unitcalc.codes.icd10 import is_prefix
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reference.documents import Entry

PLACES = frozenset({"day", "use", "code", "product", "ndc", "unit", "diagnosis"})
"""What an example may leave open besides amounts: `{day}`."""


def read_documents(document: Any) -> Documents:
    """The document's content: plain, or marked with lines (`reference.documents.read_marked`).

    Refused with every problem: a key or name that is not known, one that is missing, a source without a document.
    """
    problems = Problems()
    top = _Part(document if isinstance(document, Entry) else _marked(document), "")
    sources: dict[str, Source] = {}
    for part in top.parts("sources", problems):
        with problems.of(""):
            sources[part.name] = _source(part)
    classes = [each for part in top.parts("classes", problems) for each in _kept(problems, _class, part)]
    sections = dict(top.plain("sections", problems))
    amounts = {part.name: dict(part.rest()) for part in top.parts("amounts", problems)}
    fields, named = frozenset(top.texts("fields")), frozenset(each.name for each in classes)
    places = PLACES.union(*amounts.values()) if amounts else PLACES
    items = [
        each
        for part in top.parts("items", problems)
        for each in _kept(problems, _item, part, sources, named, frozenset(sections), fields, places)
    ]
    diagnoses = [
        each for part in top.parts("diagnoses", problems) for each in _kept(problems, _diagnoses, part, sources, named)
    ]
    with problems.of(""):
        top.close()
    if not problems.found and (not classes or "other" not in amounts):
        problems.add(_problem(top, "classes, and amounts of 'other' units, are expected."))
    problems.raise_any()
    return Documents(sources, tuple(classes), sections, amounts, tuple(items), tuple(diagnoses))


class _Part:
    """A mapping of the document: its values are taken one by one, and what is left is not known."""

    def __init__(self, entry: Entry, name: str) -> None:
        self.name = name
        self.line = entry.line
        if not isinstance(entry.value, dict):
            raise self.refused("names with values are expected here.")
        self._left: dict[str, Entry] = {str(key): value for key, value in entry.value.items()}

    def refused(self, message: str, line: int | None = None) -> Refused:
        return Refused(_problem(self, message, line))

    def text(self, key: str) -> str:
        """A plain value that must be there."""
        value = self.option(key)
        if not value:
            raise self.refused(f"'{key}' is missing.")
        return value

    def option(self, key: str) -> str:
        """A plain value, or nothing."""
        entry = self._left.pop(key, Entry("", self.line))
        if isinstance(entry.value, dict | list):
            raise self.refused(f"'{key}' is one value, not several.", entry.line)
        return entry.text

    def chosen(self, key: str, known: Sequence[str], usual: str = "") -> str:
        """A plain value that is one of those known."""
        line = self._line(key)
        value = self.option(key) or usual
        if value not in known:
            raise self.refused(f"'{key}' is one of {', '.join(known)}, not '{value}'.", line)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of plain values; empty where there is none."""
        entry = self._left.pop(key, Entry([], self.line))
        if not isinstance(entry.value, list):
            raise self.refused(f"'{key}' is a list.", entry.line)
        return tuple(each.text for each in entry.value)

    def names(self, key: str, known: frozenset[str]) -> tuple[str, ...]:
        """A list of HCPCS codes and of names that are known."""
        line = self._line(key)
        found = self.texts(key)
        for each in found:
            if each not in known and not is_code(each):
                raise self.refused(f"'{key}' names '{each}', which is neither a HCPCS code nor known here.", line)
        return found

    def flag(self, key: str, usual: bool | None = None) -> bool:
        """True or false."""
        entry = self._left.pop(key, Entry(usual, self.line))
        if not isinstance(entry.value, bool):
            raise self.refused(f"'{key}' is true or false.", entry.line)
        return entry.value

    def sources(self, key: str, sources: Mapping[str, Source]) -> tuple[Source, ...]:
        """A list of the names of sources, as those sources."""
        line = self._line(key)
        found = self.texts(key)
        for each in found:
            if each not in sources:
                raise self.refused(f"'{each}' is not among the sources.", line)
        if not found:
            raise self.refused(f"'{key}' names no source.", line)
        return tuple(sources[each] for each in found)

    def left(self) -> tuple[str, ...]:
        """The names of what is left."""
        return tuple(self._left)

    def rest(self) -> Iterator[tuple[str, str]]:
        """All values that are left, as text."""
        for key in self.left():
            yield key, self.option(key)

    def plain(self, key: str, problems: Problems) -> Iterator[tuple[str, str]]:
        """The plain values of a mapping below."""
        with problems.of(""):
            yield from self.below(key).rest()

    def below(self, key: str) -> "_Part":
        """The mapping below a name; an empty one where there is none."""
        return _Part(self._left.pop(key, Entry({}, self.line)), key)

    def parts(self, key: str, problems: Problems) -> Iterator["_Part"]:
        """The mappings of a list, or those below the names of a mapping."""
        entry = self._left.pop(key, None)
        if entry is None:
            problems.add(_problem(self, f"'{key}' is missing."))
            return
        if isinstance(entry.value, list):
            found = [(f"{key} {number}", each) for number, each in enumerate(entry.value, 1)]
        elif isinstance(entry.value, dict):
            found = [(str(name), each) for name, each in entry.value.items()]
        else:
            problems.add(_problem(self, f"'{key}' has nothing below it.", entry.line))
            return
        for name, each in found:
            with problems.of(""):
                yield _Part(each, name)

    def close(self) -> None:
        """Refused where anything is left."""
        problems = [_problem(self, f"'{key}' is not known here.", entry.line) for key, entry in self._left.items()]
        if problems:
            raise Refused(*problems)

    def _line(self, key: str) -> int:
        return self._left[key].line if key in self._left else self.line


def _kept(problems: Problems, read: Any, part: _Part, *known: Any) -> Iterator[Any]:
    """What a part holds, where it can be read; its problems are kept."""
    with problems.of(""):
        found = read(part, *known)
        part.close()
        yield found


def _problem(part: _Part, message: str, line: int | None = None) -> Problem:
    at = part.line if line is None else line
    where = ", ".join(filter(None, ("documents.yaml", f"line {at}" if at else "", part.name)))
    return Problem("documents-data", f"{where}: {message}", "Correct data/documents.yaml.")


def _marked(value: Any) -> Entry:
    """A plain value as the reader of files marks it; the compiled copy knows no lines (0)."""
    if isinstance(value, dict):
        return Entry({key: _marked(each) for key, each in value.items()}, 0)
    if isinstance(value, list):
        return Entry([_marked(each) for each in value], 0)
    return Entry(value, 0)


def _source(part: _Part) -> Source:
    who, title, tag = part.text("who"), part.text("title"), part.chosen("tag", tuple(STANDING))
    found = Source(part.name, who, title, tag, part.option("rule"), part.option("address"), part.option("opened"))
    part.close()
    if bool(found.address) != bool(found.opened):
        raise part.refused("a document has both an address and the day it was opened.")
    if (found.tag != "K") != bool(found.address or found.rule):
        raise part.refused("tag K is what has no opened document and no rule; everything else has one.")
    return found


def _class(part: _Part) -> DrugClass:
    return DrugClass(
        part.name,
        part.text("title"),
        part.names("codes", frozenset()),
        part.texts("families"),
        part.texts("begins"),
        part.names("except", frozenset()),
        part.flag("clotting-factor", usual=False),
    )


def _item(
    part: _Part,
    sources: Mapping[str, Source],
    classes: frozenset[str],
    sections: frozenset[str],
    fields: frozenset[str],
    places: frozenset[str],
) -> Item:
    problems = Problems()
    needs = tuple(
        each for need in part.parts("needed", problems) for each in _kept(problems, _need, need, sources, classes)
    )
    problems.raise_any()
    if not needs:
        raise part.refused("nobody asks for it: 'needed' is empty.")
    found = Item(
        part.name,
        part.text("title"),
        part.text("example"),
        dict(part.below("examples").rest()),
        part.text("field"),
        part.chosen("section", sorted(sections)),
        Shape(part.chosen("shape", list(Shape), Shape.TEXT)),
        dict(part.below("parts").rest()),
        Space(part.chosen("space", list(Space))),
        needs,
        dict(part.below("choices").rest()),
    )
    head, _, key = found.field.partition(".")
    if head not in fields or bool(key) != (head == "documents"):
        raise part.refused(f"a record has no field '{found.field}'.")
    if unknown := [name for name in found.examples if name not in classes and not is_code(name)]:
        raise part.refused(f"examples: '{unknown[0]}' is neither a HCPCS code nor a class.")
    if bool(found.parts) != (found.shape is Shape.MAPPING):
        raise part.refused("a mapping has parts, and nothing else has.")
    for text in (found.example, *found.examples.values(), *found.parts.values()):
        if '"' in text or "\\" in text or not set(re.findall(r"{(.*?)}", text)) <= places:
            raise part.refused(f"the example '{text}' has a quote, or names what is not known.")
    return found


def _need(part: _Part, sources: Mapping[str, Source], classes: frozenset[str]) -> Need:
    return Need(
        part.sources("by", sources),
        When(part.chosen("when", list(When), When.ALWAYS)),
        part.names("for", classes),
    )


def _diagnoses(part: _Part, sources: Mapping[str, Source], classes: frozenset[str]) -> Diagnoses:
    of = part.names("for", classes)
    if not of:
        raise part.refused("'for' names no code and no class.")
    problems = Problems()
    found = Diagnoses(
        of,
        example := part.option("example"),
        part.flag("closed"),
        tuple(_listed(part.below("fits"), sources, problems)),
        tuple(_listed(part.below("never"), sources, problems)),
        part.flag("ask", usual=True),
    )
    problems.raise_any()
    if found.fits and not (is_prefix(example) and "-" not in example and found.fitting(example)):
        raise part.refused(f"the example '{example}' is no diagnosis of the list.")
    return found


def _listed(part: _Part, sources: Mapping[str, Source], problems: Problems) -> Iterator[Diagnosis]:
    for name in part.left():
        with problems.of(""):
            each = part.below(name)
            if not is_prefix(name):
                raise each.refused("a diagnosis of ICD-10-CM, the beginning of one, or a range is expected.")
            found = Diagnosis(name, each.text("title"), each.sources("by", sources))
            each.close()
            yield found
