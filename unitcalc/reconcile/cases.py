"""One account out of its rows: the record that a chart would hold, and the claim lines beside it.

The record is billed and checked as any other (`billing`, `checks`); what only three tables show stands beside it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from unitcalc.account import (
    Account,
    Administration,
    BilledLine,
    Dispensing,
    Event,
    Place,
    Reconciled,
    Record,
    Status,
)
from unitcalc.billing.request import BillRequest, Stopped
from unitcalc.dosing.request import DoseRequest
from unitcalc.quantity import read_amount
from unitcalc.reconcile.doses import Containers, Dose, containers_of, doses_of, remaining, total
from unitcalc.reconcile.tabled import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of an account, and who pays for it where."""

    encounter: str
    day: date
    code: str
    payer: str
    setting: str
    dispensed: tuple[Dispensing, ...] = ()
    administered: tuple[Administration, ...] = ()
    lines: tuple[BilledLine, ...] = ()
    repeats: tuple[Place, ...] = ()
    """Rows that stand twice, and count once."""

    @property
    def key(self) -> tuple[str, date, str]:
        """What tells it from other accounts."""
        return self.encounter, self.day, self.code

    @property
    def places(self) -> tuple[Place, ...]:
        """The rows of the files, claims first."""
        entries: tuple[BilledLine | Administration | Dispensing, ...]
        entries = (*self.lines, *self.administered, *self.dispensed)
        return (*(each.place for each in entries), *self.repeats)

    @property
    def site(self) -> str:
        """The site that the rows name first."""
        entries: tuple[BilledLine | Administration | Dispensing, ...]
        entries = (*self.lines, *self.administered, *self.dispensed)
        return next((each.site for each in entries if each.site), "")

    @property
    def biller(self) -> str:
        """Who billed."""
        return next((line.biller for line in self.lines if line.biller), "")

    @property
    def patients(self) -> tuple[str, ...]:
        """The patients whom its rows name."""
        entries: tuple[Administration | Dispensing, ...] = (*self.dispensed, *self.administered)
        return tuple(dict.fromkeys(row.patient for row in entries if row.patient))


class Handed(NamedTuple):
    """Which tables were handed over: what is missing in one that was not is not missed."""

    dispensed: bool
    administered: bool
    claims: bool
    aside: bool = False
    """A row of the encounter was kept aside: its table does not tell all, and nothing is known to balance."""


def handed_of(aside: Mapping[Table, Collection[str]], encounter: str) -> Handed:
    """Which tables tell all of an encounter. `aside` holds the tables handed over, each with the encounters of which a
    row was kept aside.
    """
    dispensed, administered, claims = (table in aside and encounter not in aside[table] for table in Table)
    return Handed(dispensed, administered, claims, any(encounter in its for its in aside.values()))


def account_of(
    rows: Rows,
    handed: Handed,
    *,
    doses: Sequence[Dose] | None = None,
    beside: Iterable[str] = (),
) -> Account:
    """An account with its record. `doses` are its administrations where others share its containers."""
    record = record_of(rows, doses_of(rows.administered, rows.dispensed) if doses is None else doses)
    stated = {row.code for row in rows.administered or rows.dispensed if row.code} - {rows.code}
    if record is not None and stated:
        record = replace(record, code=next(iter(stated)))
    return Account(
        encounter=rows.encounter,
        day=rows.day,
        code=rows.code,
        payer=rows.payer,
        setting=rows.setting,
        lines=rows.lines,
        record=record,
        claimed=handed.claims,
        recorded_on=_other_day(rows),
        beside=tuple(beside),
        reconciled=Reconciled(
            has_dispensed=handed.dispensed,
            has_administered=handed.administered,
            dispensed=len(rows.dispensed),
            administered=len(rows.administered),
            at_home=_at_home(rows),
            dispensed_open=_is_held(rows.dispensed),
            patients=rows.patients if len(rows.patients) > 1 else (),
            repeated=len(rows.repeats),
        ),
        rows=rows.places,
    )


def _at_home(rows: Rows) -> bool:
    return any(row.event is Event.HOME for row in rows.dispensed)


_SIGN = {Event.OPENED: 1, Event.TRANSFERRED_IN: 1, Event.RETURNED: -1, Event.TRANSFERRED_OUT: -1}


def _is_held(dispensed: Sequence[Dispensing]) -> bool:
    """Whether something was opened or came from another patient, and neither went back nor was handed on."""
    moved = [(read_amount(row.each) * row.count, _SIGN[row.event]) for row in dispensed if row.event in _SIGN]
    if not moved:
        return False
    unit = moved[0][0].unit
    if not all(amount.fits(unit) for amount, _ in moved):  # amounts that can't be added: container by container
        return bool(remaining(dispensed))
    return sum(amount.bound_to(unit).value * sign for amount, sign in moved) > 0


