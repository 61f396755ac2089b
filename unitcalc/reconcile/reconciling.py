"""Three records, one balance: files in, accounts and findings out."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from unitcalc.account import Account
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, judge, judge_cells
from unitcalc.findings import Problems, Refused
from unitcalc.reconcile.batches import Source, open_source
from unitcalc.reconcile.cases import Handed, Rows, account_of
from unitcalc.reconcile.engine import Engine, duckdb
from unitcalc.reconcile.fetching import Reader, accounts
from unitcalc.reconcile.links import groups, patients
from unitcalc.reconcile.normal import Normal, normalise, number_of
from unitcalc.reconcile.plan import Matched, matched, standing
from unitcalc.reconcile.results import Row, account_row, finding_rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.sharing import Shared, shared_accounts
from unitcalc.reconcile.tabled import Table

Told = Callable[[str, int, int | None], None]
"""Told what is done, how many rows or accounts of it, and of how many where that is known."""
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
    """Rows that were brought to an account of another day or code."""

    @property
    def rows(self) -> int:
        """Rows that were read."""
        return sum(each.rows for each in self.normals)


@dataclass(frozen=True)
class Sink:
    """Where accounts and findings go while they are made."""

    accounts: Callable[[list[Row]], None]
    findings: Callable[[list[Row]], None]


def reconcile(
    tables: Tables,
    files: Mapping[Table, Path],
    sink: Sink,
    settings: Settings | None = None,
    told: Told = lambda what, done, of: None,
) -> Outcome:
    """Bring the tables together, and tell every account and finding. Refused where a file can't be used."""
    settings = settings or Settings()
    tables.catalogue.policy(settings.payer or "medicare-part-b").setting(settings.setting or "office")
    sources = _opened(files)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unitcalc-")))
        normals = tuple(_normal(tables, source, folder, told) for source in sources)
        outcome = Outcome(normals=normals)
        _tell_cells(normals, sink, outcome)
        engine = stack.enter_context(duckdb(folder))
        found = _matched(engine, tables, normals, settings)
        run = _Run(tables, engine, found, normals, settings, sink, outcome, told)
        run.judge_all()
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


def _normal(tables: Tables, source: Source, folder: Path, told: Told) -> Normal:
    done = 0

    def progress(rows: int) -> None:
        nonlocal done
        done += rows
        told(f"reading {source.name}", done, source.rows)

    return normalise(tables, source, folder / f"{source.table.value}.parquet", progress)


def _tell_cells(normals: Iterable[Normal], sink: Sink, outcome: Outcome) -> None:
    """Every field that can't be used is a finding."""
    for normal in normals:
        violations = judge_cells(normal.cells)
        outcome.findings.update(each.check.code for each in violations)
        sink.findings(list(finding_rows(violations)))


def _matched(engine: Engine, tables: Tables, normals: Iterable[Normal], settings: Settings) -> Matched:
    rows = {each.table: engine.read(each.path) for each in normals}
    if Table.CLAIMS in rows:
        rows[Table.CLAIMS] = standing(rows[Table.CLAIMS])

    def similar(codes: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from _similar(tables.catalogue, set(codes))

    return matched(rows, midnight=settings.midnight, similar=similar, engine=engine)


def _similar(catalogue: Catalogue, codes: set[str]) -> Iterator[tuple[str, str]]:
    """Codes, each with those of the same substance that are among them."""
    for code in codes:
        row = catalogue.reference.code(code)
        if row is None:
            continue
        try:
            drug = catalogue.drugs.on(code, row.terminated or row.added)
        except Refused:
            continue
        for other in catalogue.drugs.similar(drug):
            if other.code in codes and other.code != code:
                yield code, other.code


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
        self.handed = Handed(*(any(each.table is table for each in normals) for table in Table))
        self.strange: dict[str, None] = {}
        reader = Reader(tables, {each.table: each.file for each in normals}, settings, self.strange)
        self.rows = accounts(engine, found.rows, reader)
        self.groups = {key: group for group in groups(engine, found.rows) for key in group}
        self.patients = patients(engine, found.rows)

    def judge_all(self) -> None:
        """Every account by itself; those that share containers when all of them are there."""
        waiting: list[tuple[Account, Rows]] = []
        apart: dict[frozenset[Any], list[Rows]] = {}
        for _, visit in groupby(self.rows, key=lambda rows: (rows.encounter, rows.day)):
            of_day = list(visit)
            for rows in of_day:
                group = self.groups.get((rows.encounter, number_of(rows.day), rows.code))
                if group is not None:
                    apart.setdefault(group, []).append(rows)
                    continue
                beside = [each.code for each in of_day if each.lines and each.code != rows.code]
                named = self.patients.get(rows.encounter, ())
                waiting.append((account_of(rows, self.handed, beside=beside, patients=named), rows))
            if len(waiting) >= AT_ONCE:
                self._judge(waiting)
                waiting = []
        self._judge(waiting)
        for group_rows in apart.values():
            self._judge_shared(list(shared_accounts(self.tables.catalogue, group_rows, self.handed)))
        self.outcome.unknown_payers = tuple(self.strange)

    def _judge(self, waiting: list[tuple[Account, Rows]]) -> None:
        judged = judge(self.tables, [account for account, _ in waiting])
        self._tell([(one, rows, (), ()) for one, (_, rows) in zip(judged, waiting, strict=True)])

    def _judge_shared(self, group: list[Shared]) -> None:
        judged = judge(self.tables, [each.account for each in group])
        self._tell([(one, each.rows, each.handed_on, each.taken_over) for one, each in zip(judged, group, strict=True)])

    def _tell(self, found: list[tuple[Judged, Rows, Iterable[str], Iterable[str]]]) -> None:
        told_accounts, told_findings = list[Row](), list[Row]()
        for one, rows, handed_on, taken_over in found:
            row = account_row(one, rows, self.handed, handed_on, taken_over)
            told_accounts.append(row)
            told_findings += finding_rows(one.violations, rows)
            self.outcome.balanced += bool(row["balanced"])
            self.outcome.findings.update(each.check.code for each in one.violations)
        self.outcome.accounts += len(found)
        self.sink.accounts(told_accounts)
        self.sink.findings(told_findings)
        self.told("judging accounts", self.outcome.accounts, None)
