"""Findings where the record contradicts itself or what is known of its containers, and money hangs on it."""

from collections.abc import Iterator
from fractions import Fraction

from unitcalc.billing.case import Case, pushed_nominal
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.entries import Entry
from unitcalc.findings import Finding, Severity
from unitcalc.quantity import Amount

ZERO = Fraction(0)
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# A potency outside half and twice the nominal size is a slip of the hand, not an assay; one beyond a quarter of it is
# to be read again. These bounds only ask; they never change a bill.
SLIP = Fraction(2)
UNUSUAL = Fraction(1, 4)


def contradictions(case: Case) -> Iterator[Finding]:
    """Everything that two statements, or a statement and a source, say differently."""
    for entry in case.entries:
        yield from _label(entry)
        yield from _potency(entry)
        yield from _concentration(case, entry)
    yield from _ndc_named_twice(case)
    yield from _above_label(case)


def _label(entry: Entry) -> Iterator[Finding]:
    presentation = entry.presentation
    if presentation is None or presentation.label_amount is None or presentation.potency is Potency.ASSAYED:
        return
    label = presentation.label_amount
    if entry.each.fits(label.unit) and entry.each.bound_to(label.unit) != label:
        message = (
            f"{entry.each.short} was stated for {presentation.product} {presentation.ndc}; by CMS's file one container "
            f"holds {label.short}. The bill rests on what was stated: read the label, and correct one of them."
        )
        yield Finding("label-differs", ERROR, message, str(presentation.source))


def _potency(entry: Entry) -> Iterator[Finding]:
    nominal = entry.nominal
    if nominal is None or not entry.each.fits(nominal.unit):
        return
    ratio = entry.each.bound_to(nominal.unit) / nominal
    told = f"{entry.each.short} was stated for a container of nominally {nominal.short}"
    if ratio >= SLIP or ratio <= 1 / SLIP:
        yield Finding("potency-implausible", ERROR, f"{told}: read the vial again.", "RULES 4.2")
    elif abs(ratio - 1) > UNUSUAL:
        yield Finding("potency-unusual", WARNING, f"{told}: read the vial again.", "RULES 4.2")


def _concentration(case: Case, entry: Entry) -> Iterator[Finding]:
    stated, presentation = case.typed.concentration, entry.presentation
    if presentation is None:
        return
    known = presentation.concentration
    if stated and known and stated.fits(known.unit) and stated.bound_to(known.unit) != known:
        message = (
            f"{stated} was stated, but {presentation.product} {presentation.ndc} holds {known}. Correct one of them."
        )
        yield Finding("concentration-differs", ERROR, message, str(presentation.source))
    form = case.typed.form
    if form and presentation.form in ("liquid", "powder") and form != presentation.form:
        message = f"{presentation.product} {presentation.ndc} is supplied as a {presentation.form}, not as a {form}."
        yield Finding("form-differs", WARNING, message, str(presentation.source))


def _ndc_named_twice(case: Case) -> Iterator[Finding]:
    named = str(case.typed.ndc) if case.typed.ndc else ""
    others = [entry.ndc for entry in case.entries if entry.ndc and entry.ndc != named]
    if named and case.entries and len(others) == len(case.entries):
        message = f"NDC {named} was named, but {' and '.join(dict.fromkeys(others))} opened: {named} is not used."
        yield Finding("ndc-not-used", WARNING, message, "your statement")


def _above_label(case: Case) -> Iterator[Finding]:
    """RULES 2.1, 9: given, discarded and explained can't be more than label and stated overfill."""
    counted = case.counted
    if not (counted.labels and counted.physical) or not counted.given or pushed_nominal(case):
        return
    of, label = counted.basis.of, sum(counted.labels, ZERO)
    charted = counted.discarded or ZERO
    held = label + counted.overfill
    if counted.given + charted + counted.explained > held and counted.explained and not case.dispensed:
        total = counted.given + charted + counted.explained
        message = (
            f"Given, discarded and explained add up to {of(total).short}, but {of(held).short} was opened: one of them "
            "is wrong. Correct the chart before this is billed."
        )
        yield Finding("record-above-label", ERROR, message, "RULES 2.8, 9")
    elif counted.given + charted > held:
        message = (
            f"Given and discarded are {of(counted.given + charted - label).short} more than the label of "
            f"{of(label).short}; nothing above the label is billed. Check the chart, or state the overfill."
        )
        yield Finding("discard-above-label", WARNING, message, "RULES 2.1")


def sizes_unknown(case: Case, sizes: frozenset[Amount]) -> Iterator[Finding]:
    """A container without an NDC that no listed presentation of the code is: perhaps a total typed as one vial."""
    for entry in case.entries:
        fitting = [size for size in sizes if entry.each.fits(size.unit)]
        if entry.ndc or not fitting or any(entry.each.bound_to(size.unit) == size for size in fitting):
            continue
        shown = ", ".join(size.short for size in sorted(fitting, key=lambda size: size.value)[:8])
        message = (
            f"No container of {case.drug.code} of {entry.each.short} is in CMS's crosswalk (it lists {shown}). Check "
            "the size; several containers are written 4 x 100 mg."
        )
        use = case.drug.use("crosswalk")
        yield Finding("size-not-listed", WARNING, message, f"{use.table} {use.period}")
