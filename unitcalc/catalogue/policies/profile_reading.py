"""Reads the section `profile` of a policy's file."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.policies.page import Fields, Marked, Page
from unitcalc.catalogue.policies.profile import (
    Authorization,
    DoseLimit,
    Entry,
    Indications,
    Network,
    PatientShare,
    Preferred,
    QuantityLimit,
    SitesOfCare,
    StepTherapy,
)
from unitcalc.findings import Refused
from unitcalc.quantity import read_positive

_COMMON = ("for", "from", "tag", "source")
_CODE = re.compile(r"[A-Z]\d{4}")
_DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_PER_CENT = re.compile(r"\d{1,2}(?:\.\d{1,4})?|100")
AS_IN_THE_FILE = "payment-file"


class Head(NamedTuple):
    """What every statement has, in the order of `Entry`."""

    for_: str
    from_: date
    source: str
    tag: str
    policy: str


class _Section(NamedTuple):
    required: tuple[str, ...]
    others: tuple[str, ...]
    build: Callable[[Page, Fields, Head], Entry | None]


def read_profile(page: Page, at: Marked, policy: str) -> tuple[tuple[Entry, ...], list[Marked], list[Marked]]:
    """Every entry of a profile, and where groups and settings are named: whether there are such, it can't know."""
    found: list[Entry] = []
    groups: list[Marked] = []
    sites: list[Marked] = []
    for name, listed in page.fields(at, SECTIONS).items():
        section = SECTIONS[name]
        for each in page.entries(listed):
            fields = page.fields(each, (*_COMMON, *section.required, *section.others), (*_COMMON, *section.required))
            for_, day = page.plain(fields, "for"), page.day(fields, "from")
            tag, source = page.tag(fields), page.plain(fields, "source")
            if for_ and for_ != "all" and not _CODE.fullmatch(for_):
                groups.append(fields["for"])
            if name == "sites-of-care":
                sites += page.texts(fields, "settings")
            if all(key in fields for key in section.required):
                # Built even where something else is wrong, so that everything wrong is told at once.
                entry = section.build(page, fields, Head(for_, day or date.min, source, tag, policy))
                if entry and for_ and day and tag and source:
                    found.append(entry)
    return tuple(found), groups, sites


def _authorization(page: Page, fields: Fields, head: Head) -> Entry | None:
    required = page.flag(fields, "required")
    counts = page.flag(fields, "counts-discarded")
    return None if required is None else Authorization(*head, required, counts)


def _step_therapy(page: Page, fields: Fields, head: Head) -> Entry | None:
    first = tuple(each.text for each in page.texts(fields, "first"))
    return StepTherapy(*head, first) if first else None


def _preferred(page: Page, fields: Fields, head: Head) -> Entry | None:
    codes = _matching(page, fields, "codes", _CODE, "code", "Write a HCPCS code, such as J1745.")
    return Preferred(*head, codes) if codes else None


def _indications(page: Page, fields: Fields, head: Head) -> Entry | None:
    hint = "Write an ICD-10-CM code or the beginning of one, such as D66 or D68.0."
    prefixes = _matching(page, fields, "icd-10", _DIAGNOSIS, "diagnosis", hint)
    return Indications(*head, prefixes) if prefixes else None


def _quantity_limit(page: Page, fields: Fields, head: Head) -> Entry | None:
    units, days = page.whole(fields, "units"), page.whole(fields, "days")
    return QuantityLimit(*head, units, days) if units and days else None


def _dose_limit(page: Page, fields: Fields, head: Head) -> Entry | None:
    text = page.plain(fields, "most")
    try:
        return DoseLimit(*head, read_positive(text)) if text else None
    except Refused as refused:
        for problem in refused.problems:
            page.problem("payer-value", fields["most"], problem.message, problem.hint, problem.candidates)
        return None


def _sites_of_care(page: Page, fields: Fields, head: Head) -> Entry | None:
    settings = tuple(each.text for each in page.texts(fields, "settings"))
    return SitesOfCare(*head, settings) if settings else None


def _network(page: Page, fields: Fields, head: Head) -> Entry | None:
    required = page.flag(fields, "required")
    return None if required is None else Network(*head, required)


def _patient_share(page: Page, fields: Fields, head: Head) -> Entry | None:
    text = page.plain(fields, "per-cent")
    if text == AS_IN_THE_FILE:
        return PatientShare(*head, None)
    if _PER_CENT.fullmatch(text):
        return PatientShare(*head, Fraction(text))
    if text:
        hint = f"Write a number from 0 to 100, such as 20, or {AS_IN_THE_FILE}."
        page.problem("payer-value", fields["per-cent"], f"per-cent is '{text}'.", hint)
    return None


def _matching(page: Page, fields: Fields, key: str, pattern: re.Pattern[str], what: str, hint: str) -> tuple[str, ...]:
    found = []
    for each in page.texts(fields, key):
        if pattern.fullmatch(each.text):
            found.append(each.text)
        else:
            page.problem("payer-value", each, f"'{each.text}' is no {what}.", hint)
    return tuple(found)


SECTIONS: Mapping[str, _Section] = {
    "authorization": _Section(("required",), ("counts-discarded",), _authorization),
    "step-therapy": _Section(("first",), (), _step_therapy),
    "preferred": _Section(("codes",), (), _preferred),
    "indications": _Section(("icd-10",), (), _indications),
    "quantity-limit": _Section(("units", "days"), (), _quantity_limit),
    "dose-limit": _Section(("most",), (), _dose_limit),
    "sites-of-care": _Section(("settings",), (), _sites_of_care),
    "network": _Section(("required",), (), _network),
    "patient-share": _Section(("per-cent",), (), _patient_share),
}
"""What each section of a profile needs and may have, beside for, from, tag and source."""
