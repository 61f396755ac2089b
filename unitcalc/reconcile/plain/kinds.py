"""Kinds of rows and of accounts: what is constant about them, worked out once by what works out any one of them.

A kind of containers: a code in a span of time, an NDC, a size, a stated type. A kind of lines: a code in a span, for a
payer, in a setting, with its modifiers. A kind of accounts: both together. None where they are not plain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from unitcalc.account import Account, Administration, BilledLine, Dispensing, Place
from unitcalc.billing.case import Case, read_case
from unitcalc.billing.claim import packing
from unitcalc.billing.least_waste import may_be
from unitcalc.billing.request import BillRequest, Supply
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import Kind
from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.facts import AccountFacts, LineFacts
from unitcalc.checks.gathering.gather import Gathered, gather
from unitcalc.checks.gathering.lines import line_facts, modifier_facts
from unitcalc.checks.gathering.patient import usual_most
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Scope
from unitcalc.checks.registry import checks
from unitcalc.dosing.measures import read_weight
from unitcalc.findings import Refused
from unitcalc.planning.pools import to_buy
from unitcalc.quantity import plain as as_text
from unitcalc.reconcile.cases import Handed, Rows, account_of

PLACES = 6
SCALE = 10**PLACES
"""Amounts in columns are whole millionths of the code's unit of measure; what is finer is not plain."""
LARGEST = 10**15
"""Above it a column's amount is not plain: products of amounts stay within a whole number of 64 bits."""
ZERO = Fraction(0)
CENTS = 100
THOUSANDTHS = 1000
MOST_PER, PER_PLACES = 10**6, 6
"""Units of a code in one of the NDC quantity that columns hold, and their decimals."""
NOWHERE = Place("")
_ALL = Handed(dispensed=True, administered=True, claims=True)
_PLAIN_TYPES = (ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE)
_SUPPLIES = ("", Supply.PURCHASED.value, Supply.DISCOUNTED.value)
Constants = Mapping[str, Any]
"""Facts by name: whole numbers, decimals, words, truths."""


class ContainerKind(NamedTuple):
    """Containers of one size."""

    code: str
    day: date
    """The first day on which they were met; it stands for its span."""
    each: str
    ndc: str
    type: str
    """As stated."""
    supply: str
    label: int
    """The label amount of one, in `SCALE`."""
    assayed: bool
    """Whether it is the potency of a lot, and another size its nominal one (RULES 4.2)."""


class LineKind(NamedTuple):
    """Claim lines that differ in units, money and dates of filing only."""

    code: str
    day: date
    payer: str
    setting: str
    line: BilledLine
    facts: Constants
    wrong: bool
    """Whether a check of its modifiers finds something."""
    per: Decimal
    """Units of the code in one of the NDC quantity; 0 where none is stated, or it is not known."""


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
    pools: tuple[tuple[int, ...], ...]
    """Sizes in `SCALE` that might have been opened together, of each product that it may be."""
    price: int
    """Thousandths of a dollar a unit; 0 where none is known."""
    supply: str
    facts: Constants


def scaled(value: Fraction, scale: int = SCALE) -> int | None:
    """A number as whole parts; None where it has finer ones, or is too large for a column."""
    whole = value * scale
    return int(whole) if whole.denominator == 1 and 0 <= whole <= LARGEST else None


def literal(value: Any) -> Any:
    """A constant as columns take it: whole numbers and words as they are, other numbers as exact decimals.

    Raises ValueError for a number that has no finite decimal.
    """
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return value.numerator
    text = as_text(value)
    if "/" in text:
        raise ValueError(text)
    return Decimal(text)


