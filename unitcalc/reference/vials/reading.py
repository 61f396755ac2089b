"""Reads a `vials.yaml` and refuses it with all its problems, each with file, line and what to do."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from unitcalc.codes import read_code, read_ndc
from unitcalc.findings import Problems, Refused
from unitcalc.reference.documents import Entry, read_marked
from unitcalc.reference.vials.fields import FieldReader, Fields, text_of
from unitcalc.reference.vials.model import (
    CONTAINERS,
    FORMS,
    OURS,
    UNSOURCED,
    ContainerType,
    FactSource,
    Pooling,
    Potency,
    Rise,
    UsualDose,
    VialFacts,
    VialNdc,
    VialSize,
)
from unitcalc.reference.vials.sources import read_sources
from unitcalc.reference.vials.usual import Owner, read_doses, read_rises

_TOP = frozenset(("files", "documents", "products"))
_DESCRIBED = ("route", "form", "container", "container_type")
_PRODUCT = frozenset(
    ("code", "product", "labeler", "potency", "note", "source", "typed", "pooling", "injection", "sizes")
) | frozenset(("doses", "rise", *_DESCRIBED))
_SIZE = frozenset(
    ("amount", "of", "volume", "concentration", "withdrawn", "note", "source", "described", "typed", "ndcs")
) | frozenset(_DESCRIBED)
_NDC = frozenset(("ndc", "source", "size"))
_INJECTION = frozenset(("most", "source"))
_POOLING = frozenset(("rule", "note", "source"))


def read_all(documents: Iterable[tuple[str, Path]]) -> VialFacts:
    """Everything in several documents, in their order; Refused with the problems of all of them."""
    problems = Problems()
    found = VialFacts((), (), ())
    for name, path in documents:
        try:
            more = read_vials(path, name)
            found = VialFacts(found.sizes + more.sizes, found.doses + more.doses, found.rises + more.rises)
        except Refused as refused:
            problems.found += refused.problems
    problems.raise_any()
    return found


def read_vials(path: Path, name: str = OURS) -> VialFacts:
    """Everything in a document; `name` is what results call it."""
    top = read_marked(path, name)
    if top.value is None:
        return VialFacts((), (), ())
    reader = _Reader(name, path)
    reader.document(top)
    if reader.problems:
        raise Refused(*(problem for _, problem in sorted(reader.problems, key=lambda found: found[0])))
    return VialFacts(tuple(reader.sizes), tuple(reader.doses), tuple(reader.rises))


class _Label(NamedTuple):
    """What describes a container beside what it holds."""

    route: str
    form: str
    container: str
    container_type: str
    described: FactSource
    typed: FactSource


class _Reader(FieldReader):
    """Walks a document once and collects what it states, and its problems."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, path)
        self.sizes: list[VialSize] = []
        self.doses: list[UsualDose] = []
        self.rises: list[Rise] = []
        self._ndcs: dict[tuple[str, str], int] = {}
        self._sizes: dict[tuple[str, ...], int] = {}

    def document(self, entry: Entry) -> None:
        top = self.fields(entry, _TOP)
        self.sources, problems = read_sources(top.get("files"), top.get("documents"))
        for line, problem in problems:
            self.add(problem, line)
        if "products" not in top and isinstance(entry.value, dict):
            self.problem("vials-missing", entry.line, "'products' is missing: a list with one entry a product.")
        for product in self.entries(top.get("products")):
            self._product(product)

    def _product(self, entry: Entry) -> None:
        product = self.fields(entry, _PRODUCT)
        if not product:
            return
        self.required(product, entry, "code", "product", "potency", "container_type", "source", "sizes")
        code = ""
        if "code" in product:
            with self.at(product["code"].line):
                code = read_code(product["code"].text)
        potency = self.choice(product, "potency", tuple(Potency))
        label = self._label(product, _Label("", "", "", "", UNSOURCED, UNSOURCED), product.get("source"))
        pooling, pooling_note, pooled = self._pooling(product.get("pooling"))
        injection, injected = self._injection(product.get("injection"))
        for raw in self.entries(product.get("sizes")):
            size = self.fields(raw, _SIZE)
            if not size:
                continue
            self.required(size, raw, "amount", "source")
            own = [size[key] for key in _DESCRIBED if key in size]
            if own and "described" not in size:
                message = "a size that is described otherwise than its product needs 'described': where that was read."
                self.problem("vials-missing", own[0].line, message)
            of_size = self._label(size, label, size.get("described"))
            found = VialSize(
                code=code,
                product=text_of(product, "product"),
                labeler=text_of(product, "labeler"),
                **{name: getattr(of_size, name) for name in _DESCRIBED},
                potency=potency,
                amount=self.amount(size, "amount"),
                volume=self.amount(size, "volume"),
                concentration=self.amount(size, "concentration"),
                withdrawn=self.flag(size, "withdrawn"),
                note=text_of(size, "note") or text_of(product, "note"),
                described=of_size.described,
                typed=of_size.typed,
                sized=self.source(size.get("source")),
                pooling=pooling,
                pooling_note=pooling_note,
                pooled=pooled,
                injection=injection,
                injected=injected,
                ndcs=self._all_ndcs(size.get("ndcs"), code),
                document=self.name,
                line=raw.line,
            )
            same = (code, found.product.lower(), found.amount, found.volume, found.container, found.route)
            if found.amount:
                self.once(self._sizes, same, raw.line, "vials-duplicate-size", f"{found.product} {found.amount}")
            self.sizes.append(found)
        owner = Owner(code, text_of(product, "product"), text_of(product, "route"))
        self.doses += read_doses(self, product.get("doses"), owner)
        self.rises += read_rises(self, product.get("rise"), owner)

    def _label(self, fields: Fields, usual: _Label, source: Entry | None) -> _Label:
        """What a product or a size says, else what is usual; whoever names a source names that of the type too."""
        described = self.source(source) if source else usual.described
        typed = described if source else usual.typed
        return _Label(
            text_of(fields, "route") or usual.route,
            self.choice(fields, "form", FORMS) or usual.form,
            self.choice(fields, "container", CONTAINERS) or usual.container,
            self.choice(fields, "container_type", tuple(ContainerType)) or usual.container_type,
            described,
            self.source(fields["typed"]) if "typed" in fields else typed,
        )

    def _pooling(self, entry: Entry | None) -> tuple[str, str, FactSource]:
        if entry is None:
            return "", "", UNSOURCED
        pooling = self.fields(entry, _POOLING)
        self.required(pooling, entry, "rule", "source")
        return (
            self.choice(pooling, "rule", tuple(Pooling)),
            text_of(pooling, "note"),
            self.source(pooling.get("source")),
        )

    def _injection(self, entry: Entry | None) -> tuple[str, FactSource]:
        if entry is None:
            return "", UNSOURCED
        injection = self.fields(entry, _INJECTION)
        self.required(injection, entry, "most", "source")
        return self.amount(injection, "most"), self.source(injection.get("source"))

    def _all_ndcs(self, listed: Entry | None, code: str) -> tuple[VialNdc, ...]:
        found = []
        for raw in self.entries(listed):
            entry = self.fields(raw, _NDC)
            self.required(entry, raw, "ndc", "source")
            if "ndc" not in entry:
                continue
            with self.at(entry["ndc"].line):
                ndc = str(read_ndc(entry["ndc"].text))
                self.once(self._ndcs, (code, ndc), entry["ndc"].line, "vials-duplicate-ndc", ndc)
                source = self.source(entry.get("source"))
                found.append(VialNdc(ndc, source, self.source(entry["size"]) if "size" in entry else source))
        return tuple(found)
