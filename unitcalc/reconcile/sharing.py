"""A container that several patients were given from: each pays for the units given, and the waste falls to the last.

RULES 2.7: J of the last = the whole units of the label, less the administered units of all. So what counts of the
container for the others is what they were given; for the last, the label less the units that were billed before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from unitcalc.account import Account, Dispensing, Event
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, read_amount
from unitcalc.reconcile.cases import Handed, Rows, account_of
from unitcalc.reconcile.doses import Containers, Dose, doses_of, written
from unitcalc.units import begun

ZERO = Fraction(0)
Key = tuple[str, date, str]


@dataclass(frozen=True, slots=True)
class Share:
    """What an account had of a shared container."""

    rows: Rows
    dose: int
    """Which of its doses drew from it."""
    given: Fraction
    used: Fraction
    """Given, discarded and explained."""
    order: tuple[date, str, int]


class Shared(NamedTuple):
    """Accounts that share containers, judged together."""

    account: Account
    rows: Rows
    handed_on: tuple[str, ...]
    """What others had of its containers, without a row that says so."""
    taken_over: tuple[str, ...]
    """What it had of others' containers, without a row that says so."""


def container_of(row: Dispensing) -> tuple[str, bool]:
    """What links a row to others of the same container: its number, else the lot of a transfer; whether by lot."""
    if row.container:
        return row.container, False
    if row.event in (Event.TRANSFERRED_IN, Event.TRANSFERRED_OUT) and row.lot:
        return row.lot, True
    return "", False


def shared_accounts(catalogue: Catalogue, group: Sequence[Rows], handed: Handed) -> Iterator[Shared]:
    """The accounts of a group, linked by their containers, each with what of them counts for it."""
    doses = {rows.key: list(doses_of(rows.administered, rows.dispensed)) for rows in group}
    facts: dict[Key, dict[str, object]] = {rows.key: {} for rows in group}
    out: dict[Key, list[str]] = {rows.key: [] for rows in group}
    taken: dict[Key, list[str]] = {rows.key: [] for rows in group}
    for number, by_lot in _numbers(group):
        _share(catalogue, group, doses, facts, out, taken, number, by_lot=by_lot)
    for rows in group:
        account = account_of(rows, handed, doses=doses[rows.key])
        assert account.reconciled is not None
        told = replace(account.reconciled, **facts[rows.key])  # type: ignore[arg-type]
        yield Shared(replace(account, reconciled=told), rows, tuple(out[rows.key]), tuple(taken[rows.key]))


def _numbers(group: Sequence[Rows]) -> list[tuple[str, bool]]:
    """The containers that link the accounts of a group."""
    where: dict[tuple[str, bool], set[Key]] = {}
    for rows in group:
        for row in rows.dispensed:
            if (link := container_of(row))[0]:
                where.setdefault(link, set()).add(rows.key)
        for given in rows.administered:
            if given.container:
                where.setdefault((given.container, False), set()).add(rows.key)
    transfers = {
        container_of(row)
        for rows in group
        for row in rows.dispensed
        if row.event in (Event.TRANSFERRED_IN, Event.TRANSFERRED_OUT)
    }
    return sorted(link for link, keys in where.items() if link[0] and (len(keys) > 1 or link in transfers))


def _share(
    catalogue: Catalogue,
    group: Sequence[Rows],
    doses: Mapping[Key, list[Dose]],
    facts: Mapping[Key, dict[str, object]],
    out: Mapping[Key, list[str]],
    taken: Mapping[Key, list[str]],
    number: str,
    *,
    by_lot: bool,
) -> None:
    """One container: what of it counts for each account."""
    openers = [(rows, row) for rows in group for row in rows.dispensed if _opens(row, number, by_lot=by_lot)]
    _tell_transfers(group, facts, number, by_lot=by_lot)
    if len({rows.key for rows, _ in openers}) > 1:
        first, *others = openers
        for rows, _ in others:
            facts[rows.key]["opened_elsewhere"] = f"{number} in encounter {first[0].encounter}"
        return
    unit = _unit_of(catalogue, group[0])
    shares = sorted(_shares(group, doses, number, unit, by_lot=by_lot), key=lambda share: share.order) if unit else []
    if not openers or unit is None or len({share.rows.key for share in shares}) < 2:
        return
    opener, opened = openers[0]
    try:
        label = read_amount(opened.each).bound_to(unit.unit).value
    except Refused:
        return  # the record's own check tells that the amount does not fit the code
    units = [begun(share.given, unit.value) for share in shares]
    for share, own in zip(shares, units, strict=True):
        last = share is shares[-1]
        counts = label - unit.value * (sum(units) - own) if last else share.given
        _set(doses[share.rows.key], share.dose, number, opened, Amount(max(counts, ZERO), unit.unit), by_lot=by_lot)
        if share.rows.key != opener.key and not _has_row(share.rows, number, Event.TRANSFERRED_IN, by_lot=by_lot):
            amount = written(Amount(share.used, unit.unit))
            taken[share.rows.key].append(amount)
            if not _has_row(opener, number, Event.TRANSFERRED_OUT, by_lot=by_lot):
                out[opener.key].append(amount)
    told = facts[shares[-1].rows.key]
    told["shared_units"] = sum(units)
    told["shared_label_units"] = begun(label, unit.value)
    if by_lot:
        told["shared_by_lot"] = number


