"""One presentation: an NDC under a code, what its container holds, and of which type it is."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.container import ContainerType, Decision, Evidence, decide
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.scale import same
from unitcalc.catalogue.vials import Curated
from unitcalc.findings import Finding, Severity, Source
from unitcalc.quantity import Amount
from unitcalc.reference.records import Quarter


class Presentation(NamedTuple):
    """One NDC under one code (or a curated size without an NDC), as one quarter states it."""

    ndc: str
    """5-4-2 with hyphens; empty for a curated size whose NDCs are not known."""
    code: str
    product: str
    labeler: str
    potency: Potency
    label_amount: Amount | None
    """What one container holds by its label, in the descriptor's unit; None where it is assayed or not stated."""
    label_at_most: Amount | None
    """The bound where the descriptor lets no more be known ("up to 80 mg")."""
    nominal_amount: Amount | None
    """The nominal size of an assayed product; the units billed are those printed on the vial (RULES 4.2)."""
    units_per_container: Fraction | None
    containers_per_package: Fraction | None
    form: str | None
    """`liquid`, `powder`, or None where no source says."""
    volume: Amount | None
    concentration: Amount | None
    route: str
    container_type: ContainerType
    evidence: tuple[Evidence, ...]
    first: Quarter | None
    last: Quarter | None
    """The quarters in which the file states the same; None for what stands in `vials.yaml` alone."""
    in_force: bool
    """Whether those quarters cover the day asked."""
    findings: tuple[Finding, ...]
    source: Source
    nominal_sizes: tuple[Amount, ...] = ()
    """The marketed sizes of an assayed product, smallest first; empty where they are not all known."""
    curated: Curated | None = None
    """What `vials.yaml` says of it."""

    @property
    def type_by(self) -> Evidence | None:
        """The evidence that settled the container's type; None where it is unknown."""
        return decide(self.evidence, self.ndc).by


def container_type(presentations: Iterable[Presentation], opened: Amount | None = None) -> Decision:
    """The type where no NDC was named: that on which all presentations that fit what was opened agree, else unknown.

    A presentation fits if it holds `opened`; an assayed one may hold any amount. Where none fits, all of them count.
    """
    known = tuple(presentations)
    # A row of the nearest period counts as sold on a day that no file covers; a curated size says itself that it isn't.
    sold = tuple(p for p in known if p.in_force or p.first is not None) or known
    fitting = sold
    if opened is not None:
        # A withdrawn size counts only where nothing on sale holds what was opened (the 440 mg Herceptin vial).
        fitting = tuple(p for p in sold if fits(p, opened)) or tuple(p for p in known if fits(p, opened)) or sold
    types = {p.container_type for p in fitting}
    if len(types) != 1:
        return Decision(ContainerType.UNKNOWN, None, _differing(fitting) if types else ())
    agreed = types.pop()
    best = decide((e for p in fitting for e in p.evidence if e.type is agreed), fitting[0].code).by
    conflicts = tuple(f for p in fitting for f in p.findings if f.check.startswith("container-type"))
    return Decision(agreed, best, tuple(dict.fromkeys(conflicts)))


def fits(presentation: Presentation, opened: Amount) -> bool:
    """Whether a container of this presentation can be the one that was opened."""
    if presentation.potency is Potency.ASSAYED:
        return True
    return presentation.label_amount is not None and same(opened, presentation.label_amount)


def _differing(fitting: Sequence[Presentation]) -> tuple[Finding, ...]:
    told = {p.container_type: p for p in fitting}
    names = "; ".join(f"{kind}: {p.product} {p.ndc}".strip() for kind, p in told.items())
    return (
        Finding(
            "container-type-by-ndc",
            Severity.ERROR,
            f"Containers of {fitting[0].code} differ in type ({names}). Name the NDC, or state the type on the label.",
            "; ".join(dict.fromkeys(str(p.source) for p in told.values())),
        ),
    )
