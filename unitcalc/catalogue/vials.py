"""Curated label facts of products (`vials.yaml`), ours and a user's own, read and checked.

What the public files don't say is written down once by a person, with its source beside it: which nominal size an NDC
is, a container's type, a withdrawn size. A fact without a source is marked `unverified` (tag K): it is shown and never
decides a bill alone. A user's document extends ours, and what it says of an NDC or a size comes before ours.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from unitcalc.catalogue.container import UNVERIFIED, ContainerType, Evidence, Witness
from unitcalc.catalogue.content import Potency
from unitcalc.codes import read_code, read_ndc
from unitcalc.findings import Finding, Problem, Problems, Refused, Severity, Source
from unitcalc.quantity import Amount, read_positive
from unitcalc.reference.files import user_folder

OURS = "vials.yaml"
YOURS = "your vials.yaml"


class FactSource(NamedTuple):
    """Where a fact was read: a row (or named entry) of a file, a document that was opened, or nowhere yet."""

    file: str = ""
    row: int = 0
    id: str = ""
    document: str = ""
    address: str = ""
    opened: date | None = None
    tag: str = "P"

    def __str__(self) -> str:
        if self.file:
            return f"{self.file} {self.id or f'row {self.row}'}"
        if self.document:
            return f"{self.document}, {self.address}, opened {self.opened}"
        return "unverified"


UNSOURCED = FactSource(tag=UNVERIFIED)


class CuratedNdc(NamedTuple):
    """An NDC of a size: `listed` sources that it is the product, `size` that it is this size."""

    ndc: str
    listed: FactSource
    size: FactSource


class Curated(NamedTuple):
    """One size of one product, with the source of each fact."""

    code: str
    product: str
    labeler: str
    route: str
    form: str | None
    """`liquid`, `powder`; `unknown` where what other sources say can't be relied on."""
    potency: Potency
    container_type: ContainerType
    amount: Amount
    """The label amount; the nominal one where the potency is assayed."""
    volume: Amount | None
    concentration: Amount | None
    withdrawn: bool
    note: str
    described: FactSource
    """Source of route, form, potency and container type."""
    sized: FactSource
    """Source of amount, volume and concentration."""
    ndcs: tuple[CuratedNdc, ...]
    document: str
    place: str

    def ndc(self, ndc: str) -> CuratedNdc | None:
        """What the document says of one NDC."""
        return next((entry for entry in self.ndcs if entry.ndc == ndc), None)

    def source(self, fact: FactSource) -> Source:
        """This document and the source that it gives for a fact."""
        return Source(self.document, place=f"{self.code} {self.product} {self.amount.short}: {fact}")

    def evidence(self) -> Evidence:
        """What it says of the container type."""
        witness = Witness.YOUR_VIALS if self.document == YOURS else Witness.VIALS
        note = f"{self.amount.short}, withdrawn" if self.withdrawn else self.amount.short
        return Evidence(self.container_type, witness, self.source(self.described), self.described.tag, note)

    @property
    def noted(self) -> Finding | None:
        """The product's note, for whoever bills it."""
        if not self.note:
            return None
        return Finding("product-note", Severity.INFO, f"{self.product}: {self.note}", str(self.source(self.described)))


@dataclass(frozen=True)
class Vials:
    """All curated sizes, the user's before ours, by code."""

    by_code: Mapping[str, tuple[Curated, ...]]

    def of_ndc(self, ndc: str, code: str) -> Curated | None:
        """The size that an NDC is."""
        return next((size for size in self.by_code.get(code, ()) if size.ndc(ndc)), None)

    def of_code(self, code: str) -> tuple[Curated, ...]:
        """Every size under a code."""
        return self.by_code.get(code, ())


def merged(yours: Iterable[Curated], ours: Iterable[Curated]) -> Vials:
    """Both documents; where both state a size of a product, yours stands and keeps our NDCs that you don't name."""
    by_code: dict[str, dict[tuple[str, Amount], Curated]] = {}
    taken: set[tuple[str, str]] = set()
    for size in (*yours, *ours):
        known = by_code.setdefault(size.code, {})
        key = (size.product.lower(), size.amount)
        ndcs = tuple(entry for entry in size.ndcs if (size.code, entry.ndc) not in taken)
        taken.update((size.code, entry.ndc) for entry in ndcs)
        if key in known:
            known[key] = _with_ndcs(known[key], ndcs)
        else:
            known[key] = _with_ndcs(size, ndcs, keep=False)
    return Vials({code: tuple(sizes.values()) for code, sizes in by_code.items()})