def _opens(row: Dispensing, number: str, *, by_lot: bool) -> bool:
    same = row.lot == number if by_lot else row.container == number
    return row.event is Event.OPENED and same


def _is_of(row: Dispensing, number: str, *, by_lot: bool) -> bool:
    return container_of(row) == (number, by_lot) or _opens(row, number, by_lot=by_lot)


def _has_row(rows: Rows, number: str, event: Event, *, by_lot: bool) -> bool:
    return any(row.event is event and container_of(row) == (number, by_lot) for row in rows.dispensed)


def _tell_transfers(
    group: Sequence[Rows], facts: Mapping[Key, dict[str, object]], number: str, *, by_lot: bool
) -> None:
    """A rest that was handed on and came nowhere, or came from nowhere."""
    for event, other, words in (
        (Event.TRANSFERRED_OUT, Event.TRANSFERRED_IN, "was handed on, and came to nobody"),
        (Event.TRANSFERRED_IN, Event.TRANSFERRED_OUT, "came from another patient, and nobody handed it on"),
    ):
        there = [rows for rows in group if _has_row(rows, number, event, by_lot=by_lot)]
        counterpart = [rows for rows in group if _has_row(rows, number, other, by_lot=by_lot)]
        for rows in there:
            if all(each.key == rows.key for each in counterpart):
                facts[rows.key]["lone_transfer"] = f"{number} {words}"


def _unit_of(catalogue: Catalogue, rows: Rows) -> Amount | None:
    try:
        return catalogue.drugs.on(rows.code, rows.day).billing_unit
    except Refused:
        return None


def _shares(
    group: Sequence[Rows], doses: Mapping[Key, list[Dose]], number: str, unit: Amount, *, by_lot: bool
) -> Iterator[Share]:
    """Who drew how much from a container: by its number on what was given, else what other containers left wanting."""
    for rows in group:
        for at, dose in enumerate(doses[rows.key]):
            own = [row for row in dose.rows if row.container == number and not by_lot]
            drawn = [each for each in dose.containers if each.number == number and not by_lot]
            linked = [row for row in rows.dispensed if _is_of(row, number, by_lot=by_lot)]
            if not (own or drawn or linked):
                continue
            try:
                given = _number([row.given for row in own or dose.rows], unit.unit)
                away = _number([text for row in own or dose.rows for text in (row.discarded, row.explained)], unit.unit)
                if not own:
                    others = [each for each in dose.containers if not _is(each, number, linked)]
                    given -= sum((_number([each.each], unit.unit) * each.count for each in others), ZERO)
            except Refused:
                continue  # as above
            first = dose.rows[0]
            yield Share(rows, at, max(given, ZERO), max(given, ZERO) + away, (first.day, first.start, first.place.row))


def _is(each: Containers, number: str, linked: Sequence[Dispensing]) -> bool:
    return each.number == number or (not each.number and any(row.each == each.each for row in linked))


def _number(texts: Iterable[str], unit: Unit) -> Fraction:
    return sum((read_amount(text).bound_to(unit).value for text in texts if text), ZERO)


def _set(doses: list[Dose], at: int, number: str, opened: Dispensing, counts: Amount, *, by_lot: bool) -> None:
    """What of the container counts for a dose, in place of its label."""
    dose = doses[at]
    others = []
    replaced = False
    for each in dose.containers:
        same = each.number == number or (by_lot and not each.number and not replaced)
        if same and each.count == 1:
            replaced = True
            continue
        others.append(each)
    kind = opened.container_type or "single-dose"
    part = Containers(count=1, each=written(counts), type=kind, number=number)
    doses[at] = replace(dose, containers=(*others, part) if counts else tuple(others))