def _other_day(rows: Rows) -> date | None:
    """The day of the record where the lines are of another one, and it is not around midnight."""
    days = {row.day for row in rows.administered}
    billed = {line.day for line in rows.lines}
    if not days or not billed or billed <= days:
        return None
    return None if any(map(near_midnight, rows.administered)) else min(days)


def near_midnight(row: Administration) -> bool:
    """Whether an infusion began or ended within two hours of midnight, or ran over it."""
    from unitcalc.checks.gathering.charted import minutes
    from unitcalc.reconcile.settings import AROUND_MIDNIGHT

    start, stop = minutes(row.start[-5:]), minutes(row.stop[-5:])
    known = [each for each in (start, stop) if each is not None]
    over = start is not None and stop is not None and stop < start
    return over or any(each <= AROUND_MIDNIGHT or each >= 24 * 60 - AROUND_MIDNIGHT for each in known)


def record_of(rows: Rows, doses: Sequence[Dose]) -> Record | None:
    """The record that the rows make up; None where nothing was charted and nothing dispensed home."""
    # A dose that was not given, and for which nothing was opened, leaves nothing to bill or to account for.
    real = [dose for dose in doses if dose.containers or dose.status is not Status.NOT_GIVEN]
    requests = tuple(_request(rows, dose) for dose in real or doses)
    if not requests and _at_home(rows):
        requests = (_dispensed_home(rows),)
    if not requests:
        return None
    first = rows.administered[0] if rows.administered else None
    return Record(
        place=first.place if first else rows.dispensed[0].place,
        encounter=rows.encounter,
        code=rows.code,
        administrations=requests,
        order=_order(rows),
        said=_said(rows),
        patient=next(iter(rows.patients), ""),
    )


def _request(rows: Rows, dose: Dose) -> BillRequest:
    stopped = dose.status is Status.STOPPED
    return replace(
        _common(rows, dose.containers),
        given=dose.given,
        discarded=dose.discarded,
        explained=dose.explained,
        stopped=Stopped.ASK.value if stopped else "",
    )


def _dispensed_home(rows: Rows) -> BillRequest:
    containers = containers_of(row for row in rows.dispensed if row.event is Event.HOME)
    return replace(_common(rows, tuple(containers)), dispensed=True)


def _common(rows: Rows, containers: Sequence[Containers]) -> BillRequest:
    types = {each.type for each in containers if each.type}
    named = next((each.ndc for each in containers if each.ndc), "")
    ndc = named or next((row.ndc for row in rows.administered if row.ndc), "")
    return BillRequest(
        code=rows.code,
        date=rows.day.isoformat(),
        payer=rows.payer,
        setting=rows.setting,
        opened=tuple(_opened(each, several_types=len(types) > 1) for each in containers),
        container_type=next(iter(types)) if len(types) == 1 else "",
        ndc="" if named else ndc,
        supply=next((row.supply for row in rows.dispensed if row.supply), ""),
        narrative=next((line.narrative for line in rows.lines if line.narrative), ""),
    )


def _opened(each: Containers, *, several_types: bool) -> str:
    what = f"{each.ndc} @ {each.each}" if each.ndc else each.each
    kind = f" {each.type}" if several_types and each.type in ("single-dose", "multi-dose") and not each.ndc else ""
    return f"{each.count} x {what}{kind}"


def _order(rows: Rows) -> DoseRequest | None:
    """What was ordered, where every dose says so: then it is compared with what was given."""
    ordered = [row.ordered for row in rows.administered]
    if not ordered or not all(ordered) or len(set(ordered)) > 1:
        return None
    weight = next((row.weight for row in rows.administered if row.weight), "")
    return DoseRequest(order=total(ordered[:1]), code=rows.code, date=rows.day.isoformat(), weight=weight)


_SAID = ("lot", "start", "stop", "route", "weight", "weight_date", "witness", "site")


def _said(rows: Rows) -> dict[str, str]:
    """What the rows say besides amounts: the first that says so."""
    found = {name: next((text for row in rows.administered if (text := getattr(row, name))), "") for name in _SAID}
    found["discard_reason"] = next((row.reason for row in rows.administered if row.reason), "")
    found["given_by"] = next((row.by for row in rows.administered if row.by), "")
    found["expiry"] = next((row.expiry for row in rows.dispensed if row.expiry), "")
    found["lot"] = found["lot"] or next((row.lot for row in rows.dispensed if row.lot), "")
    return {name: text for name, text in found.items() if text}
