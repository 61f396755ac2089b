"""Kinds of accounts: containers, payer and setting, lines. None where accounts of the kind are not plain."""

from collections.abc import Iterable
from dataclasses import fields, replace
from fractions import Fraction
from typing import NamedTuple

from unitcalc.billing.case import Case, read_case
from unitcalc.billing.claim import MOST_LINES, line_limit, packing
from unitcalc.billing.least_waste import may_be
from unitcalc.billing.request import BillRequest, Supply
from unitcalc.catalogue.container import ContainerType
from unitcalc.checks.facts import AccountFacts
from unitcalc.checks.gathering.gather import Gathered, gather
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Scope
from unitcalc.checks.registry import of_scope
from unitcalc.planning.pools import to_buy
from unitcalc.quantity import plain as as_text
from unitcalc.reconcile.cases import account_of
from unitcalc.reconcile.plain.kinds import (
    CENTS,
    LARGEST,
    MOST_UNITS,
    SCALE,
    THOUSANDTHS,
    ZERO,
    Constants,
    ContainerKind,
    LineKind,
    literal,
    scaled,
)  # fmt: skip
from unitcalc.reconcile.plain.steady import VARYING_OF_ACCOUNT, asked_of_each
from unitcalc.reconcile.plain.tried import ALL, Containers, rows_of, symbol_of, with_dose

MOST_PARTS, MOST_IN = 9_000, 10**8
"""Of an NDC quantity as a fraction: times a label, or the quantities of a claim, they fit a whole number of 64 bits."""


class AccountKind(NamedTuple):
    """Accounts that differ in amounts, units, money and times only."""

    unit: int
    """The billing unit in `SCALE`."""
    measure: str
    single: bool
    """Single-dose containers, of which JW is billed where it applies."""
    assayed: bool
    """Plain only where all of the label was given: else the chart might show nominal sizes."""
    with_jw: bool
    quantity: Fraction
    """Thousandths of the NDC quantity in one of `SCALE`; 0 where it is not known, or differs among the containers."""
    quantity_of_dose: bool
    """Whether what was given has that quantity, to three decimals: of multi-dose containers of one NDC."""
    most: int
    """Units above which no claim is long enough."""
    pools: tuple[tuple[int, ...], ...]
    """Sizes in `SCALE` that might have been opened together, of each product that it may be."""
    price: int
    """Thousandths of a dollar a unit; 0 where none is known."""
    supply: str
    asked: frozenset[str]
    """The checks that depend on what differs among them, or find something in all of them."""
    facts: Constants


def account_kind(
    tables: Tables,
    containers: Iterable[ContainerKind],
    payer: str,
    setting: str,
    lines: Iterable[LineKind],
    *,
    ordered: bool,
    weighed: str,
) -> AccountKind | None:
    """A kind of accounts; None where they are not plain, or where nothing is known of them."""
    return _AccountReader(tables, tuple(containers), payer, setting, tuple(lines), ordered, weighed).read()


