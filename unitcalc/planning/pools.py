"""Containers that may make up one dose together: of one product, route and form, and of concentrations that may be
mixed (RULES 2.4)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from unitcalc.catalogue.basis import Basis
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.entries import LABEL_DOUBTS
from unitcalc.catalogue.presentation import Presentation
from unitcalc.catalogue.scale import same
from unitcalc.findings import Finding, Refused, Severity
from unitcalc.quantity import Amount, Unit
from unitcalc.reference.vials.model import Pooling

_DEVICES = frozenset({"syringe", "autoinjector", "cartridge"})
"""Containers that are injected as they are."""
_ENTERED_OFTEN = frozenset({ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK})
SEVERAL = "several"
"""The labeler of a curated generic."""


class Container(NamedTuple):
    """A kind of container that can be opened: bought as often as wanted, or so many in stock."""

    each: Amount
    """Its label amount, in the unit that the plan counts in; the potency printed on it where that is assayed."""
    ndcs: tuple[str, ...]
    """Empty where it was stated by its amount alone."""
    type: ContainerType
    source: str
    number: int | None = None
    """None: to be bought."""
    lot: str = ""
    expires: date | None = None
    cost: Fraction | None = None
    """Dollars paid for one, where a stock list says so."""
    place: str = ""
    """The row of the stock list; empty for what was typed."""


class Makeup(NamedTuple):
    """What containers have to have in common to be combined in one dose."""

    product: str
    labeler: str
    routes: tuple[str, ...]
    """In alphabetical order: sources list them in any."""
    device: str
    concentration: Amount | None
    separate: bool
    """Whether each container is injected by itself."""
    kept: bool
    """Whether what is left in a container may serve others (multi-dose)."""


class Pool(NamedTuple):
    """Containers that may make up one dose together."""

    product: str
    labelers: tuple[str, ...]
    route: str
    concentration: Amount | None
    kept: bool
    """Multi-dose containers: what is left in one is no waste."""
    containers: tuple[Container, ...]
    """Each size once, the largest first."""
    separate: bool
    """Each container is an injection of its own."""
    injection: Amount | None
    """The most volume of one injection, where a label says so."""
    rule: str
    """What may be combined and why, in a sentence; empty where nothing is known of it."""
    source: str


@lru_cache(maxsize=512)
def to_buy(catalogue: Catalogue, code: str, day: date, unit: Unit) -> tuple[Pool, ...]:
    """The pools of sizes that are sold on a day under a code, as amounts of `unit`; assayed products have none."""
    return pooled([each for each in _sold(catalogue, code, day, unit) if not _doubts(each[0])])


def doubted(catalogue: Catalogue, code: str, day: date, unit: Unit) -> tuple[tuple[Presentation, Container], ...]:
    """What is sold by CMS's file in a size that other sources contradict, and that `to_buy` has not."""
    sold = _sold(catalogue, code, day, unit)
    sure = {(product_of(each).lower(), container.each) for each, container in sold if not _doubts(each)}
    return tuple(
        (each, container)
        for each, container in sold
        if _doubts(each) and (product_of(each).lower(), container.each) not in sure
    )


def told_doubts(doubts: Iterable[tuple[Presentation, Container]], *, used: bool) -> Iterator[Finding]:
    """Each doubtful size with the reason: left out, or used because there is no other."""
    for presentation, container in doubts:
        reason = _doubts(presentation)[0]
        named = f"{presentation.product} {presentation.ndc}, {container.each.short},".lstrip()
        if used:
            message = f"{named} is planned with, though its size is in doubt. {reason.message}"
            yield Finding("size-doubtful", Severity.WARNING, message, reason.source)
        else:
            message = f"{named} is left out: its size is in doubt. {reason.message}"
            yield Finding("size-doubtful", Severity.INFO, message, reason.source)


def _sold(catalogue: Catalogue, code: str, day: date, unit: Unit) -> list[tuple[Presentation, Container]]:
    """Everything with a label amount that is sold, in doubt or not."""
    drug = catalogue.drugs.described(code, day)
    basis = basis_of(drug, unit)
    found = []
    for each in catalogue.of_code(drug):
        if is_sold(each) and each.label_amount is not None:
            amount = in_basis(basis, each.label_amount)
            if amount is not None:
                ndcs = (each.ndc,) if each.ndc else ()
                found.append((each, Container(amount, ndcs, each.container_type, str(each.source))))
    return found


def basis_of(drug: Drug, unit: Unit, concentration: Amount | None = None) -> Basis:
    """The basis in which containers of a drug are counted; `unit` stands in where the code counts whole doses."""
    if drug.billing_unit is not None and drug.billing_unit.fits(unit):
        return Basis(drug.billing_unit.bound_to(unit), drug.descriptor.also, concentration, drug.code)
    return Basis(Amount(Fraction(1), unit), code=drug.code)