class Kinds:
    """The kinds met so far, each worked out once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._usual: dict[tuple[str, date], _Usual | None] = {}
        self._modifier_checks = [each for each in checks().values() if each.scope is Scope.MODIFIER]

    @cached_property
    def weight_days(self) -> int:
        """For how many days a weight is surely new enough."""
        return min(self.tables.formulas.weight_days)

    def containers(self, code: str, day: date, each: str, ndc: str, type_: str, supply: str) -> ContainerKind | None:
        """A kind of containers; None where one of them can't be in a plain account."""
        if supply not in _SUPPLIES:
            return None
        opened = f"1 x {ndc} @ {each}" if ndc else f"1 x {each}"
        request = BillRequest(code=code, date=day.isoformat(), given=each, opened=(opened,), container_type=type_)
        try:
            case = read_case(self.tables.catalogue, request, self.tables.today)
        except Refused:
            return None
        label = scaled(case.counted.labels[0]) if case.counted.physical else None
        plain = case.drug.kind is Kind.AMOUNT and case.entries[0].type.type in _PLAIN_TYPES
        nominal = case.entries[0].nominal
        if not plain or not label or (nominal is not None and scaled(case.counted.basis.number(nominal)) == label):
            return None
        return ContainerKind(code, day, each, ndc, type_, supply, label, nominal is not None)

    def lines(self, line: BilledLine, payer: str, setting: str) -> LineKind | None:
        """A kind of lines, by one of them; None where they are not plain."""
        policy = self.tables.catalogue.policy(payer)
        if policy.profile.entries or "LU" in line.modifiers:
            return None
        account = Account(
            encounter="", day=line.day, code=line.code, payer=payer, setting=setting, lines=(line,), claimed=True
        )
        coded = self.tables.coded(line.code, line.day, payer, setting)
        if coded.drug is None:
            return None
        known: dict[str, Any] = {"compared": False, "swapped": False}
        known |= dict.fromkeys(("administered", "expected_administered", "discarded", "expected_discarded"), 0)
        ((_, facts),) = line_facts(self.tables, account, coded, known)
        wrong = any(
            bool(check.broken(of_modifier))
            for _, of_modifier in modifier_facts(self.tables, account, coded)
            for check in self._modifier_checks
        )
        try:
            constants = {each.name: literal(getattr(facts, each.name)) for each in fields(LineFacts)}
        except ValueError:
            return None
        per = Decimal(0)
        if line.ndc_quantity is not None:
            # What a vial of no known content holds is compared with its nominal size: that is not plain.
            per = Decimal(constants["units_per_quantity"])
            if constants["nominal_per_quantity"] or not 0 < per < MOST_PER or per != round(per, PER_PLACES):
                return None
        return LineKind(line.code, line.day, payer, setting, line, constants, wrong, per)

    def usual_most(self, code: str, day: date, weight: str) -> int | None:
        """The largest usual dose for a weight, in `SCALE`; 0 where it is not known, None where that is not plain."""
        if (code, day) not in self._usual:
            self._usual[code, day] = self._usual_of(code, day)
        usual = self._usual[code, day]
        if usual is None or not weight:
            return None if usual is None else 0
        try:
            kilograms = read_weight(weight, self.tables.formulas.weight).amount.value
        except Refused:
            return None
        if kilograms not in usual.known:
            usual.known[kilograms] = scaled(usual_most(self.tables, usual.account, usual.case, kilograms))
        return usual.known[kilograms]

    def _usual_of(self, code: str, day: date) -> "_Usual | None":
        one = f"1 {self._symbol(code, day)}"
        rows = self._rows(code, day, (Containers(1, one, "", "single-dose", ""),))
        account = account_of(self._with(rows, given=one, weight="70 kg", ordered=one), _ALL)
        gathered = gather(self.tables, account)
        if gathered.unread or gathered.problems:
            return None
        case = read_case(
            self.tables.catalogue, BillRequest(code=code, date=day.isoformat(), given=one), self.tables.today
        )
        of_code = (each for (its, _), each in self._usual.items() if its == code and each is not None)
        same = next((each for each in of_code if each.case.counted.basis == case.counted.basis), None)
        return _Usual(account, case, same.known if same is not None else {})

    def number(self, code: str, day: date, text: str) -> int | None:
        """An amount of a code in `SCALE`; None where it is not plain."""
        request = BillRequest(code=code, date=day.isoformat(), given=text)
        try:
            case = read_case(self.tables.catalogue, request, self.tables.today)
        except Refused:
            return None
        return scaled(case.counted.given) if case.counted.physical and case.drug.kind is Kind.AMOUNT else None

    def accounts(
        self,
        containers: Iterable[ContainerKind],
        payer: str,
        setting: str,
        lines: Iterable[LineKind],
        *,
        ordered: bool,
        weighed: str,
        given_ndc: str,
    ) -> AccountKind | None:
        """A kind of accounts; None where they are not plain, or where nothing is known of them."""
        return _AccountReader(self, tuple(containers), payer, setting, tuple(lines), ordered, weighed, given_ndc).read()

    def _symbol(self, code: str, day: date) -> str:
        unit = self.tables.catalogue.drugs.on(code, day).billing_unit
        return unit.unit.symbol if unit is not None else "mg"

    def _rows(self, code: str, day: date, containers: "Iterable[Containers]") -> Rows:
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

    @staticmethod
    def _with(
        rows: Rows, *, given: str, weight: str = "", ordered: str = "", discarded: str = "", ndc: str = ""
    ) -> Rows:
        charted = Administration(
            place=NOWHERE,
            encounter="E",
            day=rows.day,
            code=rows.code,
            given=given,
            discarded=discarded,
            ordered=ordered,
            weight=weight,
            ndc=ndc,
        )
        return replace(rows, administered=(charted,))


