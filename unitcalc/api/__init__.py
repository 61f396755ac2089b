"""What `import unitcalc` offers: the commands as functions of text, with models as results.

>>> from unitcalc import bill
>>> result = bill(code="J1745", given="350 mg", opened=["4 x 100 mg"], date="2025-03-01")
>>> result.administered_units, result.discarded_units
(35, 5)
>>> bill(code="J1745", given="350", opened=["4 x 100 mg"])
Traceback (most recent call last):
    ...
unitcalc.findings.Refused: '350' has no unit.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unitcalc.api import dosing, models, planning
from unitcalc.api.fields import day_of, text_of, texts_of
from unitcalc.billing import bill as billing
from unitcalc.billing.planned import (
    bills_of_day,
    bills_of_plans,
    day_record_with_bills,
    record_with_bills,
    with_bill,
)
from unitcalc.billing.record import as_record
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue import lookup as looking
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.dosing.dose import dose as compute_dose
from unitcalc.dosing.record import as_record as dose_record
from unitcalc.dosing.request import DoseRequest
from unitcalc.findings import Refused
from unitcalc.planning.planner import plan as plan_one
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.sharing import plan_day
from unitcalc.reference.store import Reference
from unitcalc.tables.stock import stock_of

if TYPE_CHECKING:
    from unitcalc.api import checking
    from unitcalc.tables.reading import Read

__all__ = ["Refused", "bill", "check", "checks", "dose", "explain", "lookup", "payers", "plan"]

Checkable = str | Path | Mapping[str, Any]
"""A file of claim lines or of records, pasted lines or a pasted record, or a record with its fields."""


def bill(
    *,
    code: str = "",
    given: str = "",
    opened: str | Sequence[str] = (),
    date: str | datetime.date = "",
    discarded: str = "",
    explained: str | Sequence[str] = (),
    overfill: str = "",
    stopped: str = "",
    reason: str = "",
    container_type: str = "",
    ndc: str = "",
    billing_unit: str = "",
    form: str = "",
    concentration: str = "",
    supply: str = "",
    narrative: str = "",
    shortage: str = "",
    payer: str = "",
    setting: str = "",
    dispensed: bool = False,
) -> models.Bill:
    """Bill a dose. Amounts are text with their units, as in the command; empty means not stated.

    Raises `Refused` with every problem of an input that can't be used, `TypeError` for what is no text.
    """
    if not isinstance(dispensed, bool):
        raise TypeError("dispensed is True or False")
    request = BillRequest(
        code=text_of("code", code),
        given=text_of("given", given),
        opened=texts_of("opened", opened),
        date=day_of(date),
        payer=text_of("payer", payer),
        setting=text_of("setting", setting),
        discarded=text_of("discarded", discarded),
        explained=texts_of("explained", explained),
        overfill=text_of("overfill", overfill),
        stopped=text_of("stopped", stopped),
        reason=text_of("reason", reason),
        container_type=text_of("container_type", container_type),
        ndc=text_of("ndc", ndc),
        billing_unit=text_of("billing_unit", billing_unit),
        form=text_of("form", form),
        concentration=text_of("concentration", concentration),
        supply=text_of("supply", supply),
        narrative=text_of("narrative", narrative),
        shortage=text_of("shortage", shortage),
        dispensed=dispensed,
    )
    return models.Bill.model_validate(as_record(billing.bill(_catalogue(), request, datetime.date.today())))


def dose(
    *,
    order: str = "",
    weight: str = "",
    code: str = "",
    product: str = "",
    height: str = "",
    age: str = "",
    sex: str = "",
    gfr: str = "",
    duration: str = "",
    max: str = "",
    rise: str = "",
    level_wanted: str = "",
    level_measured: str = "",
    weight_date: str | datetime.date = "",
    last_weight: str = "",
    weight_basis: str = "",
    bsa_formula: str = "",
    bsa_decimals: str = "",
    concentration: str = "",
    indication: str = "",
    use: str = "",
    date: str | datetime.date = "",
) -> dosing.Dose:
    """The dose of an order. Every field is text, as in the command; empty means not stated.

    Raises `Refused` with every problem of an input that can't be used, `TypeError` for what is no text.

    >>> dose(order="50 IU/kg", weight="154 lb", code="J7211").dose.amount
    '3492.661249'
    """
    request = DoseRequest(
        order=text_of("order", order),
        weight=text_of("weight", weight),
        weight_date=day_of(weight_date),
        last_weight=text_of("last_weight", last_weight),
        weight_basis=text_of("weight_basis", weight_basis),
        height=text_of("height", height),
        age=text_of("age", age),
        sex=text_of("sex", sex),
        gfr=text_of("gfr", gfr),
        duration=text_of("duration", duration),
        code=text_of("code", code),
        product=text_of("product", product),
        max=text_of("max", max),
        rise=text_of("rise", rise),
        level_wanted=text_of("level_wanted", level_wanted),
        level_measured=text_of("level_measured", level_measured),
        concentration=text_of("concentration", concentration),
        bsa_formula=text_of("bsa_formula", bsa_formula),
        bsa_decimals=text_of("bsa_decimals", bsa_decimals),
        indication=text_of("indication", indication),
        use=text_of("use", use),
        date=day_of(date),
    )
    return dosing.Dose.model_validate(dose_record(compute_dose(_catalogue(), request, datetime.date.today())))


def plan(
    *,
    code: str = "",
    dose: str | Sequence[str] = "",
    product: str = "",
    route: str = "",
    date: str | datetime.date = "",
    have: str | Sequence[str] = (),
    stock: str | Path = "",
    concentration: str = "",
    round_within: str = "",
    objective: str = "",
    share: str = "",
    payer: str = "",
    setting: str = "",
    shortage: str = "",
) -> planning.Plans | planning.DayPlan:
    """The containers to open for a dose; several doses are those of a day's patients, and give a `DayPlan`.

    `stock` is a file. Raises `Refused` with every problem of an input that can't be used, `TypeError` for what is no
    text.

    >>> [(each.count, each.label_amount.amount) for each in plan(code="J9312", dose="750 mg").plans[0].containers]
    [(1, '500'), (3, '100')]
    """
    if not isinstance(stock, str | Path):
        raise TypeError('stock is the name of a file, such as "stock.csv"')
    rows, problems = stock_of(Path(stock) if str(stock).strip(" .") else None)
    request = PlanRequest(
        code=text_of("code", code),
        product=text_of("product", product),
        doses=tuple(text for text in texts_of("dose", dose) if text.strip()),
        date=day_of(date),
        stock=rows,
        stock_problems=problems,
        have=texts_of("have", have),
        route=text_of("route", route),
        concentration=text_of("concentration", concentration),
        round_within=text_of("round_within", round_within),
        objective=text_of("objective", objective),
        share=text_of("share", share),
    )
    today = datetime.date.today()
    asked = {
        "payer": text_of("payer", payer),
        "setting": text_of("setting", setting),
        "shortage": text_of("shortage", shortage),
    }
    if len(request.doses) > 1:
        day = plan_day(_catalogue(), request, today)
        patients = bills_of_day(_catalogue(), day, today, **asked)
        return planning.DayPlan.model_validate(day_record_with_bills(day, patients))
    planned = plan_one(_catalogue(), request, today)
    bills = bills_of_plans(_catalogue(), planned, today, **asked)
    record = record_with_bills(with_bill(planned, bills[0]), bills)
    return planning.Plans.model_validate(record)


def lookup(what: str, date: str | datetime.date = "") -> models.Lookup:
    """What is known of a code, an NDC, a brand or a substance on a date. Raises `Refused` where nothing is found."""
    day = read_date(day_of(date), datetime.date.today())
    found = looking.look_up(_catalogue(), text_of("what", what), day)
    return models.Lookup.model_validate(looking.as_records(found))


def check(
    record: Checkable | Sequence[Checkable],
    *,
    payer: str = "",
    setting: str = "",
    date: str | datetime.date = "",
) -> "checking.Checked":
    """Claim lines and records held against every check.

    A record is a mapping with the fields of a record file; a text is the name of a file, or what a person would paste:
    lines such as `J1745-JW 5`, a table with its heading, or a record in YAML. Several of them are checked together.
    `payer`, `setting` and `date` are for what states none.

    Raises `Refused` with every problem of what can't be used, `TypeError` for what is none of these.

    >>> found = check({"date": "2025-03-01", "code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"],
    ...                "discarded": "50 mg", "lines": ["J1745 35"]})
    >>> [each.check for each in found.findings], found.accounts[0].corrected
    (['W04'], ('J1745  35', 'J1745-JW  5'))
    """
    from unitcalc.api import checking
    from unitcalc.checks import checking as judging
    from unitcalc.checks.gathering.tables import Tables
    from unitcalc.checks.record import as_record as check_record
    from unitcalc.tables.reading import together

    today = datetime.date.today()
    day = read_date(day_of(date), today) if day_of(date).strip() else None
    sources = [record] if isinstance(record, str | Path | Mapping) else _sources(record)
    claims, records = together(sources, lambda source: _read(source, today, day))
    report = judging.check(
        Tables(_catalogue(), today),
        claims,
        records,
        payer=text_of("payer", payer).strip().lower(),
        setting=text_of("setting", setting).strip().lower(),
    )
    return checking.Checked.model_validate(check_record(report))


def _sources(record: object) -> list[Checkable]:
    """Several things to check; TypeError where one of them can't be."""
    listed = record if isinstance(record, Iterable) and not isinstance(record, bytes) else [record]
    found: list[Checkable] = []
    for each in listed:
        if not isinstance(each, str | Path | Mapping):
            raise TypeError('what is checked is the name of a file, text such as "J1745-JZ 40", or a record\'s fields')
        found.append(each)
    return found


