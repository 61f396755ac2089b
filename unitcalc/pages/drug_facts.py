"""What is known of a code, in words: unit, dates, price, limits, status."""

from unitcalc.catalogue.lookup import Match
from unitcalc.catalogue.lookup.sizes import is_withdrawn
from unitcalc.catalogue.lookup.words import price
from unitcalc.catalogue.presentations import Presentation
from unitcalc.pages.words import counted

_KINDS = {
    "amount": "",
    "up-to": "any part of it is one unit",
    "threshold": "one unit a dose; the amount selects the code",
    "dose": "one unit a dose, however much it is",
    "container": "one unit a container",
    "cells": "one unit a dose of cells",
    "combination": "the parts count together",
    "duration": "one unit a dose",
    "unclassified": "one unit; the narrative says what it is",
}
MOST_BRANDS = 8


def facts(match: Match) -> dict[str, str]:
    """Each fact under its name."""
    drug = match.drug
    row = drug.row
    told = {
        "One unit": unit(match),
        "In force": f"from {row.added}" + (f" to {row.terminated}" if row.terminated else " on"),
        "Payment limit": price(drug),
        "OPPS status": status(match),
        "CMS's single-dose list": "listed: all its containers are single-dose"
        if drug.on_single_dose_list
        else "not listed",
    }
    for name, text in limits(match):
        told[name] = text
    if match.brands:
        more = f" and {len(match.brands) - MOST_BRANDS} more" if len(match.brands) > MOST_BRANDS else ""
        told["Brands"] = ", ".join(match.brands[:MOST_BRANDS]) + more
    return told


def unit(match: Match) -> str:
    """What one unit stands for."""
    amount, kind = match.drug.billing_unit, match.drug.kind.value
    words = _KINDS.get(kind, kind)
    if amount is None:
        return f"no amount ({words})" if words else "no amount"
    return f"{amount}; {words}" if words else str(amount)


def status(match: Match) -> str:
    """How a hospital outpatient department is paid for it."""
    if match.drug.status is None:
        return "not in OPPS Addendum B"
    meaning = f": {match.status_meaning}" if match.status_meaning else ""
    return f"{match.drug.status.status}{meaning} ({match.drug.use('status').period})"


def limits(match: Match) -> list[tuple[str, str]]:
    """The most units that are paid, by setting (medically unlikely edits)."""
    period = match.drug.use("mue").period
    found = []
    for edit in match.drug.mue:
        per = "a line" if edit.indicator == 1 else "a day, never split over lines"
        text = f"{counted(edit.units, 'unit')} {per} (MAI {edit.indicator}, {period})"
        found.append((f"Most units (MUE), {edit.service.replace('_', ' ')}", text))
    return found


def listed(each: Presentation, newest: object) -> str:
    """In which quarters CMS's file has it, where that is not until now."""
    if is_withdrawn(each):
        return "withdrawn"
    if each.first is None or each.last is None:
        return "not in CMS's file"
    return f"{each.first} on" if each.last == newest else f"{each.first} to {each.last}"
