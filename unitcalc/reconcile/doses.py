"""Which containers belong to which administration, and what each administration gave, discarded and explained.

The rules of matching: an administration's number joins containers to it, else a container's number; with one
administration that day all containers are its. What is left is laid out over the administrations by what each used.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from operator import add

from unitcalc.account import Administration, Dispensing, Event, Status
from unitcalc.findings import Refused
from unitcalc.planning.allot import allotted
from unitcalc.planning.stock import Kind, Objective, TooManyError
from unitcalc.quantity import Amount, plain, read_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """Containers of one kind that an administration opened."""

    count: int
    each: str
    """The label amount of one, with its unit; of a shared one, what of it counts here."""
    ndc: str = ""
    type: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One administration: its rows together, and the containers opened for it."""

    rows: tuple[Administration, ...]
    containers: tuple[Containers, ...] = ()
    counted: str | None = None
    """What of the discard counts, where others had part of a container."""

    @property
    def status(self) -> Status:
        """How it ended: stopped, where any row says so."""
        known = {row.status for row in self.rows}
        return next((each for each in (Status.STOPPED, Status.GIVEN) if each in known), Status.NOT_GIVEN)

    @property
    def given(self) -> str:
        """What was given; nothing where no row gave anything."""
        return total([row.given for row in self.rows if row.status is not Status.NOT_GIVEN]) or _nothing(self)

    @property
    def discarded(self) -> str:
        """What was discarded; empty where no row says so."""
        return self.counted if self.counted is not None else total([row.discarded for row in self.rows])

    @property
    def explained(self) -> tuple[str, ...]:
        """What was explained, each amount with its reason."""
        told = ((row.explained, row.explained_reason or "no reason charted") for row in self.rows if row.explained)
        return tuple(f"{amount} {reason}" for amount, reason in told)


def total(amounts: Iterable[str]) -> str:
    """The sum of amounts, as text in the unit of the first; empty without any.

    >>> total(["100 mg", "0.05 g"])
    '150 mg'
    """
    known = [read_amount(text) for text in amounts if text]
    if not known:
        return ""
    first = known[0].unit
    if len(known) == 1 or not all(each.fits(first) for each in known):
        return " + ".join(text for text in amounts if text) if len(known) > 1 else next(filter(None, amounts))
    return written(Amount(sum((each.bound_to(first).value for each in known), Fraction(0)), first))


def written(amount: Amount) -> str:
    """An amount as text that is read as the same amount."""
    return f"{plain(amount.value)} {amount.unit.symbol}"


def _nothing(dose: Dose) -> str:
    """Nothing, in the unit of whatever was charted or opened."""
    texts = [row.given for row in dose.rows] + [each.each for each in dose.containers]
    unit = next((read_amount(text).unit.symbol for text in texts if text), "mg")
    return f"0 {unit}"


def doses_of(administered: Sequence[Administration], dispensed: Sequence[Dispensing]) -> tuple[Dose, ...]:
    """The administrations of an account in their order, each with its containers."""
    groups: dict[tuple[str, str], list[Administration]] = {}
    for place, row in enumerate(administered):
        key = ("number", row.administration) if row.administration else ("start", row.start)
        groups.setdefault(key if key[1] else ("row", str(place)), []).append(row)
    doses = [Dose(rows=tuple(rows)) for rows in groups.values()]
    if not doses:
        return ()
    opened = remaining(dispensed)
    if len(doses) == 1:
        return (replace(doses[0], containers=tuple(containers_of(opened))),)
    own: list[list[Dispensing]] = [[] for _ in doses]
    left: list[Dispensing] = []
    for each in opened:
        at = _place_of(each, doses)
        (own[at] if at is not None else left).append(each)
    found = [replace(dose, containers=tuple(containers_of(rows))) for dose, rows in zip(doses, own, strict=True)]
    return tuple(_laid_out(found, left))


def _place_of(row: Dispensing, doses: Sequence[Dose]) -> int | None:
    for at, dose in enumerate(doses):
        if row.administration and any(each.administration == row.administration for each in dose.rows):
            return at
    for at, dose in enumerate(doses):
        if row.container and any(each.container == row.container for each in dose.rows):
            return at
    return None


def remaining(dispensed: Sequence[Dispensing]) -> list[Dispensing]:
    """What was opened or came from another patient, less what was given back unopened."""
    rows = [row for row in dispensed if row.event in (Event.OPENED, Event.TRANSFERRED_IN)]
    for back in (row for row in dispensed if row.event is Event.RETURNED):
        count = back.count
        for at, row in enumerate(rows):
            alike = _same(row.each, back.each) and _is_back(back, row)
            if row.event is Event.OPENED and alike and count:
                taken = min(count, row.count)
                rows[at], count = replace(row, count=row.count - taken), count - taken
    return [row for row in rows if row.count]


def _is_back(back: Dispensing, row: Dispensing) -> bool:
    """Whether what was given back may be of a row: nothing that both name differs."""
    pairs = ((back.container, row.container), (back.lot, row.lot), (back.administration, row.administration))
    return all(not one or not other or one == other for one, other in pairs)


def _same(one: str, other: str) -> bool:
    first, second = read_amount(one), read_amount(other)
    return first.fits(second.unit) and first.bound_to(second.unit) == second


def containers_of(rows: Iterable[Dispensing]) -> Iterator[Containers]:
    """Rows of what was dispensed as containers of an administration."""
    for row in rows:
        yield Containers(count=row.count, each=row.each, ndc=row.ndc, type=row.container_type, number=row.container)


def _laid_out(doses: Sequence[Dose], left: Sequence[Dispensing]) -> Iterator[Dose]:
    """Containers that nothing joins to an administration, laid out over those that have none: so that each holds what
    it used, with the least left over; what is over then belongs to the last.
    """
    bare = [at for at, dose in enumerate(doses) if not dose.containers and dose.status is not Status.NOT_GIVEN]
    bare = bare or [len(doses) - 1]
    pool = list(containers_of(left))
    taken = _allotted(pool, [_used(doses[at]) for at in bare])
    over = [each.count - sum(counts[at] for counts in taken) for at, each in enumerate(pool)]
    for at, dose in enumerate(doses):
        if at not in bare:
            yield dose
            continue
        counts = taken[bare.index(at)]
        if at == bare[-1]:
            counts = tuple(map(add, counts, over))
        own = (replace(each, count=count) for each, count in zip(pool, counts, strict=True) if count)
        yield replace(dose, containers=(*dose.containers, *own))


def _allotted(pool: Sequence[Containers], used: Sequence[tuple[str, ...]]) -> Sequence[tuple[int, ...]]:
    """How many of each container each administration is given; none, where they do not suffice for all."""
    nothing = [(0,) * len(pool)] * len(used)
    try:
        amounts = [read_amount(each.each) for each in pool]
        unit = amounts[0].unit
        sizes = [amount.bound_to(unit).value for amount in amounts]
        wanted = [sum((read_amount(text).bound_to(unit).value for text in texts), Fraction(0)) for texts in used]
    except (Refused, IndexError):  # amounts that can't be compared, or no containers: the record's check tells
        return nothing
    scale = lcm(*(each.denominator for each in (*sizes, *wanted)))
    kinds = [Kind(int(size * scale), each.count) for size, each in zip(sizes, pool, strict=True)]
    try:
        return allotted(kinds, [int(each * scale) for each in wanted], Objective.WASTE) or nothing
    except TooManyError:
        return nothing


def _used(dose: Dose) -> tuple[str, ...]:
    return tuple(filter(None, (dose.given, dose.discarded, *(row.explained for row in dose.rows))))
