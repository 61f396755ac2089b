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
from collections.abc import Sequence
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


def bill(
    *,
    code: str = "",
    given: str = "",
    opened: Sequence[str] = (),
    date: str | datetime.date = "",
    discarded: str = "",
    explained: Sequence[str] = (),
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
    payer: str = "",
    setting: str = "",
    dispensed: bool = False,
) -> models.Bill:
    """Bill a dose. Amounts are text with their units, as in the command; empty means not stated.

    Raises `Refused` with every problem of an input that can't be used.
    """
    request = BillRequest(
        code=code,
        given=given,
        opened=tuple(opened),
        date=str(date),
        payer=payer,
        setting=setting,
        discarded=discarded,
        explained=tuple(explained),
        overfill=overfill,
        stopped=stopped,
        reason=reason,
        container_type=container_type,
        ndc=ndc,
        billing_unit=billing_unit,
        form=form,
        concentration=concentration,
        supply=supply,
        narrative=narrative,
        dispensed=dispensed,
    )
    return models.Bill.model_validate(as_record(billing.bill(_catalogue(), request, datetime.date.today())))


def lookup(what: str, date: str | datetime.date = "") -> models.Lookup:
    """What is known of a code, an NDC, a brand or a substance on a date. Raises `Refused` where nothing is found."""
    found = looking.look_up(_catalogue(), what, read_date(str(date), datetime.date.today()))
    return models.Lookup.model_validate(looking.as_records(found))


@cache
def _catalogue() -> Catalogue:
    return Catalogue(Reference.open())
