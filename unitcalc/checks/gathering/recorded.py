"""What a record gives: its amounts as numbers, the units that billing expects of them, and each common wrong bill.

Several administrations of one day are billed each by itself and added up, or rounded once for the day where the payer
says so (RULES 1.9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from unitcalc.account import BilledLine, Record
from unitcalc.billing.bill import Bill, bill_of
from unitcalc.billing.case import Case, read_case
from unitcalc.billing.day import Day, rounded_once, units_rounded_once
from unitcalc.billing.request import BillRequest, Supply
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import read_descriptor
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE, Drug
from unitcalc.catalogue.history import forerunners
from unitcalc.checks.gathering.coded import WHOLE_DOSES
from unitcalc.checks.gathering.quantities import NO_QUANTITIES, ndc_number, quantities, swapped
from unitcalc.checks.gathering.undecided import nominal_question, not_combined, open_question
from unitcalc.codes import read_ndc
from unitcalc.findings import Refused, Severity
from unitcalc.quantity import Amount, read_amount
from unitcalc.units import begun, least, whole

ZERO = Fraction(0)
_ADDED = (
    "given",
    "label",
    "held",
    "left",
    "explained",
    "unexplained",
    "expected_administered",
    "expected_discarded",
    "label_units",
    "begun_label_units",
    "discard_units",
    "administrations",
    "avoidable_units",
    "given_number",
    "opened_number",
    "containers",
    "ndc_number",
    "hundredth",
    "nominal_units",
    "former_units",
    "published_units",
    "rounded_down",
)
"""Facts that add up over the administrations of a day."""
_ANY = ("stopped_open", "type_open", "dispensed")
_ALL = ("compared", "given_compared", "discard_charted", "purchased")
_WORDS = ("former_unit", "published_unit", "amount_code", "nominal_question", "open_question", "not_combined")
BARE: dict[str, Any] = {
    **dict.fromkeys(_ADDED, ZERO),
    **dict.fromkeys((*_ANY, "compared", "given_compared", "discard_charted"), False),
    **dict.fromkeys(_WORDS, ""),
    "recorded": False,
    "purchased": True,
    "discounted": False,
    "tb_required": False,
    "absent_line": False,
    "nominal_charge": ZERO,
    "measure": "",
    "unit": ZERO,
    "fits_an_alternative": True,
    "rounded_otherwise": False,
    "ndcs_differ": False,
    **NO_QUANTITIES,
}
"""The facts of an account without a record."""


def recorded(
    catalogue: Catalogue, record: Record | None, lines: Sequence[BilledLine], code: str, today: date
) -> tuple[dict[str, Any], tuple[Bill, ...], tuple[Case, ...]]:
    """The facts that a record gives of a code, with its bills. Refused where it can't be billed."""
    if record is None or not record.administrations:
        return BARE, (), ()
    requests = [_named(request, code) for request in record.administrations]
    cases = tuple(read_case(catalogue, request, today) for request in requests)
    bills = tuple(bill_of(catalogue, case) for case in cases)
    day = rounded_once(catalogue, cases, bills)
    parts = [_of_one(catalogue, case, its, lines) for case, its in zip(cases, bills, strict=True)]
    first = cases[0]
    facts = {
        **BARE,
        **{name: sum((part[name] for part in parts), ZERO) for name in _ADDED},
        **{name: any(part[name] for part in parts) for name in _ANY},
        **{name: all(part[name] for part in parts) for name in _ALL},
        **{name: next((part[name] for part in parts if part[name]), "") for name in _WORDS},
        "recorded": True,
        "discounted": any(case.typed.supply is Supply.DISCOUNTED for case in cases),
        "tb_required": first.policy.value("modifier-340b", first.day).text == "TB",
        "absent_line": first.policy.value("not-purchased-line", first.day).value == "absent",
        "nominal_charge": first.policy.value("nominal-charge", first.day).number or ZERO,
        "measure": first.billing_unit.unit.symbol if first.counted.physical else "",
        "unit": first.billing_unit.value if first.counted.physical else Fraction(1),
        "fits_an_alternative": len(bills) > 1 or _fits(bills[0], lines),
        "ndcs_differ": _differ(cases, lines),
        **(_of_day(day) if day else {}),
    }
    facts["rounded_otherwise"] = _rounded_otherwise(catalogue, cases, bills, parts, facts, lines)
    bills = day.bills if day else bills
    facts |= {**quantities(cases, bills, lines), **_without_jz(bills), "swapped": swapped(facts, lines)}
    return facts, bills, cases


