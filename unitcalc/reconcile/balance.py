"""The balance of an account: opened = given + discarded + transferred + explained + unexplained, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from unitcalc.account import Administration, Dispensing, Event
from unitcalc.catalogue.basis import Basis
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, read_amount

ZERO = Fraction(0)
_OPENED = {Event.OPENED: 1, Event.RETURNED: -1, Event.HOME: 1}
_HANDED_ON = {Event.TRANSFERRED_OUT: 1, Event.TRANSFERRED_IN: -1}


class Others(NamedTuple):
    """What passed between patients who shared containers, where no row says so: amounts with their units."""

    handed_on: tuple[str, ...] = ()
    taken_over: tuple[str, ...] = ()


NO_OTHERS = Others()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What became of the containers of an account, as charted; every amount a number of `unit`."""

    unit: str
    """mg, IU; empty where amounts can't be compared with the code."""
    opened: Fraction = ZERO
    """By the label: opened or dispensed, less what was given back."""
    given: Fraction = ZERO
    discarded: Fraction = ZERO
    transferred: Fraction = ZERO
    """Handed on to other patients, less what came from others."""
    explained: Fraction = ZERO
    kept: Fraction = ZERO
    """Left in multi-dose containers, or dispensed home: it is where it should be."""

    @property
    def unexplained(self) -> Fraction:
        """What nothing accounts for; below zero where more was accounted for than was opened."""
        return self.opened - self.given - self.discarded - self.transferred - self.explained - self.kept


def balance_of(
    drug: Drug | None,
    dispensed: Iterable[Dispensing],
    administered: Iterable[Administration],
    *,
    others: Others = NO_OTHERS,
    multi_dose: bool = False,
) -> Balance:
    """The balance of an account's rows. Of multi-dose containers what is left is kept."""
    rows, charted = tuple(dispensed), tuple(administered)
    count = _counter(drug, [*(row.each for row in rows), *(row.given for row in charted if row.given)])
    if count is None:
        return Balance(unit="")
    try:
        opened = sum((count(row.each) * row.count * _OPENED.get(row.event, 0) for row in rows), ZERO)
        home = sum((count(row.each) * row.count for row in rows if row.event is Event.HOME), ZERO)
        transferred = sum((count(row.each) * row.count * _HANDED_ON.get(row.event, 0) for row in rows), ZERO)
        transferred += sum(map(count, others.handed_on), ZERO) - sum(map(count, others.taken_over), ZERO)
        given = sum((count(row.given) for row in charted if row.given), ZERO)
        discarded = sum((count(row.discarded) for row in charted if row.discarded), ZERO)
        explained = sum((count(row.explained) for row in charted if row.explained), ZERO)
    except Refused:  # its amounts are not of one measure: the record's own check says so
        return Balance(unit="")
    rest = opened - given - discarded - transferred - explained - home
    return Balance(
        unit=count.unit,
        opened=opened,
        given=given,
        discarded=discarded,
        transferred=transferred,
        explained=explained,
        kept=home + (max(rest, ZERO) if multi_dose else ZERO),
    )


@dataclass(frozen=True, slots=True)
class _Counter:
    """Amounts as numbers of one unit: the code's, else that of the first amount."""

    unit: str
    basis: Basis | None
    first: Amount | None

    def __call__(self, text: str) -> Fraction:
        amount = read_amount(text)
        if self.basis is not None:
            return self.basis.number(amount)
        assert self.first is not None
        return amount.bound_to(self.first.unit).value


def _counter(drug: Drug | None, texts: list[str]) -> _Counter | None:
    amounts = [read_amount(text) for text in texts]
    unit = drug.billing_unit if drug is not None else None
    if drug is not None and unit is not None and amounts and all(amount.fits(unit.unit) for amount in amounts):
        return _Counter(unit.unit.symbol, Basis(unit, drug.descriptor.also, None, drug.code), None)
    if amounts and all(amount.fits(amounts[0].unit) for amount in amounts):
        return _Counter(amounts[0].unit.symbol, None, amounts[0])
    return None
