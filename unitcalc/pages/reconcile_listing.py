"""Accounts of a reconciliation by drug, cause, site, payer or month, the worst first, some at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.reconcile.report.database import Limits, opened
from unitcalc.reconcile.report.model import NOT_STATED, Account
from unitcalc.reconcile.report.summary import number_of

if TYPE_CHECKING:  # late: a quarter of a second
    from duckdb import DuckDBPyConnection


class Kind(StrEnum):
    """By what accounts are put together."""

    CAUSE = "cause"
    DRUG = "drug"
    SITE = "site"
    PAYER = "payer"
    MONTH = "month"


class Group(NamedTuple):
    """The accounts of one drug, cause, site, payer or month."""

    kind: Kind
    value: str
    """A check, a code, a name as the summary has it, a month as 2025-03; empty for one without a date."""


class Listed(NamedTuple):
    """An account, and the checks that found something in it."""

    account: Account
    checks: tuple[str, ...]


class Loose(NamedTuple):
    """A finding that belongs to no single account: of a field that can't be used, of a whole site."""

    severity: str
    message: str
    expected: str
    observed: str
    rows: str
    at_stake: Fraction | None


class Listing(NamedTuple):
    """The accounts and findings of one reconciliation, to be asked."""

    accounts: Path
    findings: Path

    def number(self, group: Group, *, suspect: bool) -> int:
        """How many accounts of a group there are; `suspect` leaves out those that balance without a finding."""
        where, parameters = _where(group, suspect)
        with self._opened() as base:
            row = base.execute(f"SELECT count(*) FROM accounts WHERE {where}", parameters).fetchone()
        return int(row[0]) if row else 0

    def some(self, group: Group, first: int, number: int, *, suspect: bool) -> tuple[Listed, ...]:
        """So many accounts of a group from the place `first` on, the worst first."""
        where, parameters = _where(group, suspect)
        columns = ", ".join(_COLUMNS)
        sql = f"SELECT {columns} FROM accounts WHERE {where} ORDER BY {_WORST} LIMIT ? OFFSET ?"
        with self._opened() as base:
            rows = base.execute(sql, [*parameters, number, first]).fetchall()
        return tuple(map(_listed, rows))

    def loose(self, check: str, number: int) -> tuple[int, tuple[Loose, ...]]:
        """What a check found that belongs to no single account: how often, and the first of it."""
        where = '"check" = ? AND service_date IS NULL'
        with self._opened() as base:
            row = base.execute(f"SELECT count(*) FROM findings WHERE {where}", [check]).fetchone()
            rows = base.execute(
                f"""SELECT severity, message, CAST(expected AS VARCHAR), CAST(observed AS VARCHAR), rows, at_stake
                FROM findings WHERE {where} ORDER BY coalesce(at_stake, 0) DESC, rows, message LIMIT ?""",
                [check, number],
            ).fetchall()
        return int(row[0]) if row else 0, tuple(map(_loose, rows))

    @contextmanager
    def _opened(self) -> "Iterator[DuckDBPyConnection]":
        limits = Limits(memory="500MB", spill=self.accounts.parent / "spilled")
        with opened(limits, accounts=self.accounts, findings=self.findings) as base:
            yield base


_COLUMNS = (
    *("encounter_id", "service_date", "code", "unit", "site", "payer", "coalesce(balanced, false)"),
    *("opened", "given", "discarded", "transferred", "explained", "unexplained"),
    *("expected_administered_units", "expected_discarded_units"),
    *("billed_administered_units", "billed_discarded_units"),
    *("expected_payment", "billed_payment", "at_stake", "checks"),
)
_WORST = """coalesce(at_stake, 0) DESC, abs(coalesce(billed_payment - expected_payment, 0)) DESC,
  coalesce(balanced, false), coalesce(checks, '') = '', encounter_id, service_date, code"""
_SUSPECT = "(NOT coalesce(balanced, false) OR coalesce(checks, '') <> '')"


def _where(group: Group, suspect: bool) -> tuple[str, list[Any]]:
    """A condition and its parameters."""
    value = "" if group.value == NOT_STATED else group.value
    match group.kind:
        case Kind.CAUSE:
            where, parameters = "list_contains(string_split(coalesce(checks, ''), ' '), ?)", [value]
        case Kind.DRUG:
            where, parameters = "coalesce(code, '') = ?", [value]
        case Kind.SITE:
            where, parameters = "coalesce(site, '') = ?", [value]
        case Kind.PAYER:
            where, parameters = "coalesce(payer, '') = ?", [value]
        case Kind.MONTH:
            where, parameters = "coalesce(strftime(service_date, '%Y-%m'), '') = ?", [value]
    return (f"{where} AND {_SUSPECT}" if suspect else where), parameters


def _loose(row: Sequence[Any]) -> Loose:
    severity, message, expected, observed, rows = (text or "" for text in row[:-1])
    return Loose(severity, message, expected, observed, rows, number_of(row[-1]))


def _listed(row: Sequence[Any]) -> Listed:
    encounter, day, code, unit, site, payer, balanced, *numbers, checks = row
    opened_, given, discarded, transferred, explained, unexplained, *rest = map(number_of, numbers)
    expected, expected_jw, billed, billed_jw, expected_payment, billed_payment, at_stake = rest
    account = Account(
        encounter=encounter or "",
        day=day if isinstance(day, date) else None,
        code=code or "",
        unit=unit or "",
        site=site or "",
        payer=payer or "",
        balanced=bool(balanced),
        opened=opened_,
        given=given,
        discarded=discarded,
        transferred=transferred,
        explained=explained,
        unexplained=unexplained,
        expected_administered=expected,
        expected_discarded=expected_jw,
        billed_administered=billed,
        billed_discarded=billed_jw,
        expected_payment=expected_payment,
        billed_payment=billed_payment,
        at_stake=at_stake,
    )
    return Listed(account, tuple((checks or "").split()))
