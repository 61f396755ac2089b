"""The items that a record must hold, and whether it does."""

import re
from collections.abc import Iterator
from typing import Any

from unitcalc.account import Account, Record
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.opened import names_ndc
from unitcalc.checks.facts import DocumentFacts
from unitcalc.checks.gathering.coded import Coded
from unitcalc.checks.gathering.tables import Tables

_HOW_OFTEN = re.compile(
    r"\b(?:every|each|once|twice|daily|weekly|monthly|times|(?:per|a) (?:day|week|month)|q\.?\s?\d+|bid|tid|qd)\b",
    re.IGNORECASE,
)
_BY_WEIGHT, _BY_SURFACE = ("/kg",), ("/m2", "/m²")


def document_facts(tables: Tables, account: Account, coded: Coded, facts: dict[str, Any]) -> Iterator[DocumentFacts]:
    """What the record of a drug must hold; nothing without a record. `facts` are those of the account."""
    record = account.record
    if record is None or coded.drug is None or not record.documented:
        return
    settled = _settled(tables, record, coded)
    needed = tables.catalogue.documents.items_for(
        coded.drug,
        use=record.use,
        weight_based=_ordered(record, (*_BY_WEIGHT, *_BY_SURFACE)) or bool(record.order and record.order.rise),
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
            stated=each.item.field.removeprefix("documents.") in record.said or each.item.name in settled,
            required=each.required,
        )


def _settled(tables: Tables, record: Record, coded: Coded) -> frozenset[str]:
    """Items that need no words of their own: other fields of the record say them, or the code leaves no choice."""
    said = record.said
    types = coded.types() - {ContainerType.UNKNOWN}
    products = tables.catalogue.product_names(coded.code)
    opened = [text for request in record.administrations for text in request.opened]
    by_ndc = bool(opened) and all(map(names_ndc, opened))
    return frozenset(
        name
        for name, holds in {
            # An order by weight or surface, and what it is multiplied by, are the calculation.
            "dose-calculation": ("weight" in said and (_ordered(record, _BY_WEIGHT) or "rise" in said))
            or ("weight" in said and "height" in said and _ordered(record, _BY_SURFACE)),
            "frequency": record.order is not None and _HOW_OFTEN.search(record.order.order) is not None,
            "indication": bool({"use", "diagnosis"} & set(said)),
            "container-type": len(types) == 1,
            "product": len(products) == 1 or "ndc" in said or by_ndc,
            "ndc": by_ndc,
        }.items()
        if holds
    )


def _ordered(record: Record, per: tuple[str, ...]) -> bool:
    """Whether the order is by one of some measures."""
    order = record.order.order if record.order else ""
    return any(each in order for each in per)
