"""A look-up as other programs read it."""

from datetime import date
from fractions import Fraction
from typing import Any

from unitcalc.catalogue.descriptors import Kind, read_descriptor
from unitcalc.catalogue.drugs import unit_of
from unitcalc.catalogue.examples import Example
from unitcalc.catalogue.history import Past
from unitcalc.catalogue.lookup.doses import dose_record, rise_record
from unitcalc.catalogue.lookup.match import Found, Match
from unitcalc.catalogue.lookup.prices import per_cent
from unitcalc.catalogue.lookup.sizes import is_withdrawn
from unitcalc.catalogue.lookup.typed import Size
from unitcalc.catalogue.lookup.words import money_text
from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.vials import Curated
from unitcalc.codes import Barcode
from unitcalc.quantity import Amount, plain
from unitcalc.reference.records import MueRow


def as_records(found: Found) -> dict[str, Any]:
    """A whole look-up as other programs read it."""
    return {
        "matches": [as_record(match) for match in found.matches],
        "more": found.more,
        "read_as": found.read_as or None,
        "candidates": list(found.candidates),
        "size": _size(found.size) if found.size else None,
        "barcode": _barcode(found.barcode) if found.barcode else None,
        "findings": [each.as_json() for each in found.findings],
    }


def as_record(match: Match) -> dict[str, Any]:
    """One match as other programs read it."""
    drug = match.drug
    row, limit = drug.row, drug.limit
    has_unit = drug.billing_unit is not None and drug.kind is not Kind.UNCLASSIFIED
    return {
        "code": drug.code,
        "descriptor": drug.descriptor.text,
        "short_descriptor": row.short,
        "billing_unit": _amount(drug.billing_unit) if has_unit else None,
        "kind": drug.kind.value,
        "effective_from": row.added.isoformat(),
        "effective_to": _day(row.terminated),
        "in_force": not match.outside,
        "brands": list(match.brands),
        "payment_limit": {
            "amount": money_text(limit.limit),
            "period": drug.use("limits").period,
            "coinsurance": plain(limit.coinsurance) if limit.coinsurance is not None else None,
        }
        if limit and limit.limit is not None
        else None,
        "prices": [
            {
                "period": price.period,
                "amount": money_text(price.amount) if price.amount is not None else None,
                "coinsurance": plain(price.coinsurance) if price.coinsurance is not None else None,
                "change": per_cent(price.change) if price.change is not None else None,
                "dosage": price.dosage or None,
            }
            for price in match.prices
        ],
        "mue": [{"service": edit.service, "units": edit.units, "per": _per(edit)} for edit in drug.mue],
        "limits": [
            {
                "service": edit.service,
                "units": edit.units,
                "per": _per(edit),
                "indicator": edit.indicator,
                "rationale": edit.rationale,
            }
            for edit in drug.mue
        ],
        "opps_status": drug.status.status if drug.status else None,
        "opps_status_meaning": match.status_meaning or None,
        "jw_jz_listed": drug.on_single_dose_list,
        "presentations": [_presentation(each, each in match.chosen) for each in match.presentations],
        "usual_doses": [dose_record(each) for each in match.usual_doses],
        "rises": [rise_record(each) for each in match.rises],
        "size_note": match.size_note or None,
        "misdescribed": [
            {"published": one.published, "official": row.long, "really": list(one.really), "source": one.source}
            for one in drug.misdescribed
        ],
        "examples": [_example(each) for each in match.examples],
        "history": [_past(past) for past in match.history],
        "dosage_texts": [{"text": text, "first": first, "last": last} for text, first, last in match.texts],
        "similar": list(match.similar),
        "similar_how": [
            {"code": each.code, "short": each.short, "unit": _amount(each.unit), "difference": each.difference}
            for each in match.differences
        ],
        "findings": [each.as_json() for each in match.findings],
        "data": [use.as_json() for use in drug.uses],
    }


def _per(edit: MueRow) -> str:
    return "line" if edit.indicator == 1 else "day"


def _presentation(each: Presentation, chosen: bool) -> dict[str, Any]:
    return {
        "ndc": each.ndc or None,
        "product": each.product,
        "labeler": each.labeler,
        "container_type": each.container_type.value,
        "potency": each.potency.value,
        "label_amount": _amount(each.label_amount),
        "label_at_most": _amount(each.label_at_most),
        "nominal_amount": _amount(each.nominal_amount),
        "units_per_container": _count(each.units_per_container),
        "containers_per_package": _count(each.containers_per_package),
        "form": each.form,
        "container": (each.curated.container if each.curated else "") or None,
        "route": each.route or None,
        "volume": _amount(each.volume),
        "concentration": _amount(each.concentration),
        "pooling": _pooling(each.curated) if each.curated else None,
        "first": str(each.first) if each.first else None,
        "last": str(each.last) if each.last else None,
        "curated": each.curated is not None,
        "withdrawn": is_withdrawn(each),
        "chosen": chosen,
        "container_type_source": str(each.type_by.source) if each.type_by else None,
        "source": str(each.source),
    }


def _pooling(size: Curated) -> dict[str, Any] | None:
    if size.pooling is None:
        return None
    return {
        "rule": size.pooling.value,
        "note": size.pooling_note or None,
        "verified": size.pooled.verified,
        "source": str(size.source(size.pooled)),
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        **example._asdict(),
        "date": example.date.isoformat(),
        "opened": list(example.opened),
        "discarded": example.discarded or None,
        "container_type": example.container_type or None,
    }


def _past(past: Past) -> dict[str, Any]:
    row = past.row
    return {
        "code": row.code,
        "relation": "after" if past.after else "before",
        "descriptor": row.long,
        "short_descriptor": row.short,
        "billing_unit": _amount(unit_of(read_descriptor(row.long))),
        "effective_from": row.added.isoformat(),
        "effective_to": _day(row.terminated),
        "how": past.how,
    }


def _size(size: Size) -> dict[str, Any]:
    return {"text": size.text, "amount": _amount(size.amount), "volume": _amount(size.volume)}


def _barcode(barcode: Barcode) -> dict[str, Any]:
    return {
        "kind": barcode.kind,
        "gtin": barcode.gtin or None,
        "ndcs": [str(ndc) for ndc in barcode.ndcs],
        "level": barcode.level,
        "lot": barcode.lot or None,
        "expires": _day(barcode.expires),
        "serial": barcode.serial or None,
        "others": [{"identifier": identifier, "value": value} for identifier, value in barcode.others],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _count(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else plain(value)


def _amount(amount: Amount | None) -> dict[str, str] | None:
    return amount.as_json() if amount is not None else None
