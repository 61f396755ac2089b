"""The facts of `vials.yaml` one by one: each is one statement with one source, to be counted and checked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from unitcalc.catalogue.vials import Curated
from unitcalc.reference.vials.model import FactSource


class About(StrEnum):
    """What a fact is about."""

    DESCRIPTION = "route, form, container, potency"
    TYPE = "container type"
    CONTENT = "content"
    POOLING = "pooling"
    INJECTION = "volume of one injection"
    NDC = "NDC of the product"
    SIZE = "size of the NDC"


class Standing(StrEnum):
    """What stands behind a fact."""

    ROW = "row of a file"
    DOCUMENT = "document opened"
    UNVERIFIED = "unverified (tag K)"

    @classmethod
    def of(cls, source: FactSource) -> "Standing":
        """What a source is worth."""
        if not source.verified:
            return cls.UNVERIFIED
        return cls.ROW if source.file else cls.DOCUMENT


class LabelFact(NamedTuple):
    """One statement about one size, or about one of its NDCs."""

    about: About
    size: Curated
    source: FactSource
    ndc: str = ""

    def __str__(self) -> str:
        size = self.size
        return " ".join(filter(None, (size.code, size.product, size.amount.short, self.ndc))) + f", {self.about}"


def label_facts(sizes: Iterable[Curated]) -> Iterator[LabelFact]:
    """Every fact once: what a product says of all its sizes is one fact."""
    told: set[tuple[object, ...]] = set()
    for size in sizes:
        for fact, said in _of_size(size):
            key = (size.document, size.code, size.product, fact.about, fact.source, *said)
            if key not in told:
                told.add(key)
                yield fact


def counted(sources: Iterable[FactSource]) -> dict[Standing, int]:
    """How many facts of each standing there are, by their sources."""
    found = Counter(map(Standing.of, sources))
    return {standing: found[standing] for standing in Standing}


def _of_size(size: Curated) -> Iterator[tuple[LabelFact, tuple[object, ...]]]:
    """Each fact with what it says."""
    yield LabelFact(About.DESCRIPTION, size, size.described), (size.route, size.form, size.container, size.potency)
    yield LabelFact(About.TYPE, size, size.typed), (size.container_type,)
    yield LabelFact(About.CONTENT, size, size.sized), (size.amount, size.volume, size.concentration, size.container)
    if size.pooling:
        yield LabelFact(About.POOLING, size, size.pooled), (size.pooling,)
    if size.injection:
        yield LabelFact(About.INJECTION, size, size.injected), (size.injection,)
    for entry in size.ndcs:
        yield LabelFact(About.NDC, size, entry.listed, entry.ndc), (entry.ndc,)
        yield LabelFact(About.SIZE, size, entry.size, entry.ndc), (entry.ndc,)
