"""Three records, one balance: files in, accounts and findings out."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.account import Account
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.gathering.site import SiteKey, SiteTotals, add_account
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import judge, judge_cells, judge_totals
from unitcalc.findings import Problems, Refused
from unitcalc.reconcile.balance import NO_OTHERS, Others
from unitcalc.reconcile.batches import Source, open_source
from unitcalc.reconcile.cases import Handed, Rows, account_of, handed_of
from unitcalc.reconcile.engine import Engine, duckdb
from unitcalc.reconcile.fetching import Reader, accounts
from unitcalc.reconcile.links import Key, groups, patients
from unitcalc.reconcile.normal import Normal, day_of_number, normalise, number_of
from unitcalc.reconcile.plain.kinds import Kinds
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.screen import Screen, Special
from unitcalc.reconcile.plain.sites import clean_totals
from unitcalc.reconcile.plan import KEY, Matched, matched, standing
from unitcalc.reconcile.results import Row, account_row, finding_rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.sharing import shared_accounts
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Expression

Told = Callable[[str, int, int | None], None]
"""Told what is done, how many rows or accounts of it, and of how many where that is known."""
MANY = 50_000
"""Rows from which on columns are quicker: the kinds of accounts have to be worked out first."""
AT_ONCE = 500
"""Accounts judged together."""


@dataclass
class Outcome:
    """What came of it, counted; the rows themselves are handed on while they are made."""

    accounts: int = 0
    balanced: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    normals: tuple[Normal, ...] = ()
    unknown_payers: tuple[str, ...] = ()
    moved: int = 0
    """Groups of rows that were brought to an account of another day or code."""

    @property
    def rows(self) -> int:
        """Rows that were read."""
        return sum(each.rows for each in self.normals)


@dataclass(frozen=True)
class Sink:
    """Where accounts and findings go while they are made."""

    accounts: Callable[[list[Row]], None]
    """Rows of accounts that were judged one by one."""
    findings: Callable[[list[Row]], None]
    clean: "Callable[[Engine, Expression], None] | None" = None
    """The accounts that were judged as columns, none of which has a finding; told once, after all others. Without it
    every account is judged by itself."""


def reconcile(
    tables: Tables,
    files: Mapping[Table, Path],
    sink: Sink,
    settings: Settings | None = None,
    told: Told = lambda what, done, of: None,
    *,
    columns: bool | None = None,
) -> Outcome:
    """Bring the tables together, and tell every account and finding. Refused where a file can't be used.

    Plain accounts are judged as columns, or every account by itself: the result is the same, and where nothing is said
    it goes by the number of rows.
    """
    settings = settings or Settings()
    tables.catalogue.policy(settings.payer or MEDICARE).setting(settings.setting or OFFICE)
    sources = _opened(files)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unitcalc-")))
        kinded = Kinded(Kinds(tables), settings)
        if columns is None:
            columns = sum(source.about for source in sources) >= MANY
        adds = kinded if columns else None
        normals = tuple(_normal(tables, source, folder, adds, told) for source in sources)
        outcome = Outcome(normals=normals)
        _tell_cells(normals, sink, outcome)
        engine = stack.enter_context(duckdb(folder))
        rows = _rows(engine, normals)
        screen = Screen(tables, engine, kinded, rows, number_of(tables.today)) if columns and sink.clean else None
        found = _matched(engine, tables, rows, settings, screen.groups if screen is not None else None)
        outcome.moved = found.moved
        run = _Run(tables, engine, found, normals, settings, sink, outcome, told)
        clean = run.screened(screen, found) if screen is not None else None
        run.judge_all()
        if clean is not None and sink.clean is not None:
            sink.clean(engine, clean)
    return outcome


def _opened(files: Mapping[Table, Path]) -> list[Source]:
    """Every file; Refused with the problems of all of them."""
    problems = Problems()
    sources = []
    for table, path in files.items():
        with problems.of(table.value):
            sources.append(open_source(table, path))
    problems.raise_any()
    return sources


def _normal(tables: Tables, source: Source, folder: Path, kinded: Kinded | None, told: Told) -> Normal:
    done = 0

    def progress(rows: int) -> None:
        nonlocal done
        done += rows
        told(f"reading {source.name}", done, source.rows)

    return normalise(tables, source, folder / f"{source.table.value}.parquet", progress, kinded)


def _tell_cells(normals: Iterable[Normal], sink: Sink, outcome: Outcome) -> None:
    """Every field that can't be used is a finding."""
    for normal in normals:
        for aside in normal.aside:
            told = [replace(each, encounter=aside.encounter) for each in judge_cells([aside.cell])]
            outcome.findings.update(each.check.code for each in told)
            sink.findings(list(finding_rows(told)))


def _rows(engine: Engine, normals: Iterable[Normal]) -> "dict[Table, Expression]":
    """The rows of each table; of claims only those that stand."""
    rows = {each.table: engine.read(each.path) for each in normals}
    if Table.CLAIMS in rows:
        rows[Table.CLAIMS] = standing(rows[Table.CLAIMS], engine)
    return rows


