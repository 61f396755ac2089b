"""The claim lines of an outcome: RULES R5, R7, 1.12, 2.11, 4.3 and 5, with the payment of each line."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from unitcalc.billing.case import Case
from unitcalc.billing.compute import Group, Outcome
from unitcalc.billing.lines import ClaimLine, NdcQuantity, in_fractions, in_whole_vials, paid, split
from unitcalc.billing.ndc_quantities import Packed, quantities
from unitcalc.billing.subject import Subject, supply_modifiers
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.entries import Entry
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, amount, grouped

_ML = amount(1, "mL")
MOST_LINES = 99


def claim_lines(case: Case, subject: Subject, outcome: Outcome) -> tuple[ClaimLine, ...]:
    """The lines of an outcome; none where nothing was given (R7).

    A drug that was not purchased has no line, or by payer one of the units given with a nominal charge (2.11).
    """
    if not has_lines(case):
        return ()
    lines: list[ClaimLine] = []
    for group in outcome.groups:
        if group.administered_units:
            lines += lines_of(case, subject, group, *ndc_quantities(case, outcome, group))
    return with_money(case, subject, lines)


def has_lines(case: Case) -> bool:
    """Whether the payer takes a line at all (RULES 2.11)."""
    return case.typed.supply.is_purchased or case.policy.value("not-purchased-line", case.day).value == "nominal"


def nominal_charge(case: Case) -> Fraction | None:
    """Dollars on each line of a drug that was not purchased; None where it was."""
    return None if case.typed.supply.is_purchased else case.policy.value("nominal-charge", case.day).number


def lines_of(
    case: Case,
    subject: Subject,
    group: Group,
    administered: tuple[NdcQuantity, ...],
    discarded: tuple[NdcQuantity, ...],
) -> list[ClaimLine]:
    """The lines of containers of one type, with the NDC quantities of what was given and discarded of them."""
    units, code = group.administered_units, case.drug.code
    supply, _ = supply_modifiers(case.policy, case.typed.supply, case.day)
    claimed = group.discarded_units > 0
    marks = (subject.no_discard,) if group.single_dose and not claimed and _marked(case, subject, group) else ()
    limit = line_limit(case)
    _refuse_endless(case, max(units, group.discarded_units), limit)
    dose = _amount(case, min(group.given, group.label))
    first = ClaimLine(code, (*marks, *supply), units, dose, administered)
    lines = [*_in_parts(case, first, limit)]
    if claimed:
        left = _amount(case, claimed_amount(case, group))
        waste = ClaimLine(code, ("JW", *supply), group.discarded_units, left, discarded)
        lines += _split(case, waste, limit)
    return lines


def _marked(case: Case, subject: Subject, group: Group) -> bool:
    """Whether a line without billable discard carries a modifier: payers differ where something was discarded.

    None where a whole unit was discarded that the payer does not permit: JZ would say that there was none.
    """
    below = case.policy.value("discard-below-one-unit", case.day)
    if group.withheld:
        return False
    return bool(subject.no_discard) and (not group.discarded or below.value != "neither")


def claimed_amount(case: Case, group: Group) -> Fraction:
    """What the JW line stands for: what was discarded of the label, or what its units hold where they are capped."""
    left = min(group.discarded, group.label - group.given)
    unit = case.billing_unit.value if case.counted.physical else Fraction(1)
    return min(left, group.discarded_units * unit) if group.withheld else left


def _split(case: Case, line: ClaimLine, limit: int) -> tuple[ClaimLine, ...]:
    return split(line, limit, _repeated(case), whole_vials=_counts_whole_vials(case))


def _repeated(case: Case) -> str:
    """The payer's modifier from the second line on; empty for none."""
    value = case.policy.value("split-modifier", case.day).text
    return "" if value == "none" else value


def _counts_whole_vials(case: Case) -> bool:
    return case.policy.value("powder-ndc-quantity", case.day).value == "whole"


def _refuse_endless(case: Case, units: int, limit: int) -> None:
    """No claim takes that many lines, so the amount is a slip of the hand."""
    if units > limit * MOST_LINES:
        message = f"{grouped(units)} units of {case.drug.code} would take more than {MOST_LINES} claim lines."
        hint = "Check the amount and its unit."
        raise Refused(Problem("amount-too-large", message, hint, field="given" if case.typed.given else "opened"))


