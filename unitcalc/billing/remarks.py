"""The findings of a bill: what was assumed, capped, left out or must be asked; which tables do not cover the date."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from unitcalc.billing.case import Case, pushed_nominal
from unitcalc.billing.claim import has_lines, nominal_charge, packing, payment_limit
from unitcalc.billing.compute import Outcome, Reading
from unitcalc.billing.contradictions import contradictions, sizes_unknown
from unitcalc.billing.least_waste import Avoidable, Market
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.pooling import not_combined
from unitcalc.billing.request import Stopped
from unitcalc.billing.subject import Subject, supply_modifiers
from unitcalc.billing.terms import payer_limits
from unitcalc.billing.worksheet import why_none
from unitcalc.catalogue.container import ContainerType, Witness
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import TableUse
from unitcalc.findings import Finding, Severity, gravest_first
from unitcalc.quantity import Amount, dollars, grouped
from unitcalc.reference.records import TABLES

ZERO = Fraction(0)
_WITNESSES = {Witness.PURPLE_BOOK: "biologics", Witness.SINGLE_DOSE_LIST: "single-dose"}
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def remarks(
    case: Case,
    subject: Subject,
    chosen: Outcome,
    lines: Sequence[ClaimLine],
    distinct: Sequence[Reading],
    market: Market,
    avoidable: Sequence[Avoidable],
    discarded: Amount | None,
    smallest: Amount | None,
) -> tuple[Finding, ...]:
    """Every finding, errors first, each once.

    `market` is what is sold under the code, `avoidable` the waste that it would have spared, `discarded` the physical
    discard, `smallest` the smallest vial on sale where the payer caps discarded units by it.
    """
    found = [
        *_of_the_record(case, open_=len(distinct) > 1),
        *subject.findings,
        *contradictions(case),
        *sizes_unknown(case, market.sizes),
        *not_combined(case, market.curated),
        *(each.finding for each in avoidable),
        *_choices(case, subject, distinct),
        *_amounts(case, subject, chosen, discarded, decided=len(distinct) == 1),
        *payer_limits(case, chosen, smallest),
        *_drug(case),
        *_supply(case),
        *_lines(case, subject, lines),
        *_periods(case, lines),
    ]
    return gravest_first(found)


def _of_the_record(case: Case, *, open_: bool) -> Iterator[Finding]:
    """Findings on code and containers. An undecided container type is an error only where the bill depends on it."""
    for finding in case.findings:
        if finding.check.startswith("container-type") and finding.severity is ERROR and not open_:
            finding = replace(finding, severity=INFO)
        yield finding


def opened_unknown(case: Case, subject: Subject) -> bool:
    """No containers were stated where JW and JZ depend on them."""
    single = any(kind is not ContainerType.MULTI_DOSE for kind in case.types)
    return not case.entries and single and subject.applies and case.counted.given > 0


def _choices(case: Case, subject: Subject, distinct: Sequence[Reading]) -> Iterator[Finding]:
    """One error for each thing that the record leaves open and that changes the bill."""
    if opened_unknown(case, subject):
        yield Finding(
            "opened-missing",
            ERROR,
            "Which containers were opened is not stated, so neither JW nor JZ can be chosen. State them: 4 x 100 mg.",
            "RULES R4",
        )
        return
    if len(distinct) == 1:
        return
    open_reasons = " ".join(reason for reading in distinct for reason in reading.reasons)
    of, counted = case.counted.basis.of, case.counted
    if "containers are" in open_reasons:
        unknown = [entry for entry in case.entries if entry.type.type in (ContainerType.UNKNOWN, ContainerType.KIT)]
        names = ", ".join(dict.fromkeys(entry.each.short for entry in unknown)) or case.drug.code
        message = (
            f"Whether the containers ({names}) are single- or multi-dose is not known; each bill is shown. "
            "Read the label and state it."
        )
        yield Finding("container-type-unknown", ERROR, message, "RULES 2.10, 3")
    if "used first" in open_reasons:
        message = "Single- and multi-dose containers were opened for one dose. State what was given from each."
        yield Finding("shares-missing", ERROR, message, "RULES R2")
    if "the discard was from" in open_reasons:
        message = "Single- and multi-dose containers were opened: from which was the discard? Each bill is shown."
        yield Finding("discard-from-which", ERROR, message, "RULES R2")
    if "dose" in open_reasons and case.several_doses:
        message = (
            f"{case.drug.code} is one unit a dose, and {case.given.short} from several containers may be one dose or "
            "several. Each bill is shown; state the doses: --given '2 doses'."
        )
        yield Finding("doses-not-stated", ERROR, message, str(case.drug.source))
    if "of the parts" in open_reasons:
        message = (
            f"{case.given.short} is what one part of {case.drug.code} weighs in the containers opened, and the code "
            "counts all parts together. Each bill is shown; state the sum of the parts, or the part's share of it."
        )
        yield Finding("part-charted", ERROR, message, str(case.drug.source))
    if "stopped" in open_reasons:
        message = (
            "The infusion was stopped: sources contradict each other on the rest. Each bill is shown; choose one "
            "and give the reason."
        )
        yield Finding("infusion-stopped", ERROR, message, "RULES 2.9")
    if "unexplained" in open_reasons:
        rest = max(reading.rest for reading in distinct)
        message = (
            f"{of(rest).short} of what was opened is neither given, discarded nor explained. "
            "Each bill is shown; find out what became of it."
        )
        yield Finding("amount-unexplained", ERROR, message, "RULES R4, 9")
    if "vials were given" in open_reasons:
        message = (
            f"{case.given.short} is the sum of the nominal sizes, but the vials held "
            f"{of(sum(counted.labels, ZERO)).short}. Were they given whole? Each bill is shown."
        )
        yield Finding("nominal-given", ERROR, message, "RULES 4.2")


def _amounts(
    case: Case, subject: Subject, chosen: Outcome, discarded: Amount | None, *, decided: bool
) -> Iterator[Finding]:
    of, counted = case.counted.basis.of, case.counted
    label = sum(counted.labels, ZERO)
    reading = chosen.reading
    if not counted.given:
        yield Finding("nothing-given", INFO, "Nothing was given, so nothing is billable: no line.", "RULES R7, 2.6")
        return
    if counted.labels and counted.physical and counted.given > label and not pushed_nominal(case):
        message = f"{of(counted.given).short} was given from a label of {of(label).short}: the overfill is not billed."
        yield Finding("overfill-given", WARNING, message, "RULES 2.1, 2.2")
    if pushed_nominal(case) and counted.given > label:
        message = f"{case.given.short} is the nominal sum; the vials held {of(label).short}, which is what is billed."
        yield Finding("nominal-given", WARNING, message, "RULES 4.2")
    if not decided or not case.entries:
        return
    if discarded and case.discarded is None:
        message = f"Discard not charted: the rest, {discarded.short}, is assumed to be discarded (estimate)."
        yield Finding("discard-assumed", WARNING, message, "RULES R4, 9")
    if discarded and chosen.discarded_units == 0:
        why, rule = next(iter(why_none(group, subject) for group in chosen.groups))
        if case.typed.stopped is Stopped.PART_OF_DOSE and not reading.discarded:
            why, rule = "it was part of the dose that was stopped", "RULES 2.9"
        message = f"{discarded.short} went into the bin and is not billed ({why}); the chart must still record it."
        yield Finding("discard-not-billed", INFO, message, f"{rule}, 9")
    if reading.rest:
        message = f"{of(reading.rest).short} is unexplained; the bill does not depend on it."
        yield Finding("amount-unexplained", INFO, message, "RULES R4")
    if stated := case.stopped_by_payer:
        message = f"Stopped infusion, billed as {case.policy.title} has it: '{stated.text}'."
        yield Finding("infusion-stopped", INFO, message, stated.cite())
    elif case.typed.stopped and case.typed.stopped is not Stopped.ASK:
        reason = case.typed.reason
        message = f"Stopped infusion, billed by your choice '{case.typed.stopped.value}'" + (
            f": {reason}." if reason else ". Add the reason with --reason."
        )
        yield Finding("infusion-stopped", INFO if reason else WARNING, message, "RULES 2.9")


def _drug(case: Case) -> Iterator[Finding]:
    drug, typed = case.drug, case.typed
    if typed.billing_unit is not None:
        official = drug.billing_unit.short if drug.billing_unit else "no amount"
        message = f"Billed by your own unit, {case.billing_unit.short}; CMS's unit of {drug.code} is {official}."
        yield Finding("billing-unit-overridden", WARNING, message, str(drug.source))
        return
    if drug.kind is Kind.UNCLASSIFIED:
        if not typed.narrative:
            message = f"{drug.code} needs a narrative with name, dose, route and NDC: --narrative TEXT."
            yield Finding("narrative-missing", ERROR, message, "RULES 4b")
        units = case.policy.value("unclassified-units", case.day)
        yield Finding("unclassified-one-unit", INFO, f"{drug.code} is billed as {units.text} unit.", units.cite())
    if drug.kind is Kind.COMBINATION and drug.descriptor.amount:
        parts = " and ".join(f"{part.amount.short} {part.substance}".strip() for part in drug.descriptor.parts)
        message = (
            f"{drug.code} counts all parts together ({parts}: {drug.descriptor.amount.short} a unit). If the dose was "
            "charted as one part only, state the sum."
        )
        yield Finding("combination-total", WARNING, message, str(drug.source))
    yield from _selected_by_amount(case)


def _selected_by_amount(case: Case) -> Iterator[Finding]:
    """R0: for thresholds the amount selects the code."""
    drug, given = case.drug, case.given
    low, high = drug.descriptor.above, drug.descriptor.at_most
    outside = (low and given.fits(low.unit) and given.bound_to(low.unit) <= low) or (
        high and given.fits(high.unit) and given.bound_to(high.unit) > high
    )
    if outside and given:
        others = " or ".join(case.fitting_codes)
        hint = f"{others} stands for it." if others else "No code of this drug stands for it: check the amount."
        message = f"{given.short} is outside what {drug.code} stands for ('{drug.descriptor.text}'). {hint}"
        yield Finding("amount-selects-code", ERROR, message, str(drug.source))


def _supply(case: Case) -> Iterator[Finding]:
    supply = case.typed.supply
    yield from supply_modifiers(case.policy, supply, case.day)[1]
    if not supply.is_purchased:
        value, charge = case.policy.value("not-purchased-line", case.day), nominal_charge(case)
        message = "The drug was not purchased: no charge for it and no line; some payers want a nominal line ($0.01)."
        if has_lines(case) and charge is not None:
            message = (
                f"The drug was not purchased: {case.policy.title} wants a line of the units given with a charge of "
                f"{dollars(charge)}; discarded units are not billed."
            )
        yield Finding("not-purchased", INFO, message, value.cite())


def _lines(case: Case, subject: Subject, lines: Sequence[ClaimLine]) -> Iterator[Finding]:
    if not lines:
        return
    units = sum(line.units for line in lines)
    for edit in case.drug.mue if case.typed.billing_unit is None else ():
        if edit.service == case.setting.mue and edit.indicator != 1 and units > edit.units:
            use = case.drug.use("mue")
            message = (
                f"{grouped(Fraction(units))} units in all are above the MUE of {grouped(edit.units)} a day; with MAI "
                f"{edit.indicator} lines are never split."
            )
            yield Finding("mue-exceeded", WARNING, message, f"{use.table} {use.period}, row {edit.row}")
    top = case.policy.value("line-charge-limit", case.day)
    if any(line.payment is not None and line.payment > Fraction(top.text) for line in lines):
        message = f"A charge above {dollars(Fraction(top.text))} needs a second claim."
        yield Finding("charge-above-limit", WARNING, message, top.cite())
    most = case.policy.value("line-modifiers", case.day)
    crowded = [line for line in lines if len(line.modifiers) > int(most.value)]
    if crowded:
        message = (
            f"{'-'.join(crowded[0].modifiers)} are more than the {most.text} modifiers that a line holds; ask the "
            "contractor which to leave out."
        )
        yield Finding("modifiers-crowded", WARNING, message, most.cite())
    for entry in case.entries:
        if entry.ndc and case.counted.physical and packing(case, entry) is None:
            message = f"NDC quantity of {entry.ndc} is not known: state --form powder, or liquid with --concentration."
            yield Finding("ndc-quantity-unknown", INFO, message, "RULES 5.3")
    if not case.typed.supply.is_purchased:
        return  # nothing is paid for it, whatever its limit is
    if not subject.pays:
        message = f"{case.setting.title}: the payment limit does not pay this drug here, so no payment is shown."
        yield Finding("not-paid-by-limit", INFO, message, subject.source)
    elif payment_limit(case, subject) is None and case.typed.billing_unit is None:
        use = case.drug.use("limits")
        message = f"{case.drug.code} has no payment limit in {use.period}: contractors price it."
        if case.drug.limit_aside:
            message = f"{case.drug.code}'s price of {use.period} could not be read ({case.drug.limit_aside})."
        if case.drug.limit and not case.drug.limit_is_per_unit:
            message = (
                f"CMS's payment file of {use.period} prices {case.drug.code} per '{case.drug.limit.dosage}', the "
                f"descriptor counts {case.billing_unit.short}: the payment is left open."
            )
        severity = WARNING if case.drug.limit_aside or not case.drug.limit_is_per_unit else INFO
        yield Finding("no-payment-limit", severity, message, f"{use.table} {use.period}")


def tables_used(case: Case, lines: Sequence[ClaimLine]) -> tuple[TableUse, ...]:
    """The tables that the bill rests on, with their periods; the MUE table only where it shaped or flags a line."""
    names = ["codes"] if case.typed.billing_unit is not None else ["codes", "limits"]
    units = sum(line.units for line in lines)
    if any(edit.service == case.setting.mue and units > edit.units for edit in case.drug.mue):
        names.append("mue")
    witnesses = {entry.type.by.witness for entry in case.entries if entry.type.by}
    names += [table for witness, table in _WITNESSES.items() if witness in witnesses]
    if case.setting.subject == "by-status":
        names.append("status")
    if any(entry.presentation for entry in case.entries):
        names.append("crosswalk")
    return tuple(case.drug.use(name) for name in names)


def _periods(case: Case, lines: Sequence[ClaimLine]) -> Iterator[Finding]:
    """A date outside a table is a warning that names the table and the period used instead."""
    # The Purple Book and the single-dose list are dated evidence of a container, not values of a period.
    evidence = {TABLES[table] for table in _WITNESSES.values()}
    outside = [use for use in tables_used(case, lines) if not use.covers and use.table not in evidence]
    if outside:
        names = ", ".join(f"{use.table} {use.period}" for use in outside)
        message = f"{case.day} lies outside {names}; the nearest period was used."
        if any(use.ended for use in outside):
            message += " Newer files: unitcalc data import."
        yield Finding("date-outside-table", WARNING, message, "; ".join(use.file for use in outside))
