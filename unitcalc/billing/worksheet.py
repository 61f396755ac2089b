"""The worksheet: every step of a bill in order, with its numbers and units, its value and its source."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from unitcalc.billing.case import Case
from unitcalc.billing.claim import line_limit, nominal_charge, payment_limit
from unitcalc.billing.compute import Group, Outcome
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.subject import Subject
from unitcalc.billing.terms import limited
from unitcalc.catalogue.descriptors import Kind
from unitcalc.findings import Step
from unitcalc.quantity import Amount, dollars, grouped, plain

CHART = "as charted"


def worksheet(
    case: Case,
    subject: Subject,
    outcome: Outcome | None,
    lines: Sequence[ClaimLine],
    discarded: Amount | None,
    smallest: Amount | None = None,
) -> tuple[Step, ...]:
    """The steps; `outcome` is None while a person must still choose, and then the choice is the last step.

    `smallest` is the smallest vial on sale, where the payer caps discarded units by it.
    """
    steps = [*_record(case), _subject(subject)]
    if outcome is None:
        steps.append(Step("Units", "the record can be read in more than one way", "a person chooses", "RULES R4, 3"))
    else:
        for group in outcome.groups:
            steps += _units(case, subject, outcome, group)
            steps += filter(None, [limited(case, group, smallest)])
        steps += _physical(case, outcome, discarded)
        steps += _lines(case, subject, outcome, lines)
    return tuple(steps)


def _record(case: Case) -> Iterator[Step]:
    drug, typed, basis = case.drug, case.typed, case.counted.basis
    if typed.billing_unit is not None:
        yield Step("Billing unit", f"{drug.code} by your own unit, not CMS's", str(case.billing_unit), "your statement")
    else:
        text = f"{drug.code}: {drug.descriptor.text}"
        yield Step("Billing unit", text, f"{_counting(case)}{case.billing_unit}", str(drug.source))
    for entry in case.entries:
        ndc = f", NDC {entry.ndc}" if entry.ndc else ""
        total = (entry.each * entry.count).short
        yield Step("Opened", f"{entry}{ndc}", total, entry.source)
        told = str(entry.type.by.source) if entry.type.by else "no source says"
        yield Step("Container type", f"{entry.each.short}{ndc}", entry.type.type.value, told)
    if typed.given is not None:
        yield _charted("Given", typed.given, case)
    else:
        yield Step("Dispensed", "containers dispensed, not administered", case.given.short, "RULES R8")
    if typed.discarded is not None:
        yield _charted("Discarded", typed.discarded, case)
    for amount, reason in typed.explained:
        yield Step("Explained", f"{amount.short}: {reason}; never billed", amount.short, "RULES 2.8")
    if typed.overfill is not None:
        held = basis.amount(typed.overfill) if case.counted.physical else typed.overfill
        yield Step("Overfill", f"{typed.overfill.short}; never billed", held.short, "RULES 2.1")
    if typed.narrative:
        yield Step("Narrative", typed.narrative, "", "RULES 4b")


def _counting(case: Case) -> str:
    return {Kind.UP_TO: "any part of ", Kind.COMBINATION: "both parts together "}.get(case.drug.kind, "")


def _charted(label: str, typed: Amount, case: Case) -> Step:
    if not case.counted.physical:
        return Step(label, typed.short, typed.short, CHART)
    basis = case.counted.basis
    value = basis.amount(typed)
    way = f" at {basis.concentration}" if basis.concentration and not typed.fits(basis.unit) else ""
    return Step(label, typed.short if typed.short == value.short else f"{typed.short}{way}", value.short, CHART)


def _subject(subject: Subject) -> Step:
    return Step("JW and JZ", subject.why, "apply" if subject.applies else "do not apply", subject.source)


def _units(case: Case, subject: Subject, outcome: Outcome, group: Group) -> Iterator[Step]:
    of, unit = case.counted.basis.of, case.billing_unit
    which = ""
    if len(outcome.groups) > 1:
        which = ", single-dose containers" if group.single_dose else ", multi-dose containers"
    if not case.counted.physical:
        counted = of(group.given).short
        yield Step(
            f"Administered units{which}", f"{counted}, one unit each", _n(group.administered_units), "RULES R0, R1"
        )
    else:
        billable = min(group.given, group.label)
        if group.given > group.label:
            text = f"{of(group.given).short} given from a label of {of(group.label).short}"
            yield Step(f"Label cap{which}", text, of(group.label).short, "RULES R1, 2.2")
        text = f"{of(billable).short} / {unit.short} = {_quotient(billable / unit.value)}, rounded up"
        yield Step(f"Administered units{which}", text, _n(group.administered_units), "RULES R1, 1.1")
    if left := group.discarded_units + group.withheld:  # what the payer's limit takes away is a step of its own
        text = _claimed(case, group)
        yield Step(f"Discarded units (JW){which}", text, _n(left), "RULES R4, 1.2, 1.3")
    else:
        text, rule = why_none(group, subject)
        yield Step(f"Discarded units (JW){which}", text, _n(0), rule)


def _claimed(case: Case, group: Group) -> str:
    """R4 as an expression: what was given and discarded, never more than the label, in whole units."""
    if not case.counted.physical:
        return f"{grouped(group.given + group.discarded)} in all, rounded down, - {group.administered_units}"
    of, unit = case.counted.basis.of, case.billing_unit
    both = group.given + group.discarded
    kept = min(group.label, both)
    text = f"{of(group.given).short} given + {of(group.discarded).short} discarded"
    if both > kept:
        text += f", at most the label of {of(kept).short}"
    return f"({text}) / {unit.short} = {_quotient(kept / unit.value)}, rounded down, - {group.administered_units}"


def why_none(group: Group, subject: Subject) -> tuple[str, str]:
    """Why no discarded unit is billed, and the rule."""
    if not group.single_dose:
        return "multi-dose: waste is never payable", "RULES R2"
    if not group.given:
        return "nothing was given, so nothing is billable", "RULES R7"
    if not subject.applies:
        return "JW does not apply", "RULES R3"
    if group.withheld:
        return "the payer does not permit JW for a dose below the billing unit", "RULES 1.4"
    if not subject.discard:
        return "a supplier's discard is not billed on this date", "RULES R8"
    if not group.discarded:
        return "nothing was discarded", "RULES R4"
    return "less than one whole unit was discarded beyond what round-up billed", "RULES R4, 1.5"


def _physical(case: Case, outcome: Outcome, discarded: Amount | None) -> Iterator[Step]:
    if discarded is None or not case.entries:
        return
    if case.discarded is not None:
        how = "as charted"
        if discarded.fits(case.discarded.unit) and discarded > case.discarded:
            by = "as the payer has it" if case.stopped_by_payer else "by your choice"
            how = f"{case.discarded.short} as charted, and the rest of the stopped infusion {by}"
    elif not discarded:
        how = "nothing was left to discard"
    elif case.counted.physical and len(outcome.groups) == 1:
        label = case.counted.basis.of(sum(case.counted.labels, Fraction(0)))
        explained = f" and {case.explained.short} explained" if case.explained else ""
        how = f"{label.short} opened less {case.given.short} given{explained}, assumed: not charted"
    else:
        how = "what was left of the single-dose containers, assumed: not charted"
    yield Step("Physical discard", how, discarded.short, "RULES 2, 9")


def _lines(case: Case, subject: Subject, outcome: Outcome, lines: Sequence[ClaimLine]) -> Iterator[Step]:
    limit = line_limit(case)
    largest = max((max(group.administered_units, group.discarded_units) for group in outcome.groups), default=0)
    if lines and largest > limit:
        value = case.policy.value("split-modifier", case.day)
        repeated = "no modifier" if value.value == "none" else value.text
        text = f"at most {grouped(limit)} units on a line; {repeated} from the second"
        yield Step("Line split", text, f"{len(lines)} lines", value.cite())
    charge = nominal_charge(case)
    if lines and charge is not None:
        value = case.policy.value("nominal-charge", case.day)
        yield Step("Nominal charge", "not purchased: on each line", dollars(charge), value.cite())
    price = payment_limit(case, subject)
    for number, line in enumerate(lines, 1):
        yield Step(f"Line {number}", _marks(line), str(line), "RULES R5, 1")
        for each in line.ndcs:
            yield Step(f"NDC quantity, line {number}", f"{each.ndc}", str(each), "RULES 5.3 to 5.5")
        if price is not None and line.payment is not None and case.drug.limit:
            row, use = case.drug.limit, case.drug.use("limits")
            source = f"{use.table} {row.last}, row {row.row}"
            if str(row.last) != use.period:
                source += f" (the same since {row.first})"
            text = f"{plain(line.units)} x ${plain(price)}"
            yield Step(f"Payment, line {number}", text, dollars(line.payment), source)


def _marks(line: ClaimLine) -> str:
    if "JW" in line.modifiers:
        return "discarded units on a line of their own"
    if "JZ" in line.modifiers:
        return "administered units; no whole unit discarded"
    return "administered units"


def _n(count: int | Fraction) -> str:
    return f"{grouped(Fraction(count))} {'unit' if count == 1 else 'units'}"


def _quotient(value: Fraction) -> str:
    text = grouped(value)
    return text if "/" not in text else f"{value.numerator // value.denominator} and a part"
