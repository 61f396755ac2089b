"""Reads a `vials.yaml` and refuses it with all its problems, each with file, line and what to do."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from unitcalc.codes import read_code, read_ndc
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.quantity import read_positive
from unitcalc.reference.documents import Entry, read_marked
from unitcalc.reference.vials.model import (
    CONTAINERS,
    FORMS,
    OURS,
    UNSOURCED,
    ContainerType,
    FactSource,
    Pooling,
    Potency,
    VialNdc,
    VialSize,
)
from unitcalc.reference.vials.sources import Sources, read_sources

_TOP = frozenset(("files", "documents", "products"))
_DESCRIBED = ("route", "form", "container", "container_type")
_PRODUCT = frozenset(
    ("code", "product", "labeler", "potency", "note", "source", "typed", "pooling", "sizes", *_DESCRIBED)
)
_SIZE = frozenset(
    ("amount", "of", "volume", "concentration", "withdrawn", "note", "source", "described", "typed", "ndcs")
) | frozenset(_DESCRIBED)
_NDC = frozenset(("ndc", "source", "size"))
_POOLING = frozenset(("rule", "note", "source"))
_HINTS = {
    "source": "Write where it was read, or 'unverified'.",
    "potency": "Write labelled, or assayed where it is printed on each lot.",
    "container_type": f"Write one of: {', '.join(ContainerType)}.",
    "rule": f"Write one of: {', '.join(Pooling)}.",
    "sizes": "Write a list, one entry for what a container holds.",
    "amount": "Write what one container holds, such as 100 mg.",
}
Fields = Mapping[str, Entry]


def read_all(documents: Iterable[tuple[str, Path]]) -> tuple[VialSize, ...]:
    """Every size of several documents, in their order; Refused with the problems of all of them."""
    problems = Problems()
    found: list[VialSize] = []
    for name, path in documents:
        try:
            found += read_vials(path, name)
        except Refused as refused:
            problems.found += refused.problems
    problems.raise_any()
    return tuple(found)


def read_vials(path: Path, name: str = OURS) -> tuple[VialSize, ...]:
    """Every size of a document; `name` is what results call it."""
    top = read_marked(path, name)
    if top.value is None:
        return ()
    reader = _Reader(name, path)
    reader.document(top)
    if reader.problems:
        raise Refused(*(problem for _, problem in sorted(reader.problems, key=lambda found: found[0])))
    return tuple(reader.found)


class _Label(NamedTuple):
    """What describes a container beside what it holds."""

    route: str
    form: str
    container: str
    container_type: str
    described: FactSource
    typed: FactSource


class _Reader:
    """Walks a document once and collects sizes and problems."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.problems: list[tuple[int, Problem]] = []
        """With the line of each."""
        self.found: list[VialSize] = []
        self.sources = Sources({}, {})
        self._ndcs: dict[tuple[str, str], int] = {}
        self._sizes: dict[tuple[str, ...], int] = {}

    def document(self, entry: Entry) -> None:
        top = self._fields(entry, _TOP)
        self.sources, problems = read_sources(top.get("files"), top.get("documents"))
        for line, problem in problems:
            self._add(problem, line)
        if "products" not in top and isinstance(entry.value, dict):
            self._problem("vials-missing", entry.line, "'products' is missing: a list with one entry a product.")
        for product in self._list(top.get("products")):
            self._product(product)

    def _product(self, entry: Entry) -> None:
        product = self._fields(entry, _PRODUCT)
        if not product:
            return
        self._required(product, entry, "code", "product", "potency", "container_type", "source", "sizes")
        code = ""
        if "code" in product:
            with self._at(product["code"].line):
                code = read_code(product["code"].text)
        potency = self._choice(product, "potency", tuple(Potency))
        label = self._label(product, _Label("", "", "", "", UNSOURCED, UNSOURCED), product.get("source"))
        pooling, pooling_note, pooled = self._pooling(product.get("pooling"))
        for raw in self._list(product.get("sizes")):
            size = self._fields(raw, _SIZE)
            if not size:
                continue
            self._required(size, raw, "amount", "source")
            own = [size[key] for key in _DESCRIBED if key in size]
            if own and "described" not in size:
                message = "a size that is described otherwise than its product needs 'described': where that was read."
                self._problem("vials-missing", own[0].line, message)
            of_size = self._label(size, label, size.get("described"))
            found = VialSize(
                code=code,
                product=_text(product, "product"),
                labeler=_text(product, "labeler"),
                **{name: getattr(of_size, name) for name in _DESCRIBED},
                potency=potency,
                amount=self._amount(size, "amount"),
                volume=self._amount(size, "volume"),
                concentration=self._amount(size, "concentration"),
                withdrawn=self._flag(size, "withdrawn"),
                note=_text(size, "note") or _text(product, "note"),
                described=of_size.described,
                typed=of_size.typed,
                sized=self._source(size.get("source")),
                pooling=pooling,
                pooling_note=pooling_note,
                pooled=pooled,
                ndcs=self._all_ndcs(size.get("ndcs"), code),
                document=self.name,
                line=raw.line,
            )
            same = (code, found.product.lower(), found.amount, found.volume, found.container, found.route)
            if found.amount:
                self._once(self._sizes, same, raw.line, "vials-duplicate-size", f"{found.product} {found.amount}")
            self.found.append(found)

    def _label(self, fields: Fields, usual: _Label, source: Entry | None) -> _Label:
        """What a product or a size says, else what is usual; whoever names a source names that of the type too."""
        described = self._source(source) if source else usual.described
        typed = described if source else usual.typed
        return _Label(
            _text(fields, "route") or usual.route,
            self._choice(fields, "form", FORMS) or usual.form,
            self._choice(fields, "container", CONTAINERS) or usual.container,
            self._choice(fields, "container_type", tuple(ContainerType)) or usual.container_type,
            described,
            self._source(fields["typed"]) if "typed" in fields else typed,
        )

    def _pooling(self, entry: Entry | None) -> tuple[str, str, FactSource]:
        if entry is None:
            return "", "", UNSOURCED
        pooling = self._fields(entry, _POOLING)
        self._required(pooling, entry, "rule", "source")
        return (
            self._choice(pooling, "rule", tuple(Pooling)),
            _text(pooling, "note"),
            self._source(pooling.get("source")),
        )

    def _all_ndcs(self, listed: Entry | None, code: str) -> tuple[VialNdc, ...]:
        found = []
        for raw in self._list(listed):
            entry = self._fields(raw, _NDC)
            self._required(entry, raw, "ndc", "source")
            if "ndc" not in entry:
                continue
            with self._at(entry["ndc"].line):
                ndc = str(read_ndc(entry["ndc"].text))
                self._once(self._ndcs, (code, ndc), entry["ndc"].line, "vials-duplicate-ndc", ndc)
                source = self._source(entry.get("source"))
                found.append(VialNdc(ndc, source, self._source(entry["size"]) if "size" in entry else source))
        return tuple(found)

    # --- the smallest pieces ---

    def _source(self, entry: Entry | None) -> FactSource:
        if entry is None:  # said to be missing already
            return UNSOURCED
        with self._at(entry.line):
            return self.sources.named(entry.text)
        return UNSOURCED

    def _amount(self, fields: Fields, key: str) -> str:
        """An amount as text that reads as it was written; empty where there is none that can be used."""
        if key not in fields:
            return ""
        text = fields[key].text
        if key == "amount" and "of" in fields:
            text = f"{text} of {fields['of'].text}"
        with self._at(fields[key].line):
            read_positive(text)
            return text
        return ""

    def _choice(self, fields: Fields, key: str, allowed: tuple[str, ...]) -> str:
        if key not in fields:  # not stated, or said to be missing already
            return ""
        value = fields[key].text
        if value in allowed:
            return value
        message = f"{key} '{value}' is not one of: {', '.join(allowed)}."
        self._problem("vials-value", fields[key].line, message)
        return ""

    def _flag(self, fields: Fields, key: str) -> bool:
        if key not in fields:
            return False
        if not isinstance(fields[key].value, bool):
            self._problem("vials-value", fields[key].line, f"{key} is true or false.")
        return fields[key].value is True

    def _required(self, fields: Fields, entry: Entry, *keys: str) -> None:
        for key in keys:
            if key not in fields:
                self._problem("vials-missing", entry.line, f"'{key}' is missing.", _HINTS.get(key, ""))

    def _fields(self, entry: Entry, allowed: frozenset[str]) -> dict[str, Entry]:
        if not isinstance(entry.value, dict):
            if entry.value is not None:
                self._problem("vials-shape", entry.line, "names and values are expected here.")
            return {}
        for key, value in entry.value.items():
            if key not in allowed:
                known = f"Known are {', '.join(sorted(allowed))}."
                self._problem("vials-unknown-key", value.line, f"'{key}' is not known here.", known)
        return {key: value for key, value in entry.value.items() if key in allowed}

    def _list(self, entry: Entry | None) -> list[Entry]:
        if entry is None or entry.value is None:
            return []
        if isinstance(entry.value, list):
            return entry.value
        self._problem("vials-shape", entry.line, "a list is expected here.")
        return []

    def _once(self, known: dict[Any, int], key: Any, line: int, code: str, what: str) -> None:
        if key in known:
            self._problem(code, line, f"{what} stands in line {known[key]} already.", "State it once.")
        known.setdefault(key, line)

    @contextmanager
    def _at(self, line: int) -> Iterator[None]:
        """Keep what the block refuses, with the line."""
        try:
            yield
        except Refused as refused:
            for problem in refused.problems:
                self._add(problem, line)

    def _problem(self, code: str, line: int, message: str, hint: str = "") -> None:
        self._add(Problem(code, message, hint), line)

    def _add(self, problem: Problem, line: int) -> None:
        """Keep a problem, its message with document and line: not everyone who shows one shows its field."""
        place = f"{self.name}, line {line}"
        hint = problem.hint if self.name == OURS else f"{problem.hint} The file is {self.path}.".strip()
        found = replace(problem, message=f"{place}: {problem.message}", hint=hint, field=place)
        self.problems.append((line, found))


def _text(fields: Fields, key: str) -> str:
    return fields[key].text if key in fields else ""
