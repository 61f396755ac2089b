"""Three records, one balance: files in, accounts and findings out."""

import errno
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.gathering.site import SiteKey, SiteTotals
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import judge_cells, judge_totals
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reconcile.batches import Source, open_source
from unitcalc.reconcile.cases import Rows
from unitcalc.reconcile.crowded import MOST_ROWS, without_crowded
from unitcalc.reconcile.days import day_of_number, number_of
from unitcalc.reconcile.engine import Engine, Opens
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.fetching import pieces
from unitcalc.reconcile.normal import Normal, normalise
from unitcalc.reconcile.plain.kinds import Kinds
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.screen import Screen, Special
from unitcalc.reconcile.plain.sites import clean_totals
from unitcalc.reconcile.plan import KEY, Matched, matched, standing
from unitcalc.reconcile.pool import judged_pieces
from unitcalc.reconcile.results import Row, clean_columns, finding_rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table
from unitcalc.reconcile.visits import Found, Visits, key_of, visits_of
from unitcalc.tables.cells import Cell

if TYPE_CHECKING:
    from ibis.expr.types import Table as Expression

Told = Callable[[str, int, int | None], None]
"""Told what is done, how many rows or accounts of it, and of how many where that is known."""
MANY = 50_000
"""Rows from which on columns are quicker: the kinds of accounts have to be worked out first."""


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
    columns: "Callable[[Engine, Expression, Expression | None], None] | None" = None
    """Accounts that were judged as columns, and their findings where they have any, as the columns of both tables; told
    once, after all others. Without it every account is judged by itself."""


def reconcile(
    tables: Tables,
    files: Mapping[Table, Path],
    sink: Sink,
    settings: Settings | None = None,
    told: Told = lambda what, done, of: None,
    *,
    columns: bool | None = None,
    jobs: int = 1,
    opens: Opens = duckdb,
) -> Outcome:
    """Bring the tables together, and tell every account and finding. Refused where a file can't be used.

    Plain accounts are judged as columns, or every account by itself: the result is the same, and where nothing is said
    it goes by the number of rows. Up to `jobs` processes judge accounts by themselves, where there are many.
    """
    settings = settings or Settings()
    tables.catalogue.policy(settings.payer or MEDICARE).setting(settings.setting or OFFICE)
    sources = _opened(files)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unitcalc-")))
        engine = stack.enter_context(opens(folder))  # before all else: an engine that is not there is told at once
        kinded = Kinded(Kinds(tables), settings)
        if columns is None:
            columns = sum(source.about for source in sources) >= MANY
        adds = kinded if columns else None
        normals = tuple(_normal(tables, source, folder, adds, told) for source in sources)
        _release()
        outcome = Outcome(normals=normals)
        _tell_cells(normals, sink, outcome)
        told("matching rows", 0, None)
        engine.expects(sum(normal.used for normal in normals))
        rows = _rows(engine, normals)
        screen = Screen(tables, engine, kinded, rows, number_of(tables.today)) if columns and sink.columns else None
        found = _matched(engine, tables, rows, settings, screen.groups if screen is not None else None)
        outcome.moved = found.moved
        visits = visits_of(tables, engine, found, normals, settings)
        run = _Run(engine, found.rows, visits, sink, outcome, told)
        clean = run.screened(screen, found) if screen is not None else None
        run.judge_all(jobs)
        if clean is not None and screen is not None and sink.columns is not None:
            told_of = screen.told(clean, visits.files[Table.CLAIMS]) if screen.tellings else None
            sink.columns(engine, clean_columns(clean), told_of)
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

    progress(0)
    try:
        return normalise(tables, source, folder / f"{source.table.value}.parquet", progress, kinded)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = f"The disk is full: the rows of {source.name} did not fit into {folder.parent}."
        raise Refused(Problem("no-room", message, "Make room there, or let TMPDIR name another place.")) from error


def _release() -> None:
    """Give back to the system what reading took: the engine will need it."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _tell_cells(normals: Iterable[Normal], sink: Sink, outcome: Outcome) -> None:
    """Every field that can't be used is a finding."""
    for normal in normals:
        for aside in normal.aside:
            _tell_cell(aside.encounter, aside.cell, sink, outcome)