class _AccountReader:
    """Tries two accounts of a kind: one whose containers were given whole, one with waste."""

    def __init__(
        self,
        tables: Tables,
        containers: tuple[ContainerKind, ...],
        payer: str,
        setting: str,
        lines: tuple[LineKind, ...],
        ordered: bool,
        weighed: str,
    ) -> None:
        self.tables, self.containers, self.lines = tables, containers, lines
        self.payer, self.setting = payer, setting
        self.ordered, self.weighed = ordered, weighed
        first = containers[0]
        self.code, self.day = first.code, first.day
        self.symbol = symbol_of(tables, self.code, self.day)
        # So many that there is room for waste of several units, whatever a unit is.
        self.count = 10
        self.label = sum(each.label for each in containers) * self.count

    def read(self) -> AccountKind | None:
        if len({each.supply for each in self.containers}) > 1:
            return None
        whole = self._gathered(self.label, None)
        unit = scaled(Fraction(whole.facts.unit)) if whole is not None else None
        if whole is None or not unit or 3 * unit > self.label or unit * (MOST_UNITS + 1) >= 2**63:
            return None
        wasted = self._gathered(self.label - 2 * unit, 2 * unit)
        if wasted is None:
            return None
        facts, outcome = whole.facts, whole.bills[0].outcome
        types = set(outcome.reading.types) if outcome is not None else set()
        price = scaled(Fraction(whole.coded.price), 1000)
        discarded = int(wasted.facts.expected_discarded)
        if len(types) != 1 or price is None or discarded not in (0, 2) or facts.same_line:
            return None
        single = types == {ContainerType.SINGLE_DOSE}
        if wasted.facts.expected_administered != (self.label - 2 * unit) // unit:
            return None
        try:
            constants = {each.name: literal(getattr(facts, each.name)) for each in fields(AccountFacts)}
        except ValueError:
            return None
        if facts.nominal_charge:
            constants["nominal_charge"] = scaled(Fraction(facts.nominal_charge), CENTS)
        return AccountKind(
            unit=unit,
            measure=str(facts.measure),
            single=single,
            assayed=any(each.assayed for each in self.containers),
            with_jw=discarded == 2,
            quantity=self._quantity(),
            quantity_of_dose=not single and self._counts_dose(),
            most=min(line_limit(self._case()) * MOST_LINES, LARGEST),
            pools=self._pools(),
            price=price,
            supply=self.containers[0].supply or Supply.PURCHASED.value,
            asked=frozenset(asked_of_each(of_scope(Scope.ACCOUNT), facts, VARYING_OF_ACCOUNT)),
            facts=constants,
        )

    def _gathered(self, given: int, discarded: int | None) -> Gathered | None:
        """The facts of one account; None where its record leaves anything open, or can't be billed."""
        rows = rows_of(
            self.code,
            self.day,
            (Containers(self.count, each.each, each.ndc, each.type, each.supply) for each in self.containers),
        )
        text = self._text(given)
        rows = with_dose(
            rows,
            given=text,
            discarded=self._text(discarded) if discarded is not None else "",
            ordered=text if self.ordered else "",
            weight=self.weighed,
        )
        lines = tuple(each.line for each in self.lines)
        rows = replace(rows, lines=lines, payer=self.payer, setting=self.setting)
        gathered = gather(self.tables, account_of(rows, ALL))
        f = gathered.facts
        settled = f.compared and f.known and f.purchased and not (f.stopped_open or f.type_open or f.dispensed)
        silent = not (f.open_question or f.nominal_question or f.not_combined or f.given_code or f.amount_code)
        if not settled or not silent or gathered.problems or gathered.unread or f.measure == "":
            return None
        return gathered

    def _text(self, number: int) -> str:
        return f"{as_text(Fraction(number, SCALE))} {self.symbol}"

    def _quantity(self) -> Fraction:
        """As `gathering.quantities` counts all of the containers (RULES 5.6)."""
        case = self._case()
        packed = {packing(case, entry) for entry in case.entries}
        known = {each.per_basis * THOUSANDTHS / SCALE for each in packed if each is not None}
        found = known.pop() if len(known) == 1 and None not in packed else ZERO
        return found if found.numerator <= MOST_PARTS and found.denominator <= MOST_IN else ZERO

    def _counts_dose(self) -> bool:
        """RULES 5.5: not in whole vials, and rounded but once."""
        case = self._case()
        vials = case.policy.value("powder-ndc-quantity", case.day).value == "whole"
        return not vials and len({entry.ndc for entry in case.entries}) == 1

    def _pools(self) -> tuple[tuple[int, ...], ...]:
        """As `billing.least_waste` asks; instead of a size finer than a column holds one that all are multiples of."""
        case = self._case()
        number = case.counted.basis.number
        sold = to_buy(self.tables.catalogue, self.code, self.day, case.counted.basis.unit)
        pools = [[number(each.each) for each in pool.containers] for pool in sold if may_be(case.entries, pool)]
        if not pools:
            return (tuple(each.label for each in self.containers),)
        return tuple(tuple(scaled(size) or 1 for size in sizes) for sizes in pools)

    def _case(self) -> Case:
        opened = tuple(f"1 x {each.ndc} @ {each.each}" if each.ndc else f"1 x {each.each}" for each in self.containers)
        request = BillRequest(
            code=self.code,
            date=self.day.isoformat(),
            given=self._text(1),
            opened=opened,
            container_type=self.containers[0].type,
        )
        return read_case(self.tables.catalogue, request, self.tables.today)
