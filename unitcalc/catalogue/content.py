"""What a crosswalk row says of its container: the label amount, or that it does not say it.

The file has no strength column. A container's content is BILLUNITS times the row's own dosage text, in which they were
counted, in the quarter of the row; where the official descriptor states another amount, the descriptor decides what a
billing unit is and the content stays what it is (J2404 in 2024Q4: 25 x 1 mg is the ampoule of 250 x 0.1 mg).
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from unitcalc.catalogue.descriptors import Descriptor, Kind, read_descriptor, read_dosage
from unitcalc.catalogue.scale import in_unit, same
from unitcalc.findings import Finding, Severity, Source
from unitcalc.quantity import Amount, Unit, grouped
from unitcalc.reference.records import TABLES, CrosswalkRow, Quarter
from unitcalc.reference.vials.model import Potency as Potency

dosage = lru_cache(maxsize=1024)(read_dosage)
"""A dosage text, read once."""
official = lru_cache(maxsize=4096)(read_descriptor)
"""An official descriptor, read once."""


class Content(NamedTuple):
    """The content of a row's container, in the descriptor's unit."""

    potency: Potency
    label: Amount | None = None
    at_most: Amount | None = None
    units: Fraction | None = None
    findings: tuple[Finding, ...] = ()
    exact: bool = False
    """Taken from a label fact in place of the row's rounded units."""


COUNTED = frozenset({Kind.AMOUNT, Kind.VOLUME, Kind.COMBINATION, Kind.AREA, Kind.RADIOACTIVITY})
"""Kinds whose billing unit is a share of the content."""
WHOLE = {Kind.DOSE: Unit("dose"), Kind.CONTAINER: Unit("container")}


def content(row: CrosswalkRow, descriptor: Descriptor, held: bool) -> Content:
    """What a row says; `held` where it only holds the place of an assayed product (`holds_the_place`)."""
    if held:
        return Content(Potency.ASSAYED, findings=(_assayed(row),))
    if row.billing_units is None:
        return Content(Potency.LABELLED, findings=(_no_number(row),))
    text = dosage(row.dosage)
    if descriptor.kind in WHOLE:
        return Content(Potency.LABELLED, Amount(row.billing_units, WHOLE[descriptor.kind]), units=row.billing_units)
    if descriptor.kind is Kind.UP_TO:
        # RULES R0: any part of the amount is a unit, so that BILLUNITS only bound the content. Where they are rounded
        # (33.33 x 600,000 units for 20 million) the bound takes in what was cut.
        units = row.billing_units + (_CUT if units_rounded(row) else 0)
        return Content(Potency.LABELLED, at_most=_in(units, text.amount, descriptor))
    if descriptor.kind not in COUNTED or descriptor.amount is None:
        at_most = descriptor.at_most * row.billing_units if descriptor.at_most else None
        return Content(Potency.LABELLED, at_most=at_most, units=row.billing_units)
    counted = basis(text, descriptor)
    label = _in(row.billing_units, counted, descriptor)
    findings = _disagreement(row, text, descriptor, label)
    if label is None:
        return Content(Potency.LABELLED, findings=findings)
    return Content(Potency.LABELLED, label, units=label / descriptor.amount, findings=findings)


def basis(text: Descriptor, descriptor: Descriptor) -> Amount | None:
    """The amount that BILLUNITS count: the row's own text, but all of a combination of which the text names a part."""
    named = text.amount
    if named and descriptor.kind is Kind.COMBINATION and any(same(part.amount, named) for part in descriptor.parts):
        return descriptor.amount
    return named


def stated(row: CrosswalkRow) -> Amount | None:
    """BILLUNITS times the row's own dosage text, as written; None where either is no number."""
    named = dosage(row.dosage).amount
    return named * row.billing_units if named and row.billing_units is not None else None


_CUT = Fraction(5, 1000)
"""What two decimals can hide."""


def is_rounded(row: CrosswalkRow, counted: Amount, held: Amount) -> bool:
    """Whether the row's BILLUNITS are those of `held` cut to two decimals: 133.33 x 0.075 mg for a vial of 10 mg."""
    converted = in_unit(held, counted.unit)
    if converted is None or row.billing_units is None:
        return False
    exact = converted / counted
    return exact != row.billing_units and abs(exact - row.billing_units) <= _CUT


def _in(units: Fraction, counted: Amount | None, descriptor: Descriptor) -> Amount | None:
    if counted is None or descriptor.amount is None:
        return None
    return in_unit(counted * units, descriptor.amount.unit)


# --- placeholders ----------------------------------------------------------------------------------------------------