def _tell_cell(encounter: str, cell: Cell, sink: Sink, outcome: Outcome) -> None:
    told = [replace(each, encounter=encounter) for each in judge_cells([cell])]
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
    similar = partial(similar_codes, tables.catalogue)
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
        engine: Engine,
        rows: "Mapping[Table, Expression]",
        visits: Visits,
        sink: Sink,
        outcome: Outcome,
        told: Told,
    ) -> None:
        self.engine, self.rows, self.visits = engine, rows, visits
        self.sink, self.outcome, self.told = sink, outcome, told
        self.totals: dict[SiteKey, SiteTotals] = {}
        self.strange: dict[str, None] = {}
        self.left: int | None = None
        """How many accounts there are to be judged one by one, where that is known."""

    def screened(self, screen: Screen, found: Matched) -> "Expression | None":
        """Judge plain accounts as columns: those without a finding are done, and the others are left to be judged.

        None where none is plain.
        """
        linked = [(link.encounter, link.day, code) for link in found.links for code in (link.given, link.billed)]
        away = {encounter for its in self.visits.aside.values() for encounter in its}
        special = Special([*self.visits.grouped, *linked, *found.keys], [*away, *self.visits.patients])
        screened = screen.screened(special)
        if screened is None:
            return None
        judged = self.engine.kept(screened)
        left = judged.filter(~judged.clean).select(*KEY)
        self.left = self.engine.number(left)
        self.rows = {table: its.semi_join(left, list(KEY)) for table, its in self.rows.items()}
        clean = judged.filter(judged.clean).drop("clean")
        self.outcome.accounts, self.outcome.balanced = _counted(self.engine, clean)
        self._add(clean_totals(self.engine, clean))
        self.outcome.findings.update(screen.tellings.counted(self.engine, clean) if screen.tellings else {})
        self._progress(0)
        return clean

    def judge_all(self, jobs: int) -> None:
        """Every account by itself; those that share containers when all of them are there."""
        apart: dict[int, list[Rows]] = {}
        crowded = without_crowded(self.engine, self.rows, self.visits.files, MOST_ROWS)
        for encounter, cell in crowded.cells:
            _tell_cell(encounter, cell, self.sink, self.outcome)
        with self.engine.modest() if jobs > 1 else nullcontext():
            for found in judged_pieces(self.visits, pieces(self.engine, crowded.rows), jobs):
                self._take(found)
                for rows in found.apart:
                    apart.setdefault(self.visits.grouped[key_of(rows)], []).append(rows)
        for group in apart.values():
            self._take(self.visits.judged_together(group))
        self.left = 0  # an account whose rows all went to another one was counted, and is none
        self._progress(0)
        of_sites = judge_totals(self.visits.tables, self.totals)
        self.outcome.findings.update(each.check.code for each in of_sites)
        self.sink.findings(list(finding_rows(of_sites)))
        self.outcome.unknown_payers = tuple(self.strange)

    def _take(self, found: Found) -> None:
        self.outcome.accounts += len(found.accounts)
        self.outcome.balanced += found.balanced
        self.outcome.findings.update(found.checks)
        self._add(found.totals.items())
        self.strange |= found.strange
        self.sink.accounts(found.accounts)
        self.sink.findings(found.findings)
        self._progress(len(found.accounts))

    def _add(self, totals: Iterable[tuple[SiteKey, SiteTotals]]) -> None:
        for key, its in totals:
            self.totals[key] = self.totals.get(key, SiteTotals()) + its

    def _progress(self, judged: int) -> None:
        if self.left is not None:
            self.left -= judged
        done = self.outcome.accounts
        self.told("judging accounts", done, None if self.left is None else done + self.left)


def _counted(engine: Engine, accounts: "Expression") -> tuple[int, int]:
    """How many accounts there are, and how many of them balance."""
    (row,) = engine.few(accounts.aggregate(number=accounts.count(), balanced=accounts.balanced.sum()))
    return int(row["number"]), int(row["balanced"] or 0)