def _of_day(day: Day) -> dict[str, Fraction]:
    """The facts of units where they are rounded once for the day."""
    groups, unit = day.groups, day.unit
    label = sum((group.label for group in groups), ZERO)
    left = sum((group.discarded for group in groups), ZERO)
    billed = sum(group.discarded_units for group in groups)
    return {
        "expected_administered": Fraction(sum(group.administered_units for group in groups)),
        "expected_discarded": Fraction(billed),
        "label_units": Fraction(whole(label, unit)),
        "begun_label_units": Fraction(begun(label, unit)),
        "discard_units": Fraction(billed if any(group.withheld for group in groups) else whole(left, unit)),
        "rounded_down": Fraction(whole(sum((group.given for group in groups), ZERO), unit)),
    }


def _rounded_otherwise(
    catalogue: Catalogue,
    cases: Sequence[Case],
    bills: Sequence[Bill],
    parts: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any],
    lines: Sequence[BilledLine],
) -> bool:
    """RULES 1.9: whether the lines are what the day gives if it is rounded as the payer does not."""
    expected = (facts["expected_administered"], facts["expected_discarded"])
    once = units_rounded_once(catalogue, cases, bills)
    if once is None:
        return False
    each = (
        sum((part["expected_administered"] for part in parts), ZERO),
        sum((part["expected_discarded"] for part in parts), ZERO),
    )
    billed = (
        sum((line.units for line in lines if not line.is_discard), ZERO),
        sum((line.units for line in lines if line.is_discard), ZERO),
    )
    return billed != expected and billed in (once, each)


def _without_jz(bills: Sequence[Bill]) -> dict[str, bool]:
    """Where the record can be billed in one way and that bill has neither JW nor JZ, JZ is not required of it."""
    lines = [line for its in bills for line in its.lines]
    decided = bool(lines) and all(its.outcome is not None for its in bills)
    return {"jz_required": False} if decided and not any({"JW", "JZ"} & set(line.modifiers) for line in lines) else {}


def _named(request: BillRequest, code: str) -> BillRequest:
    return request if request.code else replace(request, code=code)


def _of_one(catalogue: Catalogue, case: Case, its: Bill, lines: Sequence[BilledLine]) -> dict[str, Any]:
    counted, drug = case.counted, case.drug
    unit = case.billing_unit.value if counted.physical else Fraction(1)
    label, given = sum(counted.labels, ZERO), counted.given
    open_checks = {finding.check for finding in its.findings if finding.severity is Severity.ERROR}
    undecided = bool(its.alternatives) or "opened-missing" in open_checks
    purchased = case.typed.supply.is_purchased
    decided = not undecided and its.administered_units is not None and its.discarded_units is not None
    left = its.discarded.value if its.discarded is not None and counted.physical else counted.discarded or ZERO
    charted = case.typed.given
    former, former_unit = _former(catalogue, drug, case, given, label)
    published, published_unit = _published(drug, charted)
    return {
        "given": given,
        "label": label,
        "held": label + counted.overfill,
        "left": counted.discarded or ZERO,
        "explained": counted.explained,
        "unexplained": its.unexplained.value if its.unexplained is not None else ZERO,
        "expected_administered": Fraction(its.administered_units or 0),
        "expected_discarded": Fraction(its.discarded_units or 0),
        "label_units": Fraction(whole(label, unit)),
        "begun_label_units": Fraction(begun(label, unit)),
        "discard_units": Fraction((its.discarded_units or 0) if _limited(its) else whole(left, unit)),
        "administrations": Fraction(1),
        "avoidable_units": Fraction(its.avoidable_units),
        "given_number": _number(charted),
        "opened_number": _opened_number(case),
        "containers": Fraction(sum(entry.count for entry in case.entries)),
        "ndc_number": ndc_number(catalogue, case, its, lines),
        "hundredth": Fraction(whole(2 * given + 100, 200)) if _counts_single_units(drug) else ZERO,
        "nominal_units": _nominal_units(case, unit),
        "former_units": former,
        "former_unit": former_unit,
        "published_units": published,
        "published_unit": published_unit,
        "rounded_down": Fraction(whole(least(given, label) if label else given, unit)),
        "stopped_open": "infusion-stopped" in open_checks,
        "type_open": bool({"container-type-unknown", "container-type-by-ndc"} & open_checks),
        "nominal_question": nominal_question(its),
        "open_question": open_question(
            its,
            single_dose=set(case.types) == {ContainerType.SINGLE_DOSE},
            whole_doses=drug.kind in WHOLE_DOSES,
        ),
        "not_combined": not_combined(its),
        "dispensed": case.dispensed,
        "compared": decided and purchased,
        "given_compared": not its.alternatives and its.administered_units is not None and purchased,
        "discard_charted": counted.discarded is not None or case.typed.discarded is not None,
        "purchased": purchased,
        "amount_code": (" or ".join(case.fitting_codes) or "another code")
        if "amount-selects-code" in open_checks
        else "",
    }


