"""The items that a record must hold, and whether it does."""

from collections.abc import Iterator
from typing import Any

from unitcalc.account import Account
from unitcalc.catalogue.container import ContainerType
from unitcalc.checks.facts import DocumentFacts
from unitcalc.checks.gathering.coded import Coded
from unitcalc.checks.gathering.tables import Tables

_MEASURED = ("/kg", "/m2", "/m²")


def document_facts(tables: Tables, account: Account, coded: Coded, facts: dict[str, Any]) -> Iterator[DocumentFacts]:
    """What the record of a drug must hold; nothing without a record. `facts` are those of the account."""
    record = account.record
    if record is None or coded.drug is None or not record.documented:
        return
    order = record.order.order if record.order else ""
    needed = tables.catalogue.documents.items_for(
        coded.drug,
        use=record.use,
        weight_based=any(each in order for each in _MEASURED) or bool(record.order and record.order.rise),
        single_dose=facts["single_dose"] or ContainerType.SINGLE_DOSE in coded.types(),
        discarded=facts["left"] > 0 or facts["expected_discarded"] > 0,
        stopped=any(request.stopped for request in record.administrations),
        authorization=facts["authorization_required"],
        ndc=coded.policy.value("ndc-required", coded.day).value == "yes",
    )
    for each in needed:
        if each.optional or each.item.name == "authorization":  # which a check of the payer's asks for
            continue
        yield DocumentFacts(
            item=each.item.name,
            title=each.item.title,
            asked_by=each.who,
            needed=True,
            stated=each.item.field.removeprefix("documents.") in record.said,
            required=each.required,
        )