def _in_parts(case: Case, line: ClaimLine, limit: int) -> tuple[ClaimLine, ...]:
    if case.drug.kind is Kind.CELLS and case.setting.form == "professional" and line.units == 1:
        parts = int(case.policy.value("car-t-fractions", case.day).value)
        if parts > 1:
            return in_fractions(line, parts, ("KX", "LU"), _repeated(case))
    return _split(case, line, limit)


def line_limit(case: Case) -> int:
    """RULES 4.3: the most units on a line. An MUE splits only with MAI 1; MAI 2 and 3 are never split."""
    width = int(case.policy.value(f"{case.setting.form}-line-width", case.day).value)
    for edit in case.drug.mue:
        if edit.service == case.setting.mue:
            if edit.indicator != 1:
                return 10**18
            return min(edit.units, width) if edit.units else width
    return width


def _amount(case: Case, number: Fraction) -> Amount | None:
    return case.counted.basis.of(number) if case.counted.physical else None


def ndc_quantities(
    case: Case, outcome: Outcome, group: Group
) -> tuple[tuple[NdcQuantity, ...], tuple[NdcQuantity, ...]]:
    """The NDC quantities of what was given and of what was discarded (RULES 5.3 to 5.6)."""
    entries = [
        (entry, label, given)
        for entry, label, given, kind in zip(
            case.entries, case.counted.labels, outcome.reading.given, outcome.reading.types, strict=False
        )
        if (kind is ContainerType.SINGLE_DOSE) is group.single_dose
    ]
    if not case.counted.physical or not any(entry.ndc for entry, _, _ in entries):
        return (), ()
    wasted = claimed_amount(case, group) if group.withheld else group.discarded
    packed: Sequence[Packed | None] = [packing(case, entry) for entry, _, _ in entries]
    found = quantities(packed, [label for _, label, _ in entries], [given for _, _, given in entries], wasted)
    return in_whole_vials(*found) if _counts_whole_vials(case) else found


def packing(case: Case, entry: Entry) -> Packed | None:
    """How an entry's NDC is counted (5.3): mL where it is supplied as a liquid, containers where as a powder."""
    if entry.ndc is None:
        return None
    basis = case.counted.basis
    form = case.typed.form or (entry.presentation.form if entry.presentation else None)
    each = basis.number(entry.each)
    if form == "powder":
        return Packed(entry.ndc, "UN", 1 / each)
    if form != "liquid":
        return None
    if basis.unit.dimension == "volume":
        return Packed(entry.ndc, "ML", basis.of(Fraction(1)).to(_ML.unit).value)
    concentration = case.typed.concentration or entry.concentration
    if concentration is not None:
        per_ml = replace(basis, concentration=concentration).number(_ML)
        return Packed(entry.ndc, "ML", 1 / per_ml)
    if entry.presentation and entry.presentation.volume:
        return Packed(entry.ndc, "ML", entry.presentation.volume.to(_ML.unit).value / each)
    return None


def with_money(case: Case, subject: Subject, lines: Sequence[ClaimLine]) -> tuple[ClaimLine, ...]:
    """Lines with their payment, or with the nominal charge of what was not purchased."""
    limit, charge = payment_limit(case, subject), nominal_charge(case)
    if limit is None:
        return tuple(replace(line, charge=charge) for line in lines)
    return tuple(paid(line, limit, patient_share(case)) for line in lines)


def patient_share(case: Case) -> Fraction | None:
    """The patient's part of a payment, in per cent: as the payer's profile states it, else by the payment file."""
    stated = case.policy.profile.patient_share(case.drug.code, case.day)
    if stated is not None and stated.per_cent is not None:
        return stated.per_cent
    return case.drug.limit.coinsurance if case.drug.limit else None


def payment_limit(case: Case, subject: Subject) -> Fraction | None:
    """Dollars a unit; None where the setting does not pay by the limit, or CMS states none, or the unit is another."""
    drug = case.drug
    overridden = case.typed.billing_unit is not None and case.typed.billing_unit != drug.billing_unit
    if not subject.pays or overridden or drug.limit is None or not drug.limit_is_per_unit:
        return None
    return drug.limit.limit