def _limited(its: Bill) -> bool:
    """Whether the payer's own limit takes discarded units away."""
    return its.outcome is not None and any(group.withheld for group in its.outcome.groups)


def _number(charted: Amount | None) -> Fraction:
    """An amount's number as it stands in the chart, rounded up; 0 for doses and containers, which are units."""
    if charted is None or charted.unit in (A_DOSE.unit, A_CONTAINER.unit):
        return ZERO
    return Fraction(begun(charted.value, 1))


def _opened_number(case: Case) -> Fraction:
    amounts = [entry.each * entry.count for entry in case.entries]
    if not amounts or not all(amount.fits(amounts[0].unit) for amount in amounts):
        return ZERO
    return _number(Amount(sum((amount.bound_to(amounts[0].unit).value for amount in amounts), ZERO), amounts[0].unit))


def _counts_single_units(drug: Drug) -> bool:
    unit = drug.billing_unit
    return unit is not None and unit.unit.is_activity and unit.value == 1


def _nominal_units(case: Case, unit: Fraction) -> Fraction:
    """The nominal sizes of assayed vials that were given whole."""
    if not case.entries or case.counted.given != sum(case.counted.labels, ZERO):
        return ZERO
    if not all(entry.nominal and entry.nominal.fits(case.counted.basis.unit) for entry in case.entries):
        return ZERO
    number = case.counted.basis.number
    nominal = sum((number(entry.nominal) * entry.count for entry in case.entries if entry.nominal), ZERO)
    return Fraction(begun(nominal, unit))


def _former(catalogue: Catalogue, drug: Drug, case: Case, given: Fraction, label: Fraction) -> tuple[Fraction, str]:
    """What the code that came before counts as a unit (J2505: 6 mg, before J2506: 0.5 mg)."""
    billing_unit = drug.billing_unit
    if billing_unit is None or not case.counted.physical:
        return ZERO, ""
    for past in forerunners(catalogue.reference, drug.row):
        former = read_descriptor(past.row.long).amount
        if former is not None and former.fits(billing_unit.unit) and former.bound_to(billing_unit.unit) != billing_unit:
            amount = least(given, label) if label else given
            units = begun(amount, former.bound_to(billing_unit.unit).value)
            return Fraction(units), f"{former.short} of {past.row.code}"
    return ZERO, ""


def _published(drug: Drug, charted: Amount | None) -> tuple[Fraction, str]:
    """What a person bills who read a page that misdescribes the code: by its unit's number, whatever it measures."""
    if charted is None:
        return ZERO, ""
    own = drug.billing_unit
    for each in drug.misdescribed:
        if not each.unit:
            continue
        try:
            unit = read_amount(each.unit)
        except Refused:
            continue  # a unit in words, not an amount
        if not unit.value or own is None or (unit.fits(own.unit) and unit.bound_to(own.unit) == own):
            continue  # the name is wrong, the unit is right
        if charted.fits(unit.unit):
            number = charted.bound_to(unit.unit).value
        else:  # another measure altogether: its number is taken for one of the code's own unit
            number = charted.bound_to(own.unit).value if charted.fits(own.unit) else charted.value
        return Fraction(begun(number, unit.value)), each.unit
    return ZERO, ""


def _fits(its: Bill, lines: Sequence[BilledLine]) -> bool:
    """Whether the lines are one of the bills that a record allows."""
    if not its.alternatives:
        return True
    administered = sum((line.units for line in lines if not line.is_discard), ZERO)
    discarded = sum((line.units for line in lines if line.is_discard), ZERO)
    return any(
        each.administered_units == administered and each.discarded_units == discarded for each in its.alternatives
    )


def _differ(cases: Sequence[Case], lines: Sequence[BilledLine]) -> bool:
    """Whether no NDC that was billed is one that was opened; box and vial of one product are alike."""
    opened = {entry.ndc[:10] for case in cases for entry in case.entries if entry.ndc}
    billed = set()
    for line in lines:
        try:
            billed.add(str(read_ndc(line.ndc))[:10])
        except Refused:
            continue  # a check of its own tells what is wrong with it
    return bool(opened and billed and not opened & billed)