def in_basis(basis: Basis, amount: Amount) -> Amount | None:
    """An amount in a basis; None where none leads there."""
    try:
        return basis.amount(amount)
    except Refused:
        return None


def is_sold(presentation: Presentation) -> bool:
    """Whether it can be bought: in force (in the file nearest to the day), and not withdrawn."""
    withdrawn = presentation.curated is not None and presentation.curated.withdrawn
    return not withdrawn and (presentation.in_force or presentation.first is not None)


def is_assayed(presentations: Iterable[Presentation]) -> bool:
    """Whether everything sold under a code has its potency printed on each lot."""
    sold = [each for each in presentations if is_sold(each)]
    return bool(sold) and all(each.potency is Potency.ASSAYED for each in sold)


def pooled(found: Iterable[tuple[Presentation | None, Container]]) -> tuple[Pool, ...]:
    """Containers by what they must have in common, in the order of the first of each."""
    groups: dict[Makeup, list[tuple[Presentation | None, Container]]] = {}
    for presentation, container in found:
        groups.setdefault(makeup(presentation, container), []).append((presentation, container))
    return tuple(_pool(key, members) for key, members in groups.items())


def makeup(presentation: Presentation | None, container: Container) -> Makeup:
    """What a container must share with others of the dose. Where no rule is known, only one maker's vials of one
    concentration are combined."""
    kept = container.type in _ENTERED_OFTEN
    if presentation is None:
        return Makeup("", "", (), "", None, False, kept)
    curated = presentation.curated
    rule = curated.pooling if curated else None
    brand = curated is not None and curated.labeler not in ("", SEVERAL)
    apart = rule is None or rule is Pooling.SAME_CONCENTRATION
    return Makeup(
        product=product_of(presentation).lower(),
        labeler="" if brand else presentation.labeler.lower(),
        routes=tuple(sorted(routes(presentation.route.lower()))),
        device=curated.container if curated and curated.container in _DEVICES else "",
        concentration=presentation.concentration if apart else None,
        separate=rule is Pooling.NO,
        kept=kept,
    )


def routes(text: str) -> tuple[str, ...]:
    """Each route of a list once.

    >>> routes("Subcutaneous; Intravenous, Subcutaneous")
    ('Subcutaneous', 'Intravenous')
    """
    return tuple(dict.fromkeys(filter(None, re.split(r"[;,]\s*", text.strip()))))


def product_of(presentation: Presentation) -> str:
    """The name under which a presentation is known."""
    return presentation.curated.product if presentation.curated else presentation.product


def known_label(presentation: Presentation) -> Amount | None:
    """What one container holds by its label, where that is known and not in doubt; None for an assayed product."""
    rounded = any(finding.check == "billing-units-rounded" for finding in presentation.findings)
    if presentation.potency is Potency.ASSAYED or rounded or _doubts(presentation):
        return None
    return presentation.label_amount


def _doubts(presentation: Presentation) -> tuple[Finding, ...]:
    """What makes a label amount doubtful; nothing where the curated facts, verified, say the same amount."""
    curated, label = presentation.curated, presentation.label_amount
    if curated and curated.sized.verified and label is not None and same(curated.amount, label):
        return ()
    return tuple(finding for finding in presentation.findings if finding.check in LABEL_DOUBTS)


def _pool(key: Makeup, members: Sequence[tuple[Presentation | None, Container]]) -> Pool:
    presentation = members[0][0]
    curated = presentation.curated if presentation else None
    product = product_of(presentation) if presentation else ""
    labelers = tuple(dict.fromkeys(each.labeler for each, _ in members if each is not None))
    return Pool(
        product=product,
        labelers=labelers,
        route=", ".join(routes(presentation.route)) if presentation else "",
        concentration=key.concentration,
        kept=key.kept,
        containers=_each_once([container for _, container in members]),
        separate=key.separate,
        injection=curated.injection if curated else None,
        rule=curated.pooled_words if curated else "",
        source=str(curated.source(curated.pooled)) if curated and curated.pooling else "",
    )


def _each_once(containers: Iterable[Container]) -> tuple[Container, ...]:
    """Sizes to buy once each, with all their NDCs; what is in stock lot by lot."""
    bought: dict[Amount, Container] = {}
    stocked = []
    for each in containers:
        if each.number is not None:
            stocked.append(each)
        elif each.each in bought:
            known = bought[each.each]
            kind = known.type if known.type is each.type else ContainerType.UNKNOWN
            bought[each.each] = known._replace(ndcs=tuple(dict.fromkeys((*known.ndcs, *each.ndcs))), type=kind)
        else:
            bought[each.each] = each
    return tuple(sorted((*bought.values(), *stocked), key=lambda each: -each.each.value))
