"""The presentations of a code or an NDC on a date: what one container holds, its type, and what speaks against it.

The crosswalk gives product, labeler, NDC and content; the Purple Book container type, form, route and strengths;
`vials.yaml` what neither says. Every contradiction among them is a finding that names the NDC.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from unitcalc.catalogue import biologics, content, labels
from unitcalc.catalogue.biologics import Licensed
from unitcalc.catalogue.container import ContainerType, Evidence, Witness, decide
from unitcalc.catalogue.content import Content, Potency
from unitcalc.catalogue.descriptors import Descriptor
from unitcalc.catalogue.presentation import Presentation, container_type, fits
from unitcalc.catalogue.vials import Curated, Vials
from unitcalc.findings import Finding, Severity, Source
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import TABLES, CrosswalkRow, Quarter
from unitcalc.reference.store import Reference

__all__ = ["Presentation", "Shelf", "container_type", "fits", "of_code", "of_ndc", "shelf"]


def of_code(reference: Reference, code: str, descriptor: Descriptor, day: date) -> tuple[Presentation, ...]:
    """Every presentation under a code on a day, curated sizes that no file lists at the end.

    Where no quarter holds the day, the nearest one does, and each presentation says so.
    """
    return shelf(reference).of_code(code, descriptor, day)


def of_ndc(reference: Reference, ndc: str, day: date) -> tuple[Presentation, ...]:
    """The presentations of an NDC (`00026-3824-25`) on a day: one for every code that it is priced under."""
    return shelf(reference).of_ndc(ndc, day)


@lru_cache(maxsize=4)
def shelf(reference: Reference) -> "Shelf":
    """The shelf of a reference, kept while it is in use."""
    return Shelf(reference)


class Shelf:
    """All presentations of one reference, each made when it is first asked for."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.quarters = tuple(sorted(Quarter.read(info.period) for info in reference.periods("crosswalk")))
        self.book = reference.periods("biologics")[-1].period
        self.list_period = reference.periods("single-dose")[-1].period
        self.vials = Vials(reference)
        self._licensed: dict[tuple[str, str], tuple[Licensed, ...]] = {}
        self._by_ndc: dict[tuple[str, Quarter], tuple[Presentation, ...]] = {}
        self._by_code: dict[tuple[str, str, Quarter], tuple[Presentation, ...]] = {}

    def of_code(self, code: str, descriptor: Descriptor, day: date) -> tuple[Presentation, ...]:
        """See the function of the same name."""
        quarter = Quarter.of(day)
        key = (code, descriptor.text, quarter)
        if key not in self._by_code:
            rows = self.reference.crosswalk_of_code(code)
            chosen = at_quarter(rows, self.nearest(quarter))
            found = tuple(
                self.present(row, descriptor, quarter, rows, self.reference.crosswalk_of_ndc(row.ndc)) for row in chosen
            )
            self._by_code[key] = found + self.curated_alone(code, descriptor)
        return self._by_code[key]

    def of_ndc(self, ndc: str, day: date) -> tuple[Presentation, ...]:
        """See the function of the same name."""
        quarter = Quarter.of(day)
        key = (ndc, quarter)
        if key not in self._by_ndc:
            rows = self.reference.crosswalk_of_ndc(ndc)
            chosen = at_quarter(rows, self.nearest(quarter))
            self._by_ndc[key] = tuple(
                self.present(row, self.descriptor(row), quarter, None, rows) for row in chosen
            ) or self.curated_ndc(ndc)
        return self._by_ndc[key]

    def nearest(self, quarter: Quarter) -> Quarter:
        """The loaded quarter nearest to one."""
        return min(max(quarter, self.quarters[0]), self.quarters[-1])

    def descriptor(self, row: CrosswalkRow) -> Descriptor:
        """The official descriptor; the row's own dosage text where the code is not in the file."""
        code = self.reference.code(row.code)
        return content.official(code.long) if code else content.dosage(row.dosage)

    def licensed(self, row: CrosswalkRow) -> tuple[Licensed, ...]:
        """The Purple Book's rows of a product: by brand, else by substance and company for an unbranded one."""
        key = (row.product, row.labeler)
        if key not in self._licensed:
            self._licensed[key] = self._find(row.product, row.labeler)
        return self._licensed[key]

    def _find(self, product: str, labeler: str) -> tuple[Licensed, ...]:
        for name in biologics.spellings(product):
            rows = tuple(r for r in self.reference.biologics(name) if name in biologics.names(r))
            if rows:
                return biologics.distinct(rows, by_name=True)
        name = plain_name(product)
        return biologics.distinct(
            (
                r
                for r in self.reference.biologics_of_proper(name)
                if plain_name(r.proper) == name and biologics.same_company(labeler, r.applicant)
            ),
            by_name=False,
        )

    def held(self, row: CrosswalkRow, quarter: Quarter, rows: Sequence[CrosswalkRow] | None = None) -> bool:
        """Whether the row only holds the place of an assayed product; `rows` are the code's, where they are at hand.

        A row that contradicts itself does if another quarter's row of the same NDC does (Prolastin-C in 2024Q1).
        """

        def siblings() -> tuple[CrosswalkRow, ...]:
            return at_quarter(self.reference.crosswalk_of_code(row.code) if rows is None else rows, quarter)

        def clotting_factor() -> bool:
            return any(limit.clotting_factor for limit in self.reference.limits(row.code))

        if content.holds_the_place(row, siblings, clotting_factor) or self._held_by_the_book(row):
            return True
        if content.package_units(row) is None:
            return False
        others = (other for other in self.reference.crosswalk_of_ndc(row.ndc) if other.code == row.code)
        return any(self.held(other, other.last) for other in others if content.package_units(other) is None)

    def _held_by_the_book(self, row: CrosswalkRow) -> bool:
        """One unit of an activity where the product is licensed in other strengths only (Adzynma: 500 and 1500 IU)."""
        amount = content.stated(row)
        if amount is None or not content.looks_held(row):
            return False
        contents = [c for one in self.licensed(row) if one.strength for c in one.strength.contents]
        return bool(contents) and all(c.unit.is_activity and c.value != amount.value for c in contents)

    def present(
        self,
        row: CrosswalkRow,
        descriptor: Descriptor,
        asked: Quarter,
        rows: Sequence[CrosswalkRow] | None,
        of_ndc: Sequence[CrosswalkRow],
    ) -> Presentation:
        """One row, with what every source says of it."""
        quarter = min(max(asked, row.first), row.last)
        licensed = self.licensed(row)
        curated = self.vials.of_ndc(row.ndc, row.code)
        assayed = (curated is not None and curated.potency is Potency.ASSAYED) or self.held(row, quarter, rows)
        stated = content.content(row, descriptor, assayed)
        measured = labels.volume_of(row)
        stated = labels.unrounded(row, stated, licensed, descriptor, self.book)
        stated, corrected = labels.corrected(row, stated, curated, descriptor)
        matching = biologics.fitting(licensed, stated.label, measured)
        facts = labels.Facts.of(matching or licensed, curated, measured)
        evidence = self.evidence(row, matching, licensed, curated)
        subject = content.subject(row)
        decision = decide(evidence, subject)
        nominal, sizes, unverified = self.nominal(row, stated, curated, licensed, descriptor, quarter)
        runs = tuple(other for other in of_ndc if other.code == row.code)
        entry = curated.ndc(row.ndc) if curated else None
        documented = entry is not None and bool(entry.size.document)
        findings = (
            self._period(row, asked),
            *stated.findings,
            *corrected,
            unverified,
            *(curated.findings if curated else ()),
            content.package_units(row),
            None if stated.exact else content.units_rounded(row),
            None if stated.potency is Potency.ASSAYED else content.content_changed(row, runs),
            labels.several_codes(row, of_ndc, quarter),
            labels.volume_differs(row, stated),
            None if corrected or documented else labels.not_licensed(row, stated, licensed, measured, self.book),
            *decision.findings,
        )
        return Presentation(
            ndc=row.ndc,
            code=row.code,
            product=row.product,
            labeler=row.labeler,
            potency=stated.potency,
            label_amount=stated.label,
            label_at_most=stated.at_most,
            nominal_amount=nominal,
            units_per_container=stated.units,
            containers_per_package=row.package_quantity,
            form=facts.form,
            volume=facts.volume,
            concentration=facts.concentration,
            route=facts.route,
            container_type=decision.type,
            evidence=evidence,
            first=row.first,
            last=row.last,
            in_force=row.first <= asked <= row.last,
            findings=tuple(f for f in findings if f is not None),
            source=content.source(row),
            nominal_sizes=sizes,
            curated=curated,
        )

    def nominal(
        self,
        row: CrosswalkRow,
        stated: Content,
        curated: Curated | None,
        licensed: tuple[Licensed, ...],
        descriptor: Descriptor,
        quarter: Quarter,
    ) -> tuple[Amount | None, tuple[Amount, ...], Finding | None]:
        """Of an assayed product: this NDC's nominal size, all marketed ones, and what is not verified.

        The only marketed size is an NDC's own only if the product has no other NDC (Fibryga has two, and 1 g alone).
        """
        if stated.potency is not Potency.ASSAYED:
            return None, (), None
        sizes = labels.sizes(licensed, descriptor)
        size, finding = labels.nominal(row, curated, descriptor)
        if size is None and len(sizes) == 1:
            rows = at_quarter(self.reference.crosswalk_of_code(row.code), quarter)
            products = {other.ndc[:10] for other in rows if other.product == row.product}
            size = sizes[0] if len(products) == 1 else None
        return size, sizes, finding

    def evidence(
        self,
        row: CrosswalkRow,
        matching: tuple[Licensed, ...],
        licensed: tuple[Licensed, ...],
        curated: Curated | None,
    ) -> tuple[Evidence, ...]:
        """All that is known of the container's type, in no order."""
        found: list[Evidence] = [curated.evidence()] if curated else []
        found += biologics.evidence(matching, licensed, self.book)
        found += self.listed(row.code)
        return tuple(found)

    def listed(self, code: str) -> tuple[Evidence, ...]:
        """CMS's list of codes that come in single-dose containers only."""
        listed = self.reference.single_dose(code)
        if listed is None:
            return ()
        place = Source(TABLES["single-dose"], self.list_period, f"row {listed.row}")
        return (Evidence(ContainerType.SINGLE_DOSE, Witness.SINGLE_DOSE_LIST, place),)

    def curated_alone(self, code: str, descriptor: Descriptor) -> tuple[Presentation, ...]:
        """Curated NDCs and sizes that no quarter's file lists: a product that CMS doesn't price, a withdrawn vial."""
        return tuple(
            presentation
            for size in self.vials.of_code(code)
            for presentation in self._of_size(size, descriptor)
            if not (presentation.ndc and self.reference.crosswalk_of_ndc(presentation.ndc))
        )

    def curated_ndc(self, ndc: str) -> tuple[Presentation, ...]:
        """An NDC that only the curated documents know."""
        return tuple(
            presentation
            for code in self.vials.codes_of_ndc(ndc)
            if (size := self.vials.of_ndc(ndc, code)) is not None
            if (row := self.reference.code(code)) is not None
            for presentation in self._of_size(size, content.official(row.long))
            if presentation.ndc == ndc
        )

    def _of_size(self, size: Curated, descriptor: Descriptor) -> tuple[Presentation, ...]:
        amount = labels.bound(size.amount, descriptor)
        labelled = size.potency is Potency.LABELLED
        unit = descriptor.amount if descriptor.kind in content.COUNTED else None
        divides = labelled and unit is not None and amount.unit == unit.unit
        evidence = (size.evidence(), *self.listed(size.code))
        decision = decide(evidence, f"{size.product} {size.amount.short}")
        return tuple(
            Presentation(
                ndc=ndc,
                code=size.code,
                product=size.product,
                labeler=size.labeler,
                potency=size.potency,
                label_amount=amount if labelled else None,
                label_at_most=None,
                nominal_amount=None if labelled else amount,
                units_per_container=amount / unit if divides and unit else None,
                containers_per_package=None,
                form=None if size.form == "unknown" else size.form,
                volume=size.volume,
                concentration=size.concentration,
                route=size.route,
                container_type=decision.type,
                evidence=evidence,
                first=None,
                last=None,
                in_force=not size.withdrawn,
                findings=(*size.findings, *decision.findings),
                source=size.source(size.sized),
                curated=size,
            )
            for ndc in (tuple(entry.ndc for entry in size.ndcs) or ("",))
        )

    def _period(self, row: CrosswalkRow, asked: Quarter) -> Finding | None:
        """The finding on an NDC that the file nearest to the day does not have.

        Where that file has it, a day beyond all files says nothing of the NDC; the table's own dates tell that.
        """
        nearest = self.nearest(asked)
        if row.first <= asked <= row.last or row.first <= nearest <= row.last:
            return None
        loaded = f"{self.quarters[0]} to {self.quarters[-1]}"
        return Finding(
            "presentation-period",
            Severity.WARNING,
            f"{content.subject(row)}: the {TABLES['crosswalk']} ({loaded}) has it for {row.first} to {row.last}, "
            f"not for {nearest}. Check that the NDC was on the market in {asked}.",
            str(content.source(row)),
        )


def at_quarter(rows: Iterable[CrosswalkRow], quarter: Quarter) -> tuple[CrosswalkRow, ...]:
    """Of each NDC and code, the row of a quarter; where no row covers it, the rows of the nearest quarter that has any.

    An NDC that is not in the quarter's file is left out if others of the code are: it was not priced then.
    """
    known = tuple(rows)
    covering = tuple(row for row in known if row.first <= quarter <= row.last)
    if covering or not known:
        return covering
    nearest = min(known, key=lambda row: min(abs(row.first.index - quarter.index), abs(row.last.index - quarter.index)))
    there = nearest.first if nearest.first > quarter else nearest.last
    return tuple(row for row in known if row.first <= there <= row.last)