def _matched(
    engine: Engine, tables: Tables, rows: "Mapping[Table, Expression]", settings: Settings, counted: "Expression | None"
) -> Matched:
    def similar(codes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        yield from similar_codes(tables.catalogue, codes)

    return matched(rows, midnight=settings.midnight, similar=similar, engine=engine, counted=counted)


def similar_codes(catalogue: Catalogue, codes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Codes, each with those among them that may be taken for it: of the same substance; of one not in force, any."""
    for code, number in codes.items():
        try:
            drug = catalogue.drugs.on(code, day_of_number(number))
        except Refused:  # mistyped, ended, or not begun: it says nothing of what was meant
            near = [*codes]
        else:
            near = [row.code for row in catalogue.drugs.similar(drug)]
        for other in near:
            if other in codes and other != code:
                yield code, other
                yield other, code


class _Run:
    """Judges every account, in the order of their keys."""

    def __init__(
        self,
        tables: Tables,
        engine: Engine,
        found: Matched,
        normals: tuple[Normal, ...],
        settings: Settings,
        sink: Sink,
        outcome: Outcome,
        told: Told,
    ) -> None:
        self.tables, self.sink, self.outcome, self.told = tables, sink, outcome, told
        self.strange: dict[str, None] = {}
        self.reader = Reader(tables, {each.table: each.file for each in normals}, settings, self.strange)
        self.engine = engine
        self.rows = dict(found.rows)
        self.groups = {key: group for group in groups(engine, found.rows) for key in group}
        self.totals: dict[SiteKey, SiteTotals] = {}
        self.patients = patients(engine, found.rows)
        self.given_as = {(link.encounter, link.day, link.billed): link for link in found.links}
        self.billed_as = {(link.encounter, link.day, link.given): link for link in found.links}
        self.aside = {each.table: {row.encounter for row in each.aside if not row.kept} for each in normals}

    def screened(self, screen: Screen, found: Matched) -> "Expression | None":
        """Judge plain accounts as columns: those without a finding are done, and the others are left to be judged.

        None where none is plain.
        """
        linked = [*self.given_as, *self.billed_as]
        away = {encounter for its in self.aside.values() for encounter in its}
        special = Special([*self.groups, *linked, *found.keys], [*away, *self.patients])
        screened = screen.screened(special)
        if screened is None:
            return None
        judged = self.engine.kept(screened)
        left = judged.filter(~judged.clean).select(*KEY)
        self.rows = {table: its.semi_join(left, list(KEY)) for table, its in self.rows.items()}
        clean = judged.filter(judged.clean).drop("clean")
        self.outcome.accounts, self.outcome.balanced = _counted(clean)
        for key, totals in clean_totals(self.engine, clean):
            self.totals[key] = self.totals.get(key, SiteTotals()) + totals
        self.told("judging accounts", self.outcome.accounts, None)
        return clean

    def judge_all(self) -> None:
        """Every account by itself; those that share containers when all of them are there."""
        waiting: list[_Waiting] = []
        apart: dict[frozenset[Key], list[Rows]] = {}
        rows_of_all = accounts(self.engine, self.rows, self.reader)
        for _, visit in groupby(rows_of_all, key=lambda rows: (rows.encounter, rows.day)):
            of_day = {rows.code: rows for rows in visit}
            for rows in of_day.values():
                group = self.groups.get(_key(rows))
                if group is not None:
                    apart.setdefault(group, []).append(rows)
                else:
                    waiting.append(self._waiting(rows, of_day))
            if len(waiting) >= AT_ONCE:
                self._judge(waiting)
                waiting = []
        self._judge(waiting)
        for group_rows in apart.values():
            shared = shared_accounts(self.tables.catalogue, group_rows, self._handed)
            self._judge([_Waiting(self._named(each.account), each.rows, each.others) for each in shared])
        of_sites = judge_totals(self.tables, self.totals)
        self.outcome.findings.update(each.check.code for each in of_sites)
        self.sink.findings(list(finding_rows(of_sites)))
        self.outcome.unknown_payers = tuple(self.strange)

    def _waiting(self, rows: Rows, of_day: Mapping[str, Rows]) -> "_Waiting":
        """An account of its own rows; where another code was billed for what was given, with that record."""
        key, handed, judged = _key(rows), self._handed(rows), rows
        if key in self.given_as:
            given = of_day[self.given_as[key].given]
            judged = replace(rows, dispensed=given.dispensed, administered=given.administered)
        elif key in self.billed_as:
            handed = handed._replace(claims=False)
        beside = [code for code, each in of_day.items() if each.lines and code != rows.code]
        return _Waiting(self._named(account_of(judged, handed, beside=beside)), rows)

    def _handed(self, rows: Rows) -> Handed:
        """Which tables tell all of an account."""
        return handed_of(self.aside, rows.encounter)

    def _named(self, account: Account) -> Account:
        """The account with the patients that its encounter names on any day."""
        named = self.patients.get(account.encounter)
        if named is None or account.reconciled is None:
            return account
        return replace(account, reconciled=replace(account.reconciled, patients=named))

    def _judge(self, waiting: Sequence["_Waiting"]) -> None:
        judged = judge(self.tables, [each.account for each in waiting])
        told_accounts, told_findings = list[Row](), list[Row]()
        for one, each in zip(judged, waiting, strict=True):
            row = account_row(one, each.rows, self._handed(each.rows), each.others)
            told_accounts.append(row)
            told_findings += finding_rows(one.violations, each.rows)
            add_account(self.totals, one.gathered)
            self.outcome.balanced += bool(row["balanced"])
            self.outcome.findings.update(violation.check.code for violation in one.violations)
        self.outcome.accounts += len(waiting)
        self.sink.accounts(told_accounts)
        self.sink.findings(told_findings)
        self.told("judging accounts", self.outcome.accounts, None)


class _Waiting(NamedTuple):
    """An account to be judged, and the rows of its own."""

    account: Account
    rows: Rows
    others: Others = NO_OTHERS


def _counted(accounts: "Expression") -> tuple[int, int]:
    """How many accounts there are, and how many of them balance."""
    (row,) = accounts.aggregate(number=accounts.count(), balanced=accounts.balanced.sum()).to_pyarrow().to_pylist()
    return int(row["number"]), int(row["balanced"] or 0)


def _key(rows: Rows) -> Key:
    return rows.encounter, number_of(rows.day), rows.code
