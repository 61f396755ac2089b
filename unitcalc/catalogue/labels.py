"""What the Purple Book and `vials.yaml` add to a crosswalk row, and where they contradict it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from unitcalc.catalogue import biologics, content
from unitcalc.catalogue.biologics import Licensed
from unitcalc.catalogue.container import UNVERIFIED
from unitcalc.catalogue.content import Content, Potency
from unitcalc.catalogue.descriptors import Descriptor, Kind
from unitcalc.catalogue.scale import in_unit, same
from unitcalc.catalogue.vials import Curated
from unitcalc.findings import Finding, Severity
from unitcalc.quantity import Amount, Unit
from unitcalc.reference.records import CrosswalkRow, Quarter

Fact = TypeVar("Fact")


class Facts(NamedTuple):
    """Form, volume, concentration and route, each only where all sources that fit agree."""

    form: str | None
    volume: Amount | None
    concentration: Amount | None
    route: str

    @classmethod
    def of(cls, licensed: tuple[Licensed, ...], curated: Curated | None, measured: Amount | None) -> "Facts":
        # What nobody verified is shown with the product, and settles neither a form nor a volume.
        stated = curated if curated and curated.described.verified else None
        sized = curated if curated and curated.sized.verified else None
        form = (stated.form if stated else None) or _agreed(licensed, lambda one: one.form)
        form = None if form == "unknown" else form
        volume = _agreed(licensed, lambda one: one.strength.volume if one.strength else None)
        if volume is None and form == "liquid":
            volume = measured
        concentration = _agreed(licensed, lambda one: one.strength.concentration if one.strength else None)
        routes = dict.fromkeys(one.row.route.strip() for one in licensed)
        return cls(
            form,
            (sized.volume if sized else None) or volume,
            (sized.concentration if sized else None) or concentration,
            (stated.route if stated else "") or "; ".join(route for route in routes if route),
        )


def _agreed(licensed: tuple[Licensed, ...], fact: Callable[[Licensed], Fact | None]) -> Fact | None:
    found = {fact(one) for one in licensed}
    return found.pop() if len(found) == 1 else None


def bound(amount: Amount, descriptor: Descriptor) -> Amount:
    unit = descriptor.amount.unit if descriptor.amount else amount.unit
    return in_unit(amount, unit) or amount


def volume_of(row: CrosswalkRow) -> Amount | None:
    """PKG SIZE as millilitres, which it is for most liquids; 1 for most powders."""
    return Amount(row.package_size, Unit("mL")) if row.package_size else None


def unrounded(
    row: CrosswalkRow, stated: Content, licensed: tuple[Licensed, ...], descriptor: Descriptor, book: str
) -> Content:
    """The licensed strength, where the row states the same in rounded billing units."""
    if stated.label is None or descriptor.amount is None or content.units_rounded(row) is None:
        return stated
    counted = content.basis(content.dosage(row.dosage), descriptor)
    for one in licensed:
        held = one.strength.content if one.strength else None
        if held and counted and content.is_rounded(row, counted, held):
            label = bound(held, descriptor)
            finding = Finding(
                "label-amount-licensed",
                Severity.INFO,
                f"{content.subject(row)}: the label amount is {label} (Purple Book); CMS's file rounds the billing "
                f"units and would come to {stated.label}.",
                f"{biologics.source(one.row, book)}; {content.source(row)}",
            )
            return Content(stated.potency, label, None, label / descriptor.amount, (*stated.findings, finding), True)
    return stated


def corrected(
    row: CrosswalkRow, stated: Content, curated: Curated | None, descriptor: Descriptor
) -> tuple[Content, tuple[Finding, ...]]:
    """A sourced label amount of `vials.yaml` stands before the row's, and says so."""
    read = descriptor.kind in content.COUNTED or descriptor.kind is Kind.UP_TO
    if curated is None or curated.potency is Potency.ASSAYED or not read:
        return stated, ()
    entry = curated.ndc(row.ndc)
    amount = bound(curated.amount, descriptor)
    if (
        entry is None
        or entry.size.tag == UNVERIFIED
        or descriptor.amount is None
        or amount.unit != descriptor.amount.unit
    ):
        return stated, ()
    if stated.label is not None and same(stated.label, amount):
        return stated, ()
    if descriptor.kind is Kind.UP_TO:  # CMS's file can't tell the content there: nothing speaks against the label's
        return Content(Potency.LABELLED, amount, None, stated.units, stated.findings), ()
    was = stated.label or "nothing"
    finding = Finding(
        "label-amount-curated",
        Severity.WARNING,
        f"{content.subject(row)}: the label amount is {amount} by {curated.document}; CMS's file comes to {was}.",
        f"{curated.source(entry.size)}; {content.source(row)}",
    )
    kept = stated.findings if stated.potency is Potency.LABELLED else ()
    return Content(Potency.LABELLED, amount, None, amount / descriptor.amount, kept), (finding,)


