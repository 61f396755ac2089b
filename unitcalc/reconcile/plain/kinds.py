"""Kinds of rows and of accounts: what is constant about them, worked out once by what works out any one of them.

A kind of containers: a code in a span of time, an NDC, a size, a stated type. A kind of lines: a code in a span, for a
payer, in a setting, with its modifiers. A kind of accounts: both together. None where they are not plain.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from unitcalc.account import Account, BilledLine
from unitcalc.billing.case import Case, read_case
from unitcalc.billing.request import BillRequest, Supply
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import Kind
from unitcalc.checks.facts import LineFacts
from unitcalc.checks.gathering.gather import gather
from unitcalc.checks.gathering.lines import line_facts, modifier_facts
from unitcalc.checks.gathering.patient import usual_most
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Scope
from unitcalc.checks.registry import of_scope
from unitcalc.dosing.measures import read_weight
from unitcalc.findings import Refused
from unitcalc.quantity import plain as as_text
from unitcalc.reconcile.cases import account_of
from unitcalc.reconcile.plain.steady import LineFinding, Varies, steady
from unitcalc.reconcile.plain.tried import ALL, Containers, rows_of, symbol_of, with_dose

PLACES = 6
SCALE = 10**PLACES
"""Amounts in columns are whole millionths of the code's unit of measure; what is finer is not plain."""
LARGEST = 10**15
"""Above it a column's amount is not plain."""
MOST_UNITS = 10**9
"""Units of a line above which it is not plain: times a price, or a unit, they fit a whole number of 64 bits."""
MOST_LABEL = 10**13
"""Of one row of containers, in `SCALE`: a hundred thousand of them still fit."""
ZERO = Fraction(0)
CENTS = 100
THOUSANDTHS = 1000
MOST_PER, PER_PLACES = 10**6, 6
"""Units of a code in one of the NDC quantity that columns hold, and their decimals."""
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
    told: tuple[LineFinding, ...]
    """What checks find in each of them."""
    asked: frozenset[str]
    """The checks that depend on what differs among them."""
    wrong: bool
    """Whether a check of its modifiers finds something that is not told."""
    per: Decimal
    """Units of the code in one of the NDC quantity; 0 where none is stated, or it is not known."""
    nominal: Decimal
    """The same by nominal sizes, where each lot has a potency of its own (RULES 4.2); else 0."""


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
        told, asked, wrong = list[LineFinding](), set[str](), False
        of_modifiers = [of_modifier for _, of_modifier in modifier_facts(self.tables, account, coded)]
        for check, of_row in [
            *product(of_scope(Scope.MODIFIER), of_modifiers),
            *product(of_scope(Scope.LINE), [facts]),
        ]:
            try:
                finding = steady(check, of_row, line)
            except Varies:  # columns are asked of it; of a modifier they can't be
                asked.add(check.code)
                wrong |= check.scope is Scope.MODIFIER and bool(check.broken(of_row))
            else:
                told += [finding] if finding is not None else []
        try:
            constants = {each.name: literal(getattr(facts, each.name)) for each in fields(LineFacts)}
        except ValueError:
            return None
        per = nominal = Decimal(0)
        if line.ndc_quantity is not None:
            per, nominal = (Decimal(constants[f"{which}_per_quantity"]) for which in ("units", "nominal"))
            if not (per or nominal) or not all(map(_is_column, (per, nominal))):
                return None
        of_kind = tuple(told), frozenset(asked), wrong
        return LineKind(line.code, line.day, payer, setting, line, constants, *of_kind, per, nominal)

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
        one = f"1 {symbol_of(self.tables, code, day)}"
        rows = rows_of(code, day, (Containers(1, one, "", "single-dose", ""),))
        account = account_of(with_dose(rows, given=one, weight="70 kg", ordered=one), ALL)
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


def _is_column(per: Decimal) -> bool:
    return 0 <= per < MOST_PER and scaled(Fraction(per), 10**PER_PLACES) is not None


class _Usual(NamedTuple):
    """What the usual doses of a code are looked up with, and those that are known by kilograms.

    They are shared among the days on which the code counts the same.
    """

    account: Account
    case: Case
    known: dict[Fraction, int | None]
