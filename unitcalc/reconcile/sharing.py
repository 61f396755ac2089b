"""A container that several patients were given from: each pays for the units given, and the waste falls to the last.

RULES 2.7: J of the last = the whole units of the label, less the administered units of all. So what counts of the
container for the others is what they were given; for the last, the label less the units that were billed before it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.account import Account, Dispensing, Event
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, read_amount
from unitcalc.reconcile.balance import Others
from unitcalc.reconcile.cases import Handed, Rows, account_of
from unitcalc.reconcile.doses import Containers, Dose, doses_of, remaining, written
from unitcalc.units import begun

ZERO = Fraction(0)
_TRANSFERS = (Event.TRANSFERRED_OUT, Event.TRANSFERRED_IN)


class Container(NamedTuple):
    """What links rows of one container: its number, or its lot where a transfer states no number."""

    number: str
    by_lot: bool = False

    def opens(self, row: Dispensing) -> bool:
        """Whether a row opens it."""
        return row.event is Event.OPENED and (row.lot if self.by_lot else row.container) == self.number

    def is_of(self, row: Dispensing) -> bool:
        """Whether a row speaks of it."""
        return container_of(row) == self or self.opens(row)


def container_of(row: Dispensing) -> Container:
    """The container that a row names; without a number only a transfer names one, by its lot."""
    if row.container or row.event not in _TRANSFERS:
        return Container(row.container)
    return Container(row.lot, by_lot=bool(row.lot))


@dataclass
class _Member:
    """An account of the group, while its doses are worked out."""

    rows: Rows
    doses: list[Dose]
    facts: dict[str, Any] = field(default_factory=dict)
    handed_on: list[str] = field(default_factory=list)
    taken_over: list[str] = field(default_factory=list)

    def has(self, container: Container, event: Event) -> bool:
        """Whether it has a row of the container."""
        return any(row.event is event and container_of(row) == container for row in self.rows.dispensed)


class Share(NamedTuple):
    """What one dose had of a shared container, in the code's unit of measure."""

    member: _Member
    dose: int
    given: Fraction
    used: Fraction
    """Given, discarded and explained."""
    order: tuple[date, str, int]


class Shared(NamedTuple):
    """An account that shares containers, with what passed between it and others without a row that says so."""

    account: Account
    rows: Rows
    others: Others


def shared_accounts(catalogue: Catalogue, group: Sequence[Rows], handed: Callable[[Rows], Handed]) -> Iterator[Shared]:
    """The accounts that containers link, each with what of them counts for it."""
    members = [_Member(rows, list(doses_of(rows.administered, rows.dispensed))) for rows in group]
    unit = _unit_of(catalogue, group[0])
    for container in _containers(members):
        _tell_transfers(members, container)
        openers = [(member, row) for member in members for row in member.rows.dispensed if container.opens(row)]
        if len({member.rows.key for member, _ in openers}) > 1:
            for member, _ in openers[1:]:
                first = openers[0][0].rows.encounter
                member.facts["opened_elsewhere"] = f"{container.number}, also in encounter {first}"
        elif openers and unit is not None:
            _share(members, container, *openers[0], unit)
    for member in members:
        account = account_of(member.rows, handed(member.rows), doses=member.doses)
        assert account.reconciled is not None
        told = replace(account.reconciled, **member.facts)
        others = Others(tuple(member.handed_on), tuple(member.taken_over))
        yield Shared(replace(account, reconciled=told), member.rows, others)


def _unit_of(catalogue: Catalogue, rows: Rows) -> Amount | None:
    try:
        return catalogue.drugs.on(rows.code, rows.day).billing_unit
    except Refused:
        return None


def _containers(members: Sequence[_Member]) -> list[Container]:
    """The containers of which several accounts speak, or that were handed on."""
    where: dict[Container, set[object]] = {}
    transferred = set()
    for member in members:
        for row in member.rows.dispensed:
            where.setdefault(container_of(row), set()).add(member.rows.key)
            if row.event in _TRANSFERS:
                transferred.add(container_of(row))
        for given in member.rows.administered:
            where.setdefault(Container(given.container), set()).add(member.rows.key)
    return sorted(each for each, keys in where.items() if each.number and (len(keys) > 1 or each in transferred))


def _tell_transfers(members: Sequence[_Member], container: Container) -> None:
    """A rest that was handed on and came nowhere, or came from nowhere."""
    for event, other, words in (
        (Event.TRANSFERRED_OUT, Event.TRANSFERRED_IN, "was handed on, and came to nobody"),
        (Event.TRANSFERRED_IN, Event.TRANSFERRED_OUT, "came from another patient, and nobody handed it on"),
    ):
        counterparts = [each for each in members if each.has(container, other)]
        for member in members:
            if member.has(container, event) and all(each is member for each in counterparts):
                member.facts["lone_transfer"] = f"the rest of {container.number} {words}"


