"""What a record says of order, measures, diagnoses, earlier doses, authorization, beside what tables and payer ask."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from unitcalc.account import Account, Authorization
from unitcalc.billing.case import Case
from unitcalc.catalogue.basis import counts_amounts
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.usual import UsualDose
from unitcalc.checks.gathering.coded import Coded
from unitcalc.checks.gathering.intervals import interval_of
from unitcalc.checks.gathering.tables import Tables
from unitcalc.codes import read_ndc
from unitcalc.dosing.dose import compute
from unitcalc.dosing.formulas import Formulas
from unitcalc.dosing.measures import read_weight
from unitcalc.dosing.plausible import age_of_weight
from unitcalc.dosing.request import DoseRequest
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, read_amount
from unitcalc.reference.names import plain_name

ZERO = Fraction(0)
ONCE = "once"


def given_code(tables: Tables, account: Account, coded: Coded) -> tuple[str, str]:
    """The code of what was given and its name, where record or NDC say another one than was billed; else empty.

    A name that answers to several codes proves nothing.
    """
    record, catalogue = account.record, tables.catalogue
    if record is None or coded.drug is None:
        return "", ""
    if record.code and record.code != account.code:
        return record.code, record.product or record.code
    for ndc in _ndcs(record.administrations):
        codes = catalogue.codes_of_ndc(ndc, account.day)
        if codes and account.code not in codes:
            return " or ".join(codes), f"NDC {ndc}"
    if record.product and not tables.product_fits(account.code, record.product, account.day):
        other = tables.code_of_product(record.product, account.day)
        return (other, record.product) if other not in ("", account.code) else ("", "")
    return "", ""


def _ndcs(requests: Iterable[Any]) -> list[str]:
    found = []
    for request in requests:
        for text in (request.ndc, *(re.sub(r"^\s*\d+\s*[x×*]\s*|@.*$", "", each) for each in request.opened)):
            try:
                found.append(str(read_ndc(text)))
            except Refused:
                continue  # an amount, or an NDC that billing tells about
    return found


def ordered(tables: Tables, account: Account, coded: Coded, cases: Sequence[Case]) -> dict[str, Any]:
    """The dose that the order comes to, and the patient's weight. Refused where the order can't be computed."""
    record, formulas = account.record, tables.formulas
    facts: dict[str, Any] = {
        "weight_known": False,
        "usual_most": ZERO,
        "ordered": ZERO,
        "order_tolerance": formulas.rounding.value,
        "weight_days": 0,
        "weight_days_most": 0,
        "route": record.said.get("route", "").lower() if record else "",
    }
    if record is None:
        return facts
    kilograms = kilograms_of(account, formulas)
    facts["weight_known"] = kilograms > 0
    if cases and kilograms:
        facts["usual_most"] = usual_most(tables, account, cases[0], kilograms)
    if record.order is None or coded.drug is None or not counts_amounts(coded.drug):
        return facts  # an order for a dose or a device comes to no amount
    computed = compute(tables.catalogue, _of_known_product(tables, account, record.order), tables.today)
    if cases and cases[0].counted.physical:
        with suppress(Refused):  # an order in mL, say, of which the content is not known, is not compared
            facts["ordered"] = cases[0].counted.basis.number(computed.given) * len(cases)
    if record.order.weight_date:
        aged, (adult, _) = age_of_weight(computed.case), formulas.weight_days
        old = aged is not None and aged.days > aged.most
        facts["weight_days_most"] = aged.most if aged is not None and old else adult
        facts["weight_days"] = _age_in_days(record.order.weight_date, account.day) if old else 0
    return facts


def _of_known_product(tables: Tables, account: Account, order: DoseRequest) -> DoseRequest:
    """The order without the name of a product that no table has under the code: many generics are in none."""
    known = tables.product_fits(account.code, order.product, account.day)
    return replace(order, code=account.code, product=order.product if known else "")


def _age_in_days(weighed: str, day: date) -> int:
    try:
        return (day - read_date(weighed, day)).days
    except Refused:
        return 0


def usual_most(tables: Tables, account: Account, case: Case, kilograms: Fraction) -> Fraction:
    """The largest usual dose of the code for the weight; 0 where one of them needs more than the weight."""
    record = account.record
    assert record is not None
    if not case.counted.physical:
        return ZERO
    known = [row for row in tables.catalogue.usual_doses(account.code) if row.high is not None]
    named = [row for row in known if not record.product or plain_name(row.product) == plain_name(record.product)]
    most = [_most_of(row, case, kilograms) for row in named or known]
    return max(most) if most and all(most) else ZERO


def _most_of(row: UsualDose, case: Case, kilograms: Fraction) -> Fraction:
    high = row.high
    assert high is not None
    head, _, per = high.unit.symbol.partition("/")
    if per not in ("", "kg"):
        return ZERO
    try:
        amount = read_amount(f"{high.value.numerator}/{high.value.denominator} {head}")
        number = case.counted.basis.number(amount) * (kilograms if per else 1)
        return min(number, case.counted.basis.number(row.cap)) if row.cap else number
    except Refused:
        return ZERO


def diagnosed(tables: Tables, account: Account, coded: Coded) -> dict[str, Any]:
    """The diagnoses of record and lines, and whether they fit the drug."""
    found = diagnoses_of(account)
    listed = tables.catalogue.documents.diagnoses_for(coded.drug) if coded.drug else None
    fits = listed is None or not found or not all(listed.doubts(each) for each in found)
    closed = listed is not None and not fits and all(listed.surely_wrong(each) for each in found)
    return {
        "diagnosed": bool(found),
        "diagnosis_fits": fits,
        "diagnosis_closed": closed,
        "diagnoses": ", ".join(found),
        "fitting_diagnoses": ", ".join(each.code for each in listed.fits) if listed else "",
    }


def before(tables: Tables, account: Account) -> dict[str, Any]:
    """Earlier doses of the code, and the interval that its label gives."""
    known = account.earlier if account.earlier is not None else account.record.history if account.record else None
    same = [each for each in known or () if each.code in ("", account.code) and each.day < account.day]
    last = max((each.day for each in same), default=None)
    rows = tables.catalogue.usual_doses(account.code) if known else ()
    intervals = [interval_of(row.every) for row in rows if row.every != ONCE]
    least = min(intervals) if intervals and all(intervals) else ZERO
    return {
        "has_history": known is not None,
        "days_since": (account.day - last).days if last else 0,
        "interval": least,
    }


def asked_by_payer(account: Account, coded: Coded, cases: Sequence[Case], kilograms: Fraction) -> dict[str, Any]:
    """What the payer's profile asks of the code, and what record and lines say of it."""
    profile, code, day, record = coded.policy.profile, account.code, account.day, account.record
    authorization = profile.authorization(code, day)
    stated = record.authorization if record else None
    numbers = [line.authorization for line in account.lines if line.authorization]
    if stated is None and numbers:
        stated = Authorization(number=numbers[0])
    steps, preferred = profile.step_therapy(code, day), profile.preferred(code, day)
    covered, limit = profile.indications(code, day), profile.quantity_limit(code, day)
    sites, network = profile.sites_of_care(code, day), profile.network(code, day)
    diagnoses = diagnoses_of(account)
    said = record.said if record else {}
    tried = plain_name(said.get("earlier-treatments", ""))
    return {
        "authorization_required": authorization is not None and authorization.required,
        "authorized": stated is not None and bool(stated.number),
        "authorization_code": stated.code if stated else "",
        "authorization_fits": stated is None or stated.code in ("", code),
        "authorization_in_time": stated is None or (stated.first or day) <= day <= (stated.last or day),
        "authorization_first": str(stated.first or "") if stated else "",
        "authorization_last": str(stated.last or "") if stated else "",
        "has_authorized_units": stated is not None and stated.units is not None,
        "authorized_units": (stated.units if stated else None) or ZERO,
        "used_units": (stated.used if stated else None) or ZERO,
        "counts_discard": bool(authorization and authorization.counts_discarded),
        "steps_required": " or ".join(steps.first) if steps else "",
        "steps_documented": steps is not None and any(plain_name(each) in tried for each in steps.first),
        "preferred": " or ".join(preferred.codes) if preferred and code not in preferred.codes else "",
        "covered": not (covered and diagnoses) or any(covered.cover(each) for each in diagnoses),
        "covered_diagnoses": ", ".join(covered.prefixes) if covered else "",
        "site_allowed": sites is None or coded.setting.name in sites.settings,
        "sites_allowed": ", ".join(sites.settings) if sites else "",
        "network_required": network is not None and network.required,
        "network_stated": bool(said.get("network")),
        "quantity_limit": limit.units if limit else 0,
        "quantity_days": limit.days if limit else 0,
        "units_in_days": _units_in(account, limit.days) if limit else ZERO,
        "payer_dose_most": _payer_most(coded, cases, kilograms),
    }


