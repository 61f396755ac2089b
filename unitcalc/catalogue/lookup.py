"""What is known of a code, an NDC, a brand or a substance, on a date."""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.presentations import Presentation
from unitcalc.codes import ambiguous, candidates, is_code, is_level_one, looks_like_ndc, read_code
from unitcalc.findings import Finding, Problem, Refused
from unitcalc.quantity import Amount, plain

MOST_MATCHES = 20


class Match(NamedTuple):
    """A code that answers a look-up; `presentations` are those asked for (one NDC) or all of the code's."""

    drug: Drug
    presentations: tuple[Presentation, ...]
    similar: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the code and of the presentations, each once."""
        found = [*self.drug.findings, *(finding for each in self.presentations for finding in each.findings)]
        return tuple(dict.fromkeys(found))


def look_up(catalogue: Catalogue, text: str, day: date) -> tuple[Match, ...]:
    """Every match for what was typed. Refused, with hints and candidates, where nothing is found."""
    text = text.strip()
    if not text:
        raise Refused(Problem("lookup-empty", "Nothing was asked.", "Give a code, an NDC, a brand or a substance."))
    if is_code(text) or is_level_one(text):
        return (_of_code(catalogue, read_code(text), day),)
    if looks_like_ndc(text):
        return _of_ndc(catalogue, text, day)
    codes = catalogue.reference.search(text, MOST_MATCHES)
    if not codes:
        raise Refused(
            Problem(
                "lookup-nothing",
                f"Nothing is found for '{text[:40]}'.",
                "Check the spelling, or give the HCPCS code or the NDC.",
            )
        )
    return tuple(_of_code(catalogue, code, day) for code in codes)


def _of_code(catalogue: Catalogue, code: str, day: date) -> Match:
    drug = catalogue.drugs.described(code, day)
    return Match(drug, catalogue.of_code(drug), _similar(catalogue, drug, day))


def _of_ndc(catalogue: Catalogue, text: str, day: date) -> tuple[Match, ...]:
    meant = candidates(text)
    if len(meant) > 1:
        raise ambiguous(text, meant)
    found = catalogue.of_ndc(str(meant[0]), day)
    if not found:
        raise Refused(
            Problem(
                "ndc-unknown",
                f"NDC {meant[0]} is in no quarter of CMS's crosswalk.",
                "The crosswalk does not list every NDC; look up the code or the brand.",
            )
        )
    drugs = ((each, catalogue.drugs.described(each.code, day)) for each in found)
    return tuple(Match(drug, (each,), _similar(catalogue, drug, day)) for each, drug in drugs)


def _similar(catalogue: Catalogue, drug: Drug, day: date) -> tuple[str, ...]:
    return tuple(row.code for row in catalogue.drugs.similar(drug, day=day))


def as_record(match: Match) -> dict[str, Any]:
    """One match as other programs read it."""
    drug = match.drug
    row, limit = drug.row, drug.limit
    has_unit = drug.billing_unit is not None and drug.kind is not Kind.UNCLASSIFIED
    return {
        "code": drug.code,
        "descriptor": drug.descriptor.text,
        "short_descriptor": row.short,
        "billing_unit": drug.billing_unit.as_json() if has_unit and drug.billing_unit else None,
        "kind": drug.kind.value,
        "effective_from": row.added.isoformat(),
        "effective_to": row.terminated.isoformat() if row.terminated else None,
        "payment_limit": {
            "amount": money_text(limit.limit),
            "period": drug.use("limits").period,
            "coinsurance": plain(limit.coinsurance) if limit.coinsurance is not None else None,
        }
        if limit and limit.limit is not None
        else None,
        "mue": [
            {"service": edit.service, "units": edit.units, "per": "line" if edit.indicator == 1 else "day"}
            for edit in drug.mue
        ],
        "opps_status": drug.status.status if drug.status else None,
        "jw_jz_listed": drug.on_single_dose_list,
        "presentations": [_presentation(each) for each in match.presentations],
        "misdescribed": [],
        "similar": list(match.similar),
        "findings": [
            {"check": each.check, "severity": each.severity.value, "message": each.message, "source": each.source}
            for each in match.findings
        ],
        "data": [{"table": use.table, "period": use.period, "covers": use.covers} for use in drug.uses],
    }


def money_text(limit: Fraction) -> str:
    """A payment limit as CMS prints it: at least three decimals.

    >>> money_text(Fraction("1.57"))
    '1.570'
    """
    text = plain(limit)
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(3, '0')}"


def _presentation(each: Presentation) -> dict[str, Any]:
    return {
        "ndc": each.ndc or None,
        "product": each.product,
        "labeler": each.labeler,
        "container_type": each.container_type.value,
        "potency": each.potency.value,
        "label_amount": _amount(each.label_amount),
        "nominal_amount": _amount(each.nominal_amount),
        "units_per_container": _count(each.units_per_container),
        "containers_per_package": _count(each.containers_per_package),
        "form": each.form,
        "concentration": _amount(each.concentration),
        "source": str(each.source),
    }


def _count(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else plain(value)


def _amount(amount: Amount | None) -> dict[str, str] | None:
    return amount.as_json() if amount is not None else None
