"""The containers opened, looked up: label amount, potency, container type with its evidence, form, concentration."""

from dataclasses import dataclass
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType, Decision, decide, said
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.opened import OpenedText
from unitcalc.catalogue.presentations import Presentation
from unitcalc.codes import Ndc
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.quantity import Amount

_ANSWERED = ("potency-assayed", "nominal-size-unverified")
"""What an NDC's facts ask for, and a stated potency answers."""


AS_STATED = "as stated"
LABEL_DOUBTS = frozenset({"package-units-wrong", "content-changed", "strength-not-licensed", "volume-differs"})
"""Findings that make the label amount of CMS's file doubtful."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Containers of one kind that were opened."""

    count: int
    each: Amount
    """Label amount of one container; for an assayed product the potency printed on it."""
    source: str
    ndc: str | None
    presentation: Presentation | None
    type: Decision
    share: Amount | None
    """What was given from these containers, where the person said so."""
    nominal: Amount | None
    """The nominal size of one container of an assayed product."""
    findings: tuple[Finding, ...]

    @property
    def concentration(self) -> Amount | None:
        """Content per mL where the presentation tells it."""
        return self.presentation.concentration if self.presentation else None

    def __str__(self) -> str:
        return f"{self.count} x {self.each.short}"


def look_up(
    catalogue: Catalogue, drug: Drug, opened: OpenedText, ndc: Ndc | None, stated: ContainerType | None, day: date
) -> Entry:
    """One entry, looked up for a drug on a day; Refused where its label amount can't be known."""
    own = opened.ndc or ndc
    presentation = _presentation(catalogue, drug, own, day, must=opened.each is None) if own else None
    findings = [
        finding
        for finding in (presentation.findings if presentation else ())
        if opened.each is None or finding.check not in _ANSWERED
    ]
    if own and presentation is None:
        findings.append(_not_in_crosswalk(drug, own))
    each, source = opened.each, AS_STATED
    if each is None:
        assert presentation is not None  # an NDC alone must be found
        each, source = _label(drug, presentation), _label_source(presentation)
    nominal = _nominal(catalogue, drug, presentation, each)
    if nominal and each.fits(nominal.unit) and each.bound_to(nominal.unit) == nominal:
        findings.append(_typed_nominal(drug, each))
    kind = _type(catalogue, drug, presentation, each, opened.type or stated)
    return Entry(
        opened.count,
        each,
        source,
        str(own) if own else None,
        presentation,
        kind,
        opened.given,
        nominal,
        (*findings, *kind.findings),
    )


def _presentation(catalogue: Catalogue, drug: Drug, ndc: Ndc, day: date, *, must: bool) -> Presentation | None:
    found = catalogue.of_ndc(str(ndc), day)
    for presentation in found:
        if presentation.code == drug.code:
            return presentation
    if found:
        names = " and ".join(f"{p.code} ({p.product})" for p in found)
        raise Refused(
            Problem(
                "ndc-of-another-code",
                f"NDC {ndc} belongs to {names}, not to {drug.code} ({drug.row.short}).",
                "Correct the code or the NDC.",
                tuple(p.code for p in found),
            )
        )
    if must:
        raise Refused(
            Problem(
                "ndc-unknown",
                f"NDC {ndc} is in no quarter of CMS's crosswalk, so its label amount is not known.",
                f"State it: '1 x {ndc} @ 100 mg'.",
            )
        )
    return None


def _label_source(presentation: Presentation) -> str:
    """Where the label amount comes from: CMS's row, or what corrected it."""
    corrected = (finding.source for finding in presentation.findings if finding.check.startswith("label-amount-"))
    return next(corrected, str(presentation.source))


def _label(drug: Drug, presentation: Presentation) -> Amount:
    unit = drug.billing_unit.unit.symbol if drug.billing_unit else "mg"
    if presentation.potency is Potency.ASSAYED:
        nominal = f" (nominally {presentation.nominal_amount.short})" if presentation.nominal_amount else ""
        raise Refused(
            Problem(
                "assay-missing",
                f"{presentation.product} {presentation.ndc}{nominal}: the potency differs by lot.",
                f"State what is printed on the vial: '1 x {presentation.ndc} @ 1046 {unit}'.",
            )
        )
    if presentation.label_amount is None:
        bound = f" (at most {presentation.label_at_most.short})" if presentation.label_at_most else ""
        raise Refused(
            Problem(
                "label-unknown",
                f"CMS's file does not tell the content of {presentation.product} {presentation.ndc}{bound}.",
                f"State what the label says: '1 x {presentation.ndc} @ 20 {unit}'.",
            )
        )
    return presentation.label_amount


def _not_in_crosswalk(drug: Drug, ndc: Ndc) -> Finding:
    message = f"NDC {ndc} is in no quarter of CMS's crosswalk; that it belongs to {drug.code} is not proven."
    use = drug.use("crosswalk")
    return Finding("ndc-not-in-crosswalk", Severity.WARNING, message, f"{use.table} {use.period}")


def _nominal(catalogue: Catalogue, drug: Drug, presentation: Presentation | None, each: Amount) -> Amount | None:
    """The nominal size of an assayed container: the NDC's own, or the code's size nearest to the potency stated."""
    if presentation:
        return presentation.nominal_amount if presentation.potency is Potency.ASSAYED else None
    sizes = {p.nominal_amount for p in catalogue.of_code(drug) if p.potency is Potency.ASSAYED and p.nominal_amount}
    near = [size for size in sizes if each.fits(size.unit)]
    return min(near, key=lambda size: abs(each.bound_to(size.unit).value - size.value), default=None)


def _typed_nominal(drug: Drug, each: Amount) -> Finding:
    message = (
        f"{each.short} is a nominal size of {drug.code}. Bill the potency printed on each vial; if it is "
        f"{each.short} exactly, nothing changes."
    )
    return Finding("nominal-amount", Severity.WARNING, message, "RULES 4.2")


def _type(
    catalogue: Catalogue, drug: Drug, presentation: Presentation | None, each: Amount, stated: ContainerType | None
) -> Decision:
    """RULES 3: said by the person, else the NDC's evidence, else what all the code's fitting presentations agree on."""
    subject = f"{presentation.product} {presentation.ndc}" if presentation else f"{drug.code}, {each.short}"
    evidence = (said(stated),) if stated else ()
    if presentation:
        return decide((*evidence, *presentation.evidence), subject)
    return catalogue.agreed_type(drug, each, evidence, subject)