def _share(members: Sequence[_Member], container: Container, opener: _Member, opened: Dispensing, unit: Amount) -> None:
    """One container: what of it counts for each dose that drew from it."""
    try:
        label = read_amount(opened.each).bound_to(unit.unit).value
        shares = sorted(_shares(members, container, unit.unit), key=lambda share: share.order)
    except Refused:
        return  # the record's own check tells that an amount does not fit the code
    if len({share.member.rows.key for share in shares}) < 2:
        _hand_on(opener, container, opened, label, unit.unit)
        return
    single = opened.container_type in ("", ContainerType.SINGLE_DOSE.value)
    before = 0
    for share in shares:
        # Above the label, the last one paid for what it was given all the same: the check of the sum tells it.
        is_last = single and share is shares[-1]
        counts = max(label - unit.value * before, share.given) if is_last else share.given
        before += begun(share.given, unit.value)
        _set(share, container, opened, Amount(counts, unit.unit))
        if share.member is not opener and not share.member.has(container, Event.TRANSFERRED_IN):
            amount = written(Amount(share.used, unit.unit))
            share.member.taken_over.append(amount)
            if not opener.has(container, Event.TRANSFERRED_OUT):
                opener.handed_on.append(amount)
    told = shares[-1].member.facts
    if single:
        codes = {share.member.rows.code for share in shares}  # containers of another drug may link its patients too
        of_drug = [member for member in members if member.rows.code in codes]
        told["shared_units"] = int(sum(line.units for member in of_drug for line in member.rows.lines))
        told["shared_label_units"] = begun(_labels(of_drug, unit.unit), unit.value)
    if container.by_lot:
        told["shared_by_lot"] = container.number


def _labels(members: Sequence[_Member], unit: Unit) -> Fraction:
    """The label amounts of all containers that the accounts opened."""
    rows = (row for member in members for row in remaining(member.rows.dispensed) if row.event is Event.OPENED)
    amounts = ((read_amount(row.each), row.count) for row in rows)
    # Another drug may be linked by a container of its own.
    return sum((amount.bound_to(unit).value * count for amount, count in amounts if amount.fits(unit)), ZERO)


def _shares(members: Sequence[_Member], container: Container, unit: Unit) -> Iterator[Share]:
    """Who drew how much: by the container's number on what was given, else what the dose's other containers lack."""
    for member in members:
        linked = [row for row in member.rows.dispensed if container.is_of(row)]
        for at, dose in enumerate(member.doses):
            own = [row for row in dose.rows if row.container == container.number and not container.by_lot]
            if not own and not linked:
                continue
            rows = own or dose.rows
            given = _sum([row.given for row in rows], unit)
            away = _sum([text for row in rows for text in (row.discarded, row.explained)], unit)
            if not own:
                others = [each for each in dose.containers if not _is_one(each, container, linked)]
                given -= sum((_sum([each.each], unit) * each.count for each in others), ZERO)
            first = dose.rows[0]
            used = max(given, ZERO) + away
            yield Share(member, at, max(given, ZERO), used, (first.day, first.start, first.place.row))


def _is_one(each: Containers, container: Container, linked: Sequence[Dispensing]) -> bool:
    """Whether a dose's container is the shared one."""
    if not container.by_lot:
        return each.number == container.number
    return not each.number and any(row.each == each.each for row in linked)


def _sum(texts: Iterable[str], unit: Unit) -> Fraction:
    return sum((read_amount(text).bound_to(unit).value for text in texts if text), ZERO)


def _hand_on(opener: _Member, container: Container, opened: Dispensing, label: Fraction, unit: Unit) -> None:
    """What was handed on to somebody without a dose does not count for whoever opened it."""
    out = [row for row in opener.rows.dispensed if row.event is Event.TRANSFERRED_OUT and container.is_of(row)]
    if not out or not opener.doses:
        return
    left = label - sum((_sum([row.each], unit) * row.count for row in out), ZERO)
    dose = next(
        (
            at
            for at, dose in enumerate(opener.doses)
            if any(_is_one(each, container, [opened]) for each in dose.containers)
        ),
        0,
    )
    nothing = (opener.rows.day, "", 0)
    _set(Share(opener, dose, ZERO, ZERO, nothing), container, opened, Amount(max(left, ZERO), unit))


def _set(share: Share, container: Container, opened: Dispensing, counts: Amount) -> None:
    """What of the container counts for a dose, in place of its label; and of the discard no more than that leaves."""
    dose = share.member.doses[share.dose]
    others, found = list[Containers](), False
    for each in dose.containers:
        if not found and each.count == 1 and _is_one(each, container, [opened, *share.member.rows.dispensed]):
            found = True
        else:
            others.append(each)
    kind = opened.container_type or ContainerType.SINGLE_DOSE.value
    part = Containers(count=1, each=written(counts), type=kind, number=container.number)
    changed = replace(dose, containers=(*others, part) if counts else tuple(others))
    if dose.discarded:
        unit = counts.unit
        held = counts.value + sum((_sum([each.each], unit) * each.count for each in others), ZERO)
        room = held - _sum([dose.given, *(row.explained for row in dose.rows)], unit)
        charted = _sum([dose.discarded], unit)
        if charted > max(room, ZERO):
            changed = replace(changed, counted=written(Amount(max(room, ZERO), unit)))
    share.member.doses[share.dose] = changed