def holds_the_place(
    row: CrosswalkRow, siblings: Callable[[], Iterable[CrosswalkRow]], clotting_factor: Callable[[], bool]
) -> bool:
    """Whether a row only stands for a product whose potency is printed on each lot (RULES 4.2).

    Such a row has PKG SIZE 1 and counts no more than one billing unit, which comes to exactly 1 IU or 1 unit, and no
    container holds that. Plasma proteins that are counted in milligrams (fibrinogen, alpha-1) have 1 mg in the same
    way; there, containers of 1 mg exist (glucagon), so every row of the code that does not contradict itself must say
    so, and the code must be a clotting factor's or its rows below one billing unit.
    """
    if row.package_size != 1 or row.billing_units is None or row.billing_units > 1:
        return False
    amount = stated(row)
    if amount is None or amount.value != 1:
        return False
    if amount.unit.is_activity:
        return True
    if amount.unit.symbol != "mg" or not (row.billing_units < 1 or clotting_factor()):
        return False
    return all(_is_one_milligram(other) for other in siblings() if package_units(other) is None)


def _is_one_milligram(row: CrosswalkRow) -> bool:
    amount = stated(row)
    return row.package_size == 1 and amount is not None and amount.value == 1 and amount.unit.symbol == "mg"


def looks_held(row: CrosswalkRow) -> bool:
    """A row of one activity unit and PKG SIZE 1 that may hold the place as well; the Purple Book then tells."""
    amount = dosage(row.dosage).amount
    return row.package_size == 1 and row.billing_units == 1 and amount is not None and amount.unit.is_activity


# --- what is wrong with a row ----------------------------------------------------------------------------------------


def source(row: CrosswalkRow) -> Source:
    """The newest row of the file that says so."""
    return Source(TABLES["crosswalk"], str(row.last), f"row {row.row}")


def subject(row: CrosswalkRow) -> str:
    """How findings name a presentation."""
    return f"{row.product} {row.ndc}"


def package_units(row: CrosswalkRow) -> Finding | None:
    """BILLUNITSPKG must be BILLUNITS x PKG QTY; since 2025Q3 CMS rounds it up. Kept and flagged, never repaired."""
    units, quantity, package = row.billing_units, row.package_quantity, row.billing_units_package
    if units is None or quantity is None or package is None or package in (units * quantity, ceil(units * quantity)):
        return None
    return Finding(
        "package-units-wrong",
        Severity.WARNING,
        f"{subject(row)}: CMS's file has {grouped(units)} billing units a container and {grouped(quantity)} containers "
        f"a package, but {grouped(package)} units a package. One of the three is wrong; read the content on the label.",
        str(source(row)),
    )


def changes(runs: Iterable[CrosswalkRow]) -> tuple[tuple[Amount, Quarter, Quarter], ...]:
    """The contents that the quarters state for one NDC and code, oldest first; more than one is a contradiction."""
    found: list[tuple[Amount, Quarter, Quarter]] = []
    for row in sorted(runs, key=lambda r: r.first):
        amount = stated(row)
        if amount is None:
            continue
        if found and same(found[-1][0], amount):
            found[-1] = (found[-1][0], found[-1][1], row.last)
        else:
            found.append((amount, row.first, row.last))
    return tuple(found)


def units_rounded(row: CrosswalkRow) -> Finding | None:
    """Two decimals that stand for a third: the content that they come to is not the label's."""
    units = row.billing_units
    if units is None or (units % 1) * 100 not in (33, 66, 67):
        return None
    return Finding(
        "billing-units-rounded",
        Severity.WARNING,
        f"{subject(row)}: CMS's file rounds the billing units of a container to {grouped(units)}, so that its content "
        "comes out slightly wrong. State the content as the label has it.",
        str(source(row)),
    )


def content_changed(row: CrosswalkRow, runs: Iterable[CrosswalkRow]) -> Finding | None:
    """The finding on a content that differs between quarters."""
    found = changes(runs)
    if len(found) < 2:
        return None
    told = "; ".join(f"{amount} ({first} to {last})" for amount, first, last in found)
    return Finding(
        "content-changed",
        Severity.WARNING,
        f"{subject(row)} under {row.code}: CMS's quarters state different contents: {told}. Read it on the label.",
        str(source(row)),
    )


def _assayed(row: CrosswalkRow) -> Finding:
    return Finding(
        "potency-assayed",
        Severity.INFO,
        f"{subject(row)}: the potency is printed on each container and lot; CMS's file only holds the place. "
        "State it as printed, such as 1 x 1046 IU.",
        str(source(row)),
    )


def _no_number(row: CrosswalkRow) -> Finding:
    return Finding(
        "content-unknown",
        Severity.WARNING,
        f"{subject(row)}: CMS's file states no billing units. State the content from the label.",
        str(source(row)),
    )


def _disagreement(
    row: CrosswalkRow, text: Descriptor, descriptor: Descriptor, label: Amount | None
) -> tuple[Finding, ...]:
    assert descriptor.amount is not None
    if text.amount and (same(text.amount, descriptor.amount) or basis(text, descriptor) is not text.amount):
        return ()
    kept = f"the content stays {label}" if label else "the content is unknown; read it on the label"
    return (
        Finding(
            "dosage-text-differs",
            Severity.WARNING,
            f"{subject(row)}: CMS's price file counts {row.code} by '{' '.join(row.dosage.split())}', the official "
            f"descriptor by {descriptor.amount}. The descriptor decides the billing unit, {kept}.",
            str(source(row)),
        ),
    )