def diagnoses_of(account: Account) -> tuple[str, ...]:
    """Every diagnosis of an account, the record's first."""
    stated = account.record.diagnoses if account.record else ()
    return tuple(dict.fromkeys((*stated, *(each for line in account.lines for each in line.diagnoses))))


def kilograms_of(account: Account, formulas: Formulas) -> Fraction:
    """The patient's weight in kg; 0 where it is not stated."""
    text = account.record.said.get("weight", "") if account.record else ""
    if not text:
        return ZERO
    try:
        return read_weight(text, formulas.weight).amount.value
    except Refused:
        return ZERO  # the order's own reading tells what is wrong with it


def _units_in(account: Account, days: int) -> Fraction:
    """Units of the code within so many days, this day's included."""
    known = account.earlier if account.earlier is not None else account.record.history if account.record else None
    first = account.day - timedelta(days=days - 1)
    same = [each for each in known or () if each.code in ("", account.code) and first <= each.day < account.day]
    earlier = sum((each.units or ZERO for each in same), ZERO)
    return earlier + sum((line.units for line in account.lines), ZERO)


def _payer_most(coded: Coded, cases: Sequence[Case], kilograms: Fraction) -> Fraction:
    limit = coded.policy.profile.dose_limit(coded.code, coded.day)
    if limit is None or not cases or not cases[0].counted.physical:
        return ZERO
    head, _, per = limit.most.unit.symbol.partition("/")
    if per not in ("", "kg") or (per and not kilograms):
        return ZERO
    number: Fraction = cases[0].counted.basis.number(_bare(limit.most, head))
    return number * (kilograms if per else 1)


def _bare(most: Amount, head: str) -> Amount:
    return read_amount(f"{most.value.numerator}/{most.value.denominator} {head}")