def sizes(licensed: tuple[Licensed, ...], descriptor: Descriptor) -> tuple[Amount, ...]:
    """The marketed sizes of a product by the Purple Book, smallest first; none where one of them can't be read."""
    marketed = [one.strength.content if one.strength else None for one in licensed if one.marketed]
    known = {bound(size, descriptor) for size in marketed if size is not None}
    if None in marketed or len({size.unit for size in known}) > 1:
        return ()
    return tuple(sorted(known, key=lambda size: size.value))


def nominal(row: CrosswalkRow, curated: Curated | None, descriptor: Descriptor) -> tuple[Amount | None, Finding | None]:
    """The nominal size that `vials.yaml` has for an NDC, and a word if nobody has verified it."""
    entry = curated.ndc(row.ndc) if curated else None
    if curated is None or entry is None:
        return None, None
    size = bound(curated.amount, descriptor)
    if entry.size.tag != UNVERIFIED:
        return size, None
    return size, Finding(
        "nominal-size-unverified",
        Severity.INFO,
        f"{content.subject(row)}: that this NDC is the nominal {size.short} is not verified. Bill what is printed.",
        str(curated.source(entry.size)),
    )


def several_codes(row: CrosswalkRow, of_ndc: Sequence[CrosswalkRow], quarter: Quarter) -> Finding | None:
    """The finding on an NDC that the quarter's file prices under more than one code."""
    codes = sorted({other.code for other in of_ndc if other.first <= quarter <= other.last})
    if len(codes) < 2:
        return None
    return Finding(
        "ndc-several-codes",
        Severity.WARNING,
        f"{content.subject(row)} is priced under {' and '.join(codes)} in {quarter}: name the code that fits the use.",
        str(content.source(row)),
    )


def not_licensed(
    row: CrosswalkRow, stated: Content, licensed: tuple[Licensed, ...], measured: Amount | None, book: str
) -> Finding | None:
    """The finding on a label amount that is none of the product's strengths, where these can be compared."""
    if stated.label is None:
        return None
    comparable = strengths(licensed, stated.label, measured)
    if not comparable or biologics.fitting(licensed, stated.label, measured):
        return None
    return Finding(
        "strength-not-licensed",
        Severity.WARNING,
        f"{content.subject(row)}: CMS's file comes to {stated.label} a container; the Purple Book has "
        f"{', '.join(dict.fromkeys(one.row.strength.strip() for one in comparable))}. Read the content on the label.",
        f"{content.source(row)}; {biologics.source(comparable[0].row, book)}",
    )


def volume_differs(row: CrosswalkRow, stated: Content) -> Finding | None:
    """For a code that is counted in millilitres: PKG SIZE states the volume too (1 there counts a piece)."""
    volume = volume_of(row)
    if stated.label is None or volume is None or volume.value == 1 or stated.label.unit != volume.unit:
        return None
    if stated.label == volume:
        return None
    return Finding(
        "volume-differs",
        Severity.WARNING,
        f"{content.subject(row)}: CMS's billing units come to {stated.label} a container, its PKG SIZE is {volume}. "
        "Read the volume on the label.",
        str(content.source(row)),
    )


def strengths(licensed: tuple[Licensed, ...], label: Amount, measured: Amount | None) -> tuple[Licensed, ...]:
    """The strengths whose content is known and of the label's dimension: those that can agree or disagree with it."""
    return tuple(
        one
        for one in licensed
        if one.strength and any(in_unit(c, label.unit) is not None for c in biologics.counted(one.strength, measured))
    )