def _refuse_floats(name: str, value: object) -> None:
    """A float may not be exactly what was written."""
    if isinstance(value, float):
        raise TypeError(f'{name} is {value!r}: write it as text, such as "{value!r}"')
    if isinstance(value, Mapping):
        for key, each in value.items():
            _refuse_floats(str(key), each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(name, each)


def _read(source: Checkable, today: datetime.date, day: datetime.date | None) -> "Read":
    from unitcalc.tables.claims import NOTHING
    from unitcalc.tables.reading import names_file, read_file, read_text
    from unitcalc.tables.record import entry_of, record_of

    if isinstance(source, Mapping):
        _refuse_floats("record", source)
        dated = {"date": day.isoformat(), **source} if day else source
        return NOTHING, (record_of(entry_of(dated), "", today),)
    if isinstance(source, Path) or names_file(source):
        return read_file(Path(source), today, day)
    return read_text(source, today, day)


def explain(check: str) -> "checking.Explanation":
    """What a check means, by its code or its name. Raises `Refused` with what is close to it for an unknown one.

    >>> explain("W05").name
    'jz-missing'
    """
    from unitcalc.api import checking
    from unitcalc.checks.record import explain_record
    from unitcalc.checks.registry import check_of

    record = explain_record(check_of(text_of("check", check)), _catalogue().rules)
    return checking.Explanation.model_validate(record)


def checks() -> "checking.Checks":
    """Every check, by topic."""
    from unitcalc.api import checking
    from unitcalc.checks import registry
    from unitcalc.checks.record import check_record

    return checking.Checks.model_validate({"checks": [check_record(each) for each in registry.checks().values()]})


def payers(payer: str = "") -> "checking.Payers":
    """The payers whose rules are known; with a name, all that is known of that one.

    Raises `Refused` for an unknown one, and with every problem of payer files of your own.

    >>> payers("bcbs-nc").payers[0].title
    'Blue Cross and Blue Shield of North Carolina, commercial'
    """
    from unitcalc.api import checking
    from unitcalc.catalogue.policies import Payers, choose
    from unitcalc.catalogue.policies.record import full_record, payer_record

    known = _catalogue().policies
    assert isinstance(known, Payers)
    name = text_of("payer", payer).strip().lower()
    if name:
        return checking.Payers.model_validate({"payers": [full_record(choose(known, name))]})
    if known.problems:
        raise Refused(*known.problems)
    return checking.Payers.model_validate({"payers": [payer_record(policy) for policy in known.values()]})


@cache
def _catalogue() -> Catalogue:
    return Catalogue(Reference.open())