class _Usual(NamedTuple):
    """What the usual doses of a code are looked up with, and those that are known by kilograms.

    They are shared among the days on which the code counts the same.
    """

    account: Account
    case: Case
    known: dict[Fraction, int | None]


class Containers(NamedTuple):
    """Containers as a row of `dispensed` states them."""

    number: int
    each: str
    ndc: str
    type: str
    supply: str


class _AccountReader:
    """Tries two accounts of a kind: one whose containers were given whole, one with waste."""

    def __init__(
        self,
        kinds: Kinds,
        containers: tuple[ContainerKind, ...],
        payer: str,
        setting: str,
        lines: tuple[LineKind, ...],
        ordered: bool,
        weighed: str,
        given_ndc: str,
    ) -> None:
        self.kinds, self.containers, self.lines = kinds, containers, lines
        self.payer, self.setting = payer, setting
        self.ordered, self.weighed, self.given_ndc = ordered, weighed, given_ndc
        first = containers[0]
        self.code, self.day = first.code, first.day
        self.symbol = kinds._symbol(self.code, self.day)
        # So many that there is room for waste of several units, whatever a unit is.
        self.count = 10
        self.label = sum(each.label for each in containers) * self.count

    def read(self) -> AccountKind | None:
        if len({each.supply for each in self.containers}) > 1:
            return None
        whole = self._gathered(self.label, None)
        unit = scaled(Fraction(whole.facts.unit)) if whole is not None else None
        if whole is None or not unit or 3 * unit > self.label:
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
            pools=self._pools(),
            price=price,
            supply=self.containers[0].supply or Supply.PURCHASED.value,
            facts=constants,
        )

    def _gathered(self, given: int, discarded: int | None) -> Gathered | None:
        """The facts of one account; None where its record leaves anything open, or can't be billed."""
        rows = self.kinds._rows(
            self.code,
            self.day,
            (Containers(self.count, each.each, each.ndc, each.type, each.supply) for each in self.containers),
        )
        text = self._text(given)
        rows = self.kinds._with(
            rows,
            given=text,
            discarded=self._text(discarded) if discarded is not None else "",
            ordered=text if self.ordered else "",
            weight=self.weighed,
            ndc=self.given_ndc,
        )
        lines = tuple(each.line for each in self.lines)
        rows = replace(rows, lines=lines, payer=self.payer, setting=self.setting)
        gathered = gather(self.kinds.tables, account_of(rows, _ALL))
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
        return found if found.numerator <= MOST_PER and found.denominator <= SCALE * THOUSANDTHS else ZERO

    def _pools(self) -> tuple[tuple[int, ...], ...]:
        """As `billing.least_waste` asks; instead of a size finer than a column holds one that all are multiples of."""
        case = self._case()
        number = case.counted.basis.number
        sold = to_buy(self.kinds.tables.catalogue, self.code, self.day, case.counted.basis.unit)
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
        return read_case(self.kinds.tables.catalogue, request, self.kinds.tables.today)
