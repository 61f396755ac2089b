"""Curated label facts of products (`vials.yaml`), ours and a user's own, as presentations use them.

What the public files don't say is written down once by a person, with its source beside it: which nominal size an NDC
is, a container's type, a withdrawn size. A fact without a source is marked `unverified` (tag K): it is shown and never
decides a bill alone. A user's document extends ours, and what it says of an NDC or a size comes before ours.
"""

from collections.abc import Iterable
from typing import NamedTuple

from unitcalc.catalogue.container import ContainerType, Evidence, Witness
from unitcalc.catalogue.content import Potency
from unitcalc.findings import Finding, Severity, Source
from unitcalc.quantity import Amount, read_positive
from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import YOURS, FactSource, Pooling, VialNdc, VialSize

_POOLED = {
    Pooling.ANY_SIZE: "containers of any size may make up one dose",
    Pooling.SAME_CONCENTRATION: "only containers of one concentration may make up one dose",
    Pooling.NO: "each container is a dose of its own",
}


class Curated(NamedTuple):
    """One size of one product, with the source of each fact."""

    code: str
    product: str
    labeler: str
    route: str
    form: str | None
    """`liquid`, `powder`; `unknown` where what other sources say can't be relied on."""
    container: str
    """vial, syringe, ...; empty where it is not said."""
    container_type: ContainerType
    potency: Potency
    amount: Amount
    """The label amount; the nominal one where the potency is assayed."""
    volume: Amount | None
    concentration: Amount | None
    withdrawn: bool
    note: str
    described: FactSource
    """Source of route, form, container and potency."""
    typed: FactSource
    """Source of the container type."""
    sized: FactSource
    """Source of amount, volume and concentration."""
    pooling: Pooling | None
    """Which containers of the product may make up one dose; None where nothing is said."""
    pooling_note: str
    pooled: FactSource
    injection: Amount | None
    """The most volume of one injection."""
    injected: FactSource
    ndcs: tuple[VialNdc, ...]
    document: str
    line: int
    replaced: tuple[str, ...] = ()
    """What our own document says otherwise of this size, where the user's stands in its place."""

    def ndc(self, ndc: str) -> VialNdc | None:
        """What the document says of one NDC."""
        return next((entry for entry in self.ndcs if entry.ndc == ndc), None)

    def source(self, fact: FactSource) -> Source:
        """This document and the source that it gives for a fact."""
        return Source(self.document, place=f"{self.code} {self.product} {self.amount.short}: {fact}")

    def evidence(self) -> Evidence:
        """What it says of the container type."""
        witness = Witness.YOUR_VIALS if self.document == YOURS else Witness.VIALS
        note = f"{self.amount.short}, withdrawn" if self.withdrawn else self.amount.short
        return Evidence(self.container_type, witness, self.source(self.typed), self.typed.tag, note)

    @property
    def pooling_words(self) -> str:
        """What may make up one dose; a rule that nobody verified is not worth a line, unless it forbids."""
        usual = self.pooling is Pooling.ANY_SIZE and not self.pooled.verified
        return "" if usual else self.pooled_words

    @property
    def pooled_words(self) -> str:
        """What may make up one dose; empty where nothing is said."""
        if self.pooling is None:
            return ""
        note = f" {self.pooling_note}" if self.pooling_note else ""
        doubt = "" if self.pooled.verified else " (unverified)"
        return f"{self.product}: {_POOLED[self.pooling]}{doubt}.{note}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """For whoever bills it: the product's note, and that the facts are the user's own."""
        found = []
        if self.document == YOURS:
            instead = f" in place of ours ({'; '.join(self.replaced)})" if self.replaced else ""
            message = f"{self.product} {self.amount.short}: your vials.yaml, line {self.line}, is used{instead}."
            found.append(Finding("vials-yours", Severity.INFO, message, str(self.source(self.described))))
        if self.note:
            message = f"{self.product}: {self.note}"
            found.append(Finding("product-note", Severity.INFO, message, str(self.source(self.described))))
        return tuple(found)


class Vials:
    """The curated sizes of a reference, by code, each read when it is first asked for."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._by_code: dict[str, tuple[Curated, ...]] = {}

    def of_code(self, code: str) -> tuple[Curated, ...]:
        """Every size under a code, the user's before ours."""
        if code not in self._by_code:
            self._by_code[code] = merged(curated(size) for size in self._reference.vials(code))
        return self._by_code[code]

    def of_ndc(self, ndc: str, code: str) -> Curated | None:
        """The size that an NDC is."""
        return next((size for size in self.of_code(code) if size.ndc(ndc)), None)

    def codes_of_ndc(self, ndc: str) -> tuple[str, ...]:
        """The codes under which an NDC is curated."""
        return self._reference.vial_codes(ndc)


def curated(size: VialSize) -> Curated:
    """A size with its texts read."""
    return Curated(
        code=size.code,
        product=size.product,
        labeler=size.labeler,
        route=size.route,
        form=size.form or None,
        container=size.container,
        container_type=ContainerType(size.container_type),
        potency=Potency(size.potency),
        amount=read_positive(size.amount),
        volume=read_positive(size.volume) if size.volume else None,
        concentration=read_positive(size.concentration) if size.concentration else None,
        withdrawn=size.withdrawn,
        note=size.note,
        described=size.described,
        typed=size.typed,
        sized=size.sized,
        pooling=Pooling(size.pooling) if size.pooling else None,
        pooling_note=size.pooling_note,
        pooled=size.pooled,
        injection=read_positive(size.injection) if size.injection else None,
        injected=size.injected,
        ndcs=size.ndcs,
        document=size.document,
        line=size.line,
    )


def merged(sizes: Iterable[Curated]) -> tuple[Curated, ...]:
    """The user's sizes before ours; of a size in both, the user's stands and keeps our other NDCs."""
    found: list[Curated] = []
    taken: set[str] = set()
    for size in sizes:
        ndcs = tuple(entry for entry in size.ndcs if entry.ndc not in taken)
        taken.update(entry.ndc for entry in ndcs)
        place = next((place for place, known in enumerate(found) if _same(known, size)), None)
        if place is None:
            if ndcs or not size.ndcs:  # a size of ours whose NDCs are all something else by yours is none
                found.append(size._replace(ndcs=ndcs))
        else:
            yours = found[place]
            found[place] = yours._replace(ndcs=(*yours.ndcs, *ndcs), replaced=_otherwise(yours, size))
    return tuple(found)


def _same(yours: Curated, ours: Curated) -> bool:
    """Whether two documents speak of one size; what the user leaves open fits any."""
    if yours.document == ours.document or yours.product.lower() != ours.product.lower() or yours.amount != ours.amount:
        return False
    containers = {yours.container, ours.container} - {""}
    volumes = {yours.volume, ours.volume} - {None}
    return len(containers) < 2 and len(volumes) < 2


def _otherwise(yours: Curated, ours: Curated) -> tuple[str, ...]:
    """What ours says of a size that the user's says otherwise."""
    names = {"container_type": "container type", "potency": "potency", "form": "form", "route": "route"}
    both = ((word, getattr(ours, name), getattr(yours, name)) for name, word in names.items())
    return tuple(f"{word} {value}" for word, value, said in both if value and said and value != said)
