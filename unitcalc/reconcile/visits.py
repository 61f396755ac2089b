"""Accounts judged one by one: what has to be known of all rows beside their own, and what came of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from unitcalc.account import Account
from unitcalc.checks.gathering.site import SiteKey, SiteTotals, add_account
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import judge
from unitcalc.findings import Refused
from unitcalc.reconcile.balance import NO_OTHERS, Others
from unitcalc.reconcile.cases import Handed, Rows, account_of, handed_of
from unitcalc.reconcile.days import number_of
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.fetching import Piece, Reader, accounts
from unitcalc.reconcile.links import Key, groups, patients
from unitcalc.reconcile.normal import Normal
from unitcalc.reconcile.plan import Link, Matched
from unitcalc.reconcile.results import Row, account_row, finding_rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.sharing import shared_accounts
from unitcalc.reconcile.tabled import Table


@dataclass
class Found:
    """What came of some accounts."""

    accounts: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    balanced: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    totals: dict[SiteKey, SiteTotals] = field(default_factory=dict)
    strange: dict[str, None] = field(default_factory=dict)
    """Payers' names that no policy is known by."""
    apart: list[Rows] = field(default_factory=list)
    """Accounts that share containers: they are judged when all of them are there."""


class Waiting(NamedTuple):
    """An account to be judged, and the rows of its own."""

    account: Account
    rows: Rows
    others: Others = NO_OTHERS


@dataclass(frozen=True)
class Visits:
    """What an account's judgement depends on beside the rows of its visit."""

    tables: Tables
    files: Mapping[Table, str]
    settings: Settings
    aside: Mapping[Table, Collection[str]]
    """Of each table handed over, the encounters of which a row was kept aside."""
    patients: Mapping[str, tuple[str, ...]]
    """Encounters that name more than one patient."""
    grouped: Mapping[Key, int]
    """Accounts that share containers, with the number of their group."""
    links: Sequence[Link]

    @cached_property
    def _sides(self) -> Mapping[Key, Link]:
        """The links by the account of the charge, and by that of the dose."""
        billed = {(link.encounter, link.day, link.billed): link for link in self.links}
        return billed | {(link.encounter, link.day, link.given): link for link in self.links}

    def judged(self, piece: Piece) -> Found:
        """Judge the accounts of a piece, except those that share containers."""
        found = Found()
        waiting = []
        of_piece = accounts(piece, self.reader(found.strange))
        for _, visit in groupby(of_piece, key=lambda rows: (rows.encounter, rows.day)):
            of_day = {rows.code: rows for rows in visit}
            for rows in of_day.values():
                if key_of(rows) in self.grouped:
                    found.apart.append(rows)
                else:
                    waiting.append(self.waiting(rows, of_day))
        self._judge(waiting, found)
        return found

    def judged_together(self, group: Sequence[Rows]) -> Found:
        """Judge accounts that share containers."""
        found = Found()
        self._judge(self.together(group), found)
        return found

    def together(self, group: Sequence[Rows]) -> list[Waiting]:
        """Accounts that share containers, each with its part of them."""
        try:
            shared = tuple(shared_accounts(self.tables.catalogue, group, self.handed))
        except Refused:  # amounts of one container that can't be compared: each record tells its own
            return [self.waiting(rows, {rows.code: rows}) for rows in group]
        return [Waiting(self._named(each.account), each.rows, each.others) for each in shared]

    def reader(self, strange: dict[str, None]) -> Reader:
        """What reads their rows."""
        return Reader(self.tables, self.files, self.settings, strange)

    def waiting(self, rows: Rows, of_day: Mapping[str, Rows]) -> Waiting:
        """An account with its record: that of its own rows; where another code was billed for what was given, that."""
        judged, handed = self.recorded(rows, of_day)
        beside = [code for code, each in of_day.items() if each.lines and code != rows.code]
        return Waiting(self._named(account_of(judged, handed, beside=beside)), rows)

    def recorded(self, rows: Rows, of_day: Mapping[str, Rows]) -> tuple[Rows, Handed]:
        """The rows with those that make up the record, and which tables tell all of them."""
        handed = self.handed(rows)
        link = self._sides.get(key_of(rows))
        if link is None:
            return rows, handed
        if link.given == rows.code:
            return rows, handed._replace(claims=False)
        given = of_day.get(link.given)
        if given is None:  # it has so many rows that it is not judged
            return rows, handed
        return replace(rows, dispensed=given.dispensed, administered=given.administered), handed

    def handed(self, rows: Rows) -> Handed:
        """Which tables tell all of an account."""
        return handed_of(self.aside, rows.encounter)

    def _named(self, account: Account) -> Account:
        """The account with the patients that its encounter names on any day."""
        named = self.patients.get(account.encounter)
        if named is None or account.reconciled is None:
            return account
        return replace(account, reconciled=replace(account.reconciled, patients=named))

    def _judge(self, waiting: Sequence[Waiting], found: Found) -> None:
        judged = judge(self.tables, [each.account for each in waiting])
        for one, each in zip(judged, waiting, strict=True):
            row = account_row(one, each.rows, self.handed(each.rows), each.others)
            found.accounts.append(row)
            found.findings += finding_rows(one.violations, each.rows)
            add_account(found.totals, one.gathered)
            found.balanced += bool(row["balanced"])
            found.checks.update(violation.check.code for violation in one.violations)


def visits_of(tables: Tables, engine: Engine, found: Matched, normals: Iterable[Normal], settings: Settings) -> Visits:
    """What is known of all the rows that were matched."""
    normals = tuple(normals)
    return Visits(
        tables,
        {each.table: each.file for each in normals},
        settings,
        {each.table: frozenset(row.encounter for row in each.aside if not row.kept) for each in normals},
        patients(engine, found.rows),
        {key: number for number, group in enumerate(groups(engine, found.rows)) for key in group},
        found.links,
    )


def key_of(rows: Rows) -> Key:
    """The key of an account as columns hold it."""
    return rows.encounter, number_of(rows.day), rows.code