def _with_ndcs(size: Curated, ndcs: tuple[CuratedNdc, ...], keep: bool = True) -> Curated:
    return size._replace(ndcs=(*size.ndcs, *ndcs) if keep else ndcs)


# --- reading ---------------------------------------------------------------------------------------------------------

_PRODUCT = frozenset(
    ("code", "product", "labeler", "route", "form", "potency", "container_type", "note", "source", "sizes")
)
_SIZE = frozenset(
    ("amount", "of", "volume", "concentration", "container_type", "withdrawn", "note", "source", "described", "ndcs")
)
_NDC = frozenset(("ndc", "source", "size"))
_SOURCE = frozenset(("file", "row", "id", "document", "address", "opened", "tag"))
_FORMS = ("liquid", "powder", "unknown")
_TAGS = ("P", "P2", "M", "C", "B", UNVERIFIED)


def read_vials(document: object, name: str = OURS) -> tuple[Curated, ...]:
    """Every size of a parsed document; Refused with all its problems, each with file and place."""
    if document is None:
        return ()
    reader = _Reader(name)
    reader.document(document)
    reader.problems.raise_any()
    return tuple(reader.found)


class _Reader:
    """Walks a document once and collects sizes and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems = Problems()
        self.found: list[Curated] = []
        self._ndcs: dict[tuple[str, str], str] = {}
        self._sizes: dict[tuple[str, str, Amount], str] = {}

    def document(self, document: object) -> None:
        """The whole document: a list of products under `products`."""
        top = self._mapping(document, "", frozenset({"products"}))
        for number, product in enumerate(self._list(top.get("products"), "products"), 1):
            self._product(product, f"products[{number}]")

    def _product(self, raw: object, place: str) -> None:
        product = self._mapping(raw, place, _PRODUCT)
        if not product:
            return
        self._required(product, place, "code", "product", "potency", "container_type", "source", "sizes")
        code = str(product.get("code", ""))
        if "code" in product:
            with self._at(f"{place}.code"):
                code = read_code(code)
        potency = self._choice(product, place, "potency", tuple(Potency)) or Potency.LABELLED
        described = self._source(product.get("source"), f"{place}.source")
        for number, raw_size in enumerate(self._list(product.get("sizes"), f"{place}.sizes"), 1):
            at = f"{place}.sizes[{number}]"
            size = self._mapping(raw_size, at, _SIZE)
            if not size:
                continue
            self._required(size, at, "amount", "source")
            amount = self._amount(size, at, "amount")
            kind = self._choice({**product, **size}, at, "container_type", tuple(ContainerType))
            if amount is None or kind is None:
                continue
            entry = Curated(
                code,
                str(product.get("product", "")),
                str(product.get("labeler") or ""),
                str(product.get("route") or ""),
                self._choice(product, place, "form", _FORMS) if product.get("form") else None,
                Potency(potency),
                ContainerType(kind),
                amount,
                self._amount(size, at, "volume") if size.get("volume") else None,
                self._amount(size, at, "concentration") if size.get("concentration") else None,
                size.get("withdrawn") is True,
                str(size.get("note") or product.get("note") or ""),
                self._source(size["described"], f"{at}.described") if size.get("described") else described,
                self._source(size.get("source"), f"{at}.source"),
                self._all_ndcs(size.get("ndcs"), at, code),
                self.name,
                at,
            )
            self._once(self._sizes, (code, entry.product.lower(), amount), f"{at}.amount", "vials-duplicate-size")
            self.found.append(entry)

    def _all_ndcs(self, raw: object, place: str, code: str) -> tuple[CuratedNdc, ...]:
        found = []
        for number, raw_entry in enumerate(self._list(raw, f"{place}.ndcs") if raw is not None else (), 1):
            at = f"{place}.ndcs[{number}]"
            entry = self._mapping(raw_entry, at, _NDC)
            self._required(entry, at, "ndc", "source")
            if "ndc" not in entry:
                continue
            with self._at(f"{at}.ndc"):
                ndc = str(read_ndc(str(entry.get("ndc", ""))))
                self._once(self._ndcs, (code, ndc), f"{at}.ndc", "vials-duplicate-ndc")
                listed = self._source(entry.get("source"), f"{at}.source")
                size = self._source(entry["size"], f"{at}.size") if "size" in entry else listed
                found.append(CuratedNdc(ndc, listed, size))
        return tuple(found)

    def _source(self, raw: object, place: str) -> FactSource:
        if raw == "unverified":
            return UNSOURCED
        source = self._mapping(raw, place, _SOURCE)
        tag = str(source.get("tag", "P"))
        if tag not in _TAGS:
            self._problem("vials-tag", place, f"'{tag}' is no tag.", f"Tags are {', '.join(_TAGS)}.")
        if source.get("file"):
            row = source.get("row")
            if not source.get("id") and (not isinstance(row, int) or isinstance(row, bool) or row < 1):
                self._problem("vials-source", place, "a file without its row.", "Write file and row, or file and id.")
                row = 0
            return FactSource(
                str(source["file"]), row if isinstance(row, int) else 0, str(source.get("id", "")), tag=tag
            )
        if source.get("document") and source.get("address"):
            return FactSource(
                document=str(source["document"]),
                address=str(source["address"]),
                opened=self._day(source.get("opened"), f"{place}.opened"),
                tag=tag,
            )
        if source:
            self._problem(
                "vials-source", place, "the source names neither a file and row nor a document and its address."
            )
        return UNSOURCED

    # --- the smallest pieces ---

    def _day(self, raw: object, place: str) -> date | None:
        try:
            return date.fromisoformat(str(raw))
        except ValueError:
            self._problem("vials-date", place, f"'{raw}' is no date.", "Write it as 2026-01-31.")
            return None

    def _amount(self, entry: Mapping[str, Any], place: str, key: str) -> Amount | None:
        if key not in entry:  # said to be missing already
            return None
        text = str(entry[key])
        if key == "amount" and entry.get("of"):
            text = f"{text} of {entry['of']}"
        with self._at(f"{place}.{key}"):
            return read_positive(text)
        return None

    def _choice(self, entry: Mapping[str, Any], place: str, key: str, allowed: tuple[str, ...]) -> str | None:
        if key not in entry:  # said to be missing already
            return None
        value = str(entry[key])
        if value in allowed:
            return value
        self._problem("vials-value", f"{place}.{key}", f"'{value}' is not one of: {', '.join(allowed)}.")
        return None

    def _required(self, entry: Mapping[str, Any], place: str, *keys: str) -> None:
        for key in keys:
            if key not in entry:
                hint = "Write where it was read, or 'unverified'." if key == "source" else ""
                self._problem("vials-missing", f"{place}.{key}", f"'{key}' is missing.", hint)

    def _mapping(self, raw: object, place: str, allowed: frozenset[str]) -> dict[str, Any]:
        if not isinstance(raw, dict):
            if raw is not None:
                self._problem("vials-shape", place, "names and values are expected here.")
            return {}
        for key in raw:
            if key not in allowed:
                self._problem(
                    "vials-unknown-key",
                    f"{place}.{key}".lstrip("."),
                    f"'{key}' is not known here.",
                    f"Known are {', '.join(sorted(allowed))}.",
                )
        return raw

    def _list(self, raw: object, place: str) -> list[Any]:
        if isinstance(raw, list):
            return raw
        if raw is not None:
            self._problem("vials-shape", place, "a list is expected here.")
        return []

    def _once(self, known: dict[Any, str], key: Any, place: str, code: str) -> None:
        if key in known:
            self._problem(code, place, f"this stands at {known[key]} already.", "State it once.")
        known.setdefault(key, place)

    @contextmanager
    def _at(self, place: str) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            for problem in refused.problems:
                self._add(problem, place)

    def _problem(self, code: str, place: str, message: str, hint: str = "") -> None:
        self._add(Problem(code, message, hint), place)

    def _add(self, problem: Problem, place: str) -> None:
        """Keep a problem, its message with document and place: not everyone who shows one shows its field."""
        where = ", ".join(filter(None, (self.name, place)))
        hint = f"{problem.hint} The file is {user_folder() / 'vials.yaml'}." if self.name == YOURS else problem.hint
        self.problems.add(
            replace(problem, message=f"{where}: {problem.message}", hint=hint.strip(), field=f"{self.name}: {place}")
        )


def load(ours: object, yours: object = None) -> Vials:
    """Both documents as one; Refused with the problems of both."""
    problems = Problems()
    read: dict[str, tuple[Curated, ...]] = {}
    for name, document in ((YOURS, yours), (OURS, ours)):
        try:
            read[name] = read_vials(document, name)
        except Refused as refused:
            problems.found += refused.problems
    problems.raise_any()
    return merged(read[YOURS], read[OURS])
