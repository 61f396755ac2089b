"""What is known of a code, an NDC, a brand or a substance, on a date."""

import re
import sys
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.substances import first_word
from unitcalc.codes import ambiguous, candidates, is_code, is_level_one, looks_like_ndc, read_code
from unitcalc.findings import Finding, Problem, Refused
from unitcalc.quantity import Amount, plain
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CodeRow
from unitcalc.reference.store import Reference

MOST_MATCHES = 200
MOST_NEAR = 6
# A code with two characters after it, or several pairs that are set off: J1745-JW, J1745JW, J1745 JW PO.
_WITH_MODIFIERS = re.compile(r"([A-V][0-9]{4})[-\s:,]*[A-Z0-9]{2}(?:[-\s:,]+[A-Z0-9]{2})*", re.IGNORECASE)
# What a scanner types for a GS1 code: perhaps a prefix, the identifier 01, 14 digits; or digits too many for an NDC.
_SCANNED = re.compile(r"(?:\][A-Za-z][0-9])?(?:\(01\)|01)[0-9]{14}.*|[0-9]{16,}", re.DOTALL)


class Match(NamedTuple):
    """A code that answers a look-up; `presentations` are those asked for (one NDC) or all of the code's."""

    drug: Drug
    presentations: tuple[Presentation, ...]
    similar: tuple[str, ...]
    day: date
    """The day asked; the drug's own is the nearest on which the code was in force."""

    @property
    def outside(self) -> str:
        """Where the code was not in force on the day asked: until when, or from when it is."""
        return _outside(self.drug.row, self.day)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the code and of the presentations, each once."""
        found = [*self.drug.findings, *(finding for each in self.presentations for finding in each.findings)]
        return tuple(dict.fromkeys(found))


class Found(NamedTuple):
    """The matches, those in force on the day first, and how many more there are."""

    matches: tuple[Match, ...]
    more: int = 0


def look_up(catalogue: Catalogue, text: str, day: date, most: int = MOST_MATCHES) -> Found:
    """What answers to what was typed. Refused, with hints and candidates, where nothing is found."""
    text = text.strip()
    if not text:
        raise Refused(Problem("lookup-empty", "Nothing was asked.", "Give a code, an NDC, a brand or a substance."))
    if is_code(text) or is_level_one(text):
        return Found((_of_code(catalogue, read_code(text), day),))
    if _SCANNED.fullmatch(text):
        raise Refused(
            Problem("barcode-not-read", "Barcodes are not read yet; type the NDC.", "It is printed beside the barcode.")
        )
    if looks_like_ndc(text):
        return Found(_of_ndc(catalogue, text, day))
    codes = catalogue.reference.search(text, sys.maxsize)
    if not codes:
        raise _nothing(catalogue.reference, text)
    rows = [row for row in map(catalogue.reference.code, codes) if row is not None]
    rows.sort(key=lambda row: bool(_outside(row, day)))
    return Found(tuple(_of_code(catalogue, row.code, day) for row in rows[:most]), max(len(rows) - most, 0))


def _outside(row: CodeRow, day: date) -> str:
    if row.terminated and row.terminated < day:
        return f"to {row.terminated}"
    return f"from {row.added}" if row.added > day else ""


def _of_code(catalogue: Catalogue, code: str, day: date) -> Match:
    drug = catalogue.drugs.described(code, day)
    return Match(drug, catalogue.of_code(drug), _similar(catalogue, drug, day), day)


def _of_ndc(catalogue: Catalogue, text: str, day: date) -> tuple[Match, ...]:
    meant = candidates(text)
    if len(meant) > 1:
        raise ambiguous(text, meant)
    found = catalogue.of_ndc(str(meant[0]), day)
    if not found:
        near = _near_ndcs(catalogue.reference, str(meant[0]))
        listed = "The crosswalk does not list every NDC; look up the code or the brand."
        hint = f"Check the digits. Close to it: {', '.join(near)}. {listed}" if near else listed
        raise Refused(
            Problem("ndc-unknown", f"NDC {meant[0]} is in no quarter of CMS's crosswalk.", hint, near),
        )
    drugs = ((each, catalogue.drugs.described(each.code, day)) for each in found)
    return tuple(Match(drug, (each,), _similar(catalogue, drug, day), day) for each, drug in drugs)


def _near_ndcs(reference: Reference, ndc: str) -> tuple[str, ...]:
    """NDCs of the crosswalk with two digits exchanged, with one other digit, and other packages of the product."""
    near: dict[str, int] = {}
    for known in (row.ndc for row in reference.crosswalk()):
        if len(known) != len(ndc) or known in near:
            continue
        wrong = [place for place, (is_, was) in enumerate(zip(known, ndc, strict=True)) if is_ != was]
        if len(wrong) == 2 and all(known[a] == ndc[b] for a, b in (wrong, wrong[::-1])):
            near[known] = 0
        elif len(wrong) == 1:
            near[known] = 1
        elif known[:-3] == ndc[:-3]:
            near[known] = 2
    return tuple(sorted(near, key=lambda known: (near[known], known)))[:MOST_NEAR]


def _nothing(reference: Reference, text: str) -> Refused:
    """Nothing answers to a text: with the code without its modifiers, or with names that are spelled alike."""
    modified = _WITH_MODIFIERS.fullmatch(text)
    if modified:
        code = modified[1].upper()
        return Refused(
            Problem(
                "code-with-modifier",
                f"'{text[:40]}' is a code with a modifier.",
                f"Leave modifiers off: look up {code}.",
                (code,),
            )
        )
    near = _near_names(reference, text)
    hint = "Check the spelling, or give the HCPCS code or the NDC."
    if near:
        hint = f"{hint} Close to it: {', '.join(near)}."
    return Refused(Problem("lookup-nothing", f"Nothing is found for '{text[:40]}'.", hint, near))


def _near_names(reference: Reference, text: str) -> tuple[str, ...]:
    """Products and substances that are spelled nearly as a text or as one of its words."""
    from difflib import get_close_matches  # late: only what is misspelled needs it

    names: dict[str, str] = {}
    for word in (first_word(row.long) for row in reference.codes()):
        names[word] = word
    for product in dict.fromkeys(row.product.strip() for row in reference.crosswalk()):
        names[plain_name(product)] = product
        brand = product.split()[0] if product else ""
        names.setdefault(plain_name(brand), brand)
    plain = plain_name(text)[:100]
    for asked in dict.fromkeys([plain, *(word for word in plain.split() if len(word) > 3)]):
        near = get_close_matches(asked, names, MOST_NEAR, 0.75)
        # A word that is a name as it stands is not the one that is misspelled.
        if near and near[0] != asked:
            return tuple({names[each].lower(): names[each] for each in near}.values())
    return ()


def _similar(catalogue: Catalogue, drug: Drug, day: date) -> tuple[str, ...]:
    return tuple(row.code for row in catalogue.drugs.similar(drug, day=day))


def as_records(found: Found) -> dict[str, Any]:
    """A whole look-up as other programs read it."""
    return {"matches": [as_record(match) for match in found.matches], "more": found.more}


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
        "container_type_source": str(each.type_by.source) if each.type_by else None,
        "source": str(each.source),
    }


def _count(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else plain(value)


def _amount(amount: Amount | None) -> dict[str, str] | None:
    return amount.as_json() if amount is not None else None
