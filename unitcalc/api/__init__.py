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
from collections.abc import Iterable, Sequence
from functools import cache

from unitcalc.api import models
from unitcalc.billing import bill as billing
from unitcalc.billing.record import as_record
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue import lookup as looking
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.findings import Refused
from unitcalc.reference.store import Reference

__all__ = ["Refused", "bill", "lookup"]

_SUCH_AS = {
    "what": "J1745",
    "code": "J1745",
    "given": "350 mg",
    "opened": "4 x 100 mg",
    "date": "2025-03-01",
    "discarded": "50 mg",
    "explained": "20 mg tubing",
    "overfill": "3 mg",
    "stopped": "rest-was-dose",
    "reason": "reaction",
    "container_type": "single-dose",
    "ndc": "57894-0030-01",
    "billing_unit": "10 mg",
    "form": "powder",
    "concentration": "10 mg/mL",
    "supply": "340b",
    "narrative": "name, dose, route",
    "shortage": "100 mg vials on backorder",
    "payer": "medicare-part-b",
    "setting": "office",
}
_WITH_UNITS = frozenset({"given", "opened", "discarded", "explained", "overfill", "billing_unit", "concentration"})


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
        code=_text("code", code),
        given=_text("given", given),
        opened=_texts("opened", opened),
        date=_day(date),
        payer=_text("payer", payer),
        setting=_text("setting", setting),
        discarded=_text("discarded", discarded),
        explained=_texts("explained", explained),
        overfill=_text("overfill", overfill),
        stopped=_text("stopped", stopped),
        reason=_text("reason", reason),
        container_type=_text("container_type", container_type),
        ndc=_text("ndc", ndc),
        billing_unit=_text("billing_unit", billing_unit),
        form=_text("form", form),
        concentration=_text("concentration", concentration),
        supply=_text("supply", supply),
        narrative=_text("narrative", narrative),
        shortage=_text("shortage", shortage),
        dispensed=dispensed,
    )
    return models.Bill.model_validate(as_record(billing.bill(_catalogue(), request, datetime.date.today())))


def lookup(what: str, date: str | datetime.date = "") -> models.Lookup:
    """What is known of a code, an NDC, a brand or a substance on a date. Raises `Refused` where nothing is found."""
    day = read_date(_day(date), datetime.date.today())
    found = looking.look_up(_catalogue(), _text("what", what), day)
    return models.Lookup.model_validate(looking.as_records(found))


def _text(name: str, value: object) -> str:
    """A text as it is. A number is refused: 0.35 has no unit, and may not be exactly what was written."""
    if isinstance(value, str):
        return value
    with_unit = " with its unit" if name in _WITH_UNITS else ""
    raise TypeError(f'{name} is text{with_unit}, such as "{_SUCH_AS[name]}"')


def _texts(name: str, values: str | Sequence[str]) -> tuple[str, ...]:
    """Several texts; one alone is one entry, not its letters."""
    if isinstance(values, str):
        return (values,) if values else ()
    if not isinstance(values, Iterable) or isinstance(values, bytes):
        _text(name, values)
    return tuple(_text(name, value) for value in values)


def _day(value: str | datetime.date) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else _text("date", value)


@cache
def _catalogue() -> Catalogue:
    return Catalogue(Reference.open())
