"""Rows of accounts that are tried: what is constant about a kind is worked out by trying one of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from unitcalc.account import Administration, Dispensing, Place
from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.cases import Handed, Rows

NOWHERE = Place("")
ALL = Handed(dispensed=True, administered=True, claims=True)


class Containers(NamedTuple):
    """Containers as a row of `dispensed` states them."""

    number: int
    each: str
    ndc: str
    type: str
    supply: str


def symbol_of(tables: Tables, code: str, day: date) -> str:
    """The unit of measure of a code's billing unit. Refused for a code that is not in force."""
    unit = tables.catalogue.drugs.on(code, day).billing_unit
    return unit.unit.symbol if unit is not None else "mg"


def rows_of(code: str, day: date, containers: Iterable[Containers]) -> Rows:
    """An account of containers."""
    dispensed = tuple(
        Dispensing(
            place=NOWHERE,
            encounter="E",
            day=day,
            code=code,
            each=each.each,
            count=each.number,
            ndc=each.ndc,
            container_type=each.type,
            supply=each.supply,
        )
        for each in containers
    )
    return Rows(encounter="E", day=day, code=code, payer=MEDICARE, setting=OFFICE, dispensed=dispensed)


def with_dose(rows: Rows, *, given: str, weight: str = "", ordered: str = "", discarded: str = "") -> Rows:
    """The account with a dose from its containers."""
    charted = Administration(
        place=NOWHERE,
        encounter="E",
        day=rows.day,
        code=rows.code,
        given=given,
        discarded=discarded,
        ordered=ordered,
        weight=weight,
    )
    return replace(rows, administered=(charted,))
