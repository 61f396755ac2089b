"""One account out of the three tables by its key: its rows, its record, its bills and all that the checks say of it.

For whoever looks into an account that a batch has told of. The tables are read in their normal form (`normal`), of
which only the encounter's rows are taken, and those of encounters that share containers with it; then the account is
matched and judged in memory, in the same way as in the batch.
"""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.account import Account, Place
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, judge, judge_cells
from unitcalc.checks.model import Violation
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reconcile.balance import NO_OTHERS, Others
from unitcalc.reconcile.batches import open_source
from unitcalc.reconcile.cases import Handed, Rows, account_of, handed_of
from unitcalc.reconcile.engine import Engine, duckdb
from unitcalc.reconcile.fetching import Reader, accounts
from unitcalc.reconcile.links import groups, patients
from unitcalc.reconcile.normal import KEYS, Normal, day_of_number, normalise, number_of
from unitcalc.reconcile.plan import Matched, matched, standing
from unitcalc.reconcile.reconciling import Told, similar_codes
from unitcalc.reconcile.results import Row, account_row
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.sharing import shared_accounts
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "500MB"
"""What the database may hold for one account."""
MOST_LINKED = 500
"""Encounters linked by containers that are judged together; a number that stands in every row links all of them."""
MOST_ENTRIES = 200
"""Rows of each table that are told as they were written."""


class Key(NamedTuple):
    """What tells an account from others."""

    encounter: str
    day: date
    code: str


class Entry(NamedTuple):
    """A row of a table as it was written: where it stands, and every field that is not empty."""

    place: Place
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class One:
    """An account with all that is known of it."""

    judged: Judged
    rows: Rows
    row: Row
    """As the table of accounts tells it."""
    entries: Mapping[Table, tuple[Entry, ...]]
    """The rows that it came from, the first two hundred of each table."""
    counts: Mapping[Table, int]
    """How many there are of each table."""
    aside: tuple[Violation, ...]
    """Fields of the encounter's rows that can't be used."""

    @property
    def account(self) -> Account:
        """The account."""
        return self.judged.account


def normals_of(
    tables: Tables, files: Mapping[Table, Path], folder: Path, told: Told = lambda what, done, of: None
) -> tuple[Normal, ...]:
    """The tables in their normal form, in a folder; Refused with the problems of all files that can't be used."""
    problems = Problems()
    found = []
    for table, path in files.items():
        with problems.of(table.value):
            source = open_source(table, path)
            done = 0

            def progress(rows: int, what: str = f"keeping {source.name}", of: int | None = source.rows) -> None:
                nonlocal done
                done += rows
                told(what, done, of)

            found.append(normalise(tables, source, folder / f"{table.value}.parquet", progress))
    problems.raise_any()
    return tuple(found)


def one_account(tables: Tables, normals: Sequence[Normal], key: Key, settings: Settings | None = None) -> One:
    """The account of a key, by the tables' normal form.

    Refused where there is none, or where hundreds of encounters share containers with it.
    """
    settings = settings or Settings()
    with (
        tempfile.TemporaryDirectory(prefix="unitcalc-") as folder,
        duckdb(Path(folder), memory=MEMORY) as engine,
    ):
        base: DuckDBPyConnection = engine.backend.con
        _read(base, normals, key.encounter)
        rows = {each.table: engine.backend.table(each.table.value) for each in normals}
        if Table.CLAIMS in rows:
            rows[Table.CLAIMS] = engine.kept(standing(rows[Table.CLAIMS], engine))

        def similar(codes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
            yield from similar_codes(tables.catalogue, codes)

        found = matched(rows, midnight=settings.midnight, similar=similar, engine=engine)
        one, own, record, others = _Case(tables, engine, found, normals, settings).judged(key)
        handed = _handed(normals, key.encounter)
        entries, counts = dict[Table, tuple[Entry, ...]](), dict[Table, int]()
        for normal in normals:
            numbers = sorted({place.row for place in _places(normal, own, record)})
            entries[normal.table] = tuple(_entries(base, normal, key.encounter, numbers[:MOST_ENTRIES]))
            counts[normal.table] = len(numbers)
    return One(
        one,
        own,
        account_row(one, own, handed, others),
        entries,
        counts,
        judge_cells(each.cell for normal in normals for each in normal.aside if each.encounter == key.encounter),
    )


def _read(base: "DuckDBPyConnection", normals: Sequence[Normal], encounter: str) -> None:
    """A table in memory for each normal one: the rows of the encounter and of all that containers link with it; of
    claims also the lines that replace or void one of theirs, wherever they stand.
    """
    encounters = _linked(base, normals, encounter)
    for normal in normals:
        own = "encounter_id IN (SELECT unnest(?))"
        if normal.table is Table.CLAIMS:
            own += f" OR original_claim_id IN (SELECT claim_id FROM read_parquet($path) WHERE claim_id <> '' AND {own})"
        sql = f"CREATE TEMP TABLE {normal.table.value} AS SELECT * FROM read_parquet($path) WHERE {own}"
        base.execute(sql.replace("?", "$own"), {"path": str(normal.path), "own": sorted(encounters)})


def _linked(base: "DuckDBPyConnection", normals: Sequence[Normal], encounter: str) -> set[str]:
    """The encounter, and all that containers link with it: perhaps more than share them in the end, never fewer."""
    paths = {each.table: str(each.path) for each in normals if each.table is not Table.CLAIMS}
    links = _links(paths)
    found = newest = {encounter}
    while newest and links:
        sql = f"""
            WITH links AS ({links}), theirs AS (SELECT link FROM links WHERE encounter_id IN (SELECT unnest($newest)))
            SELECT DISTINCT encounter_id FROM links SEMI JOIN theirs USING (link) LIMIT {MOST_LINKED + 1}"""
        known = {f"{table.value}_path": path for table, path in paths.items()}
        rows = base.execute(sql, {**known, "newest": sorted(newest)}).fetchall()
        newest = {str(encounter) for (encounter,) in rows} - found
        found = found | newest
        if len(found) > MOST_LINKED:
            message = f"Containers link encounter {encounter} with more than {MOST_LINKED} others."
            hint = "Number containers one by one: a lot, or a number that stands in every row, is no container."
            raise Refused(Problem("too-many-linked", message, hint))
    return found


def _links(tables: Collection[Table]) -> str:
    """What may link encounters, as SQL: numbers of containers; the lot, near a day on which some of it was handed on
    without a number (a day to either side: the rules of matching may move a row there).
    """
    parts = [
        f"SELECT encounter_id, container_id AS link FROM read_parquet(${table.value}_path) WHERE container_id <> ''"
        for table in tables
    ]
    if Table.DISPENSED in tables:
        parts.append(f"""
            SELECT its.encounter_id, 'lot ' || its.lot
            FROM read_parquet($dispensed_path) AS its SEMI JOIN (
              SELECT DISTINCT day, lot FROM read_parquet($dispensed_path)
              WHERE {_OF_LOT} AND replace(replace(lower(event), '-', '_'), ' ', '_') LIKE 'transferred_%'
            ) AS on_day ON its.lot = on_day.lot AND abs(its.day - on_day.day) <= 1
            WHERE {_OF_LOT}""")
    return " UNION ALL ".join(parts)


_OF_LOT = "container_id = '' AND lot <> ''"


def _handed(normals: Sequence[Normal], encounter: str) -> Handed:
    """Which tables tell all of an encounter."""
    return handed_of({each.table: {row.encounter for row in each.aside if not row.kept} for each in normals}, encounter)


class _Case:
    """The rows of a few encounters, out of which one account is judged."""

    def __init__(
        self, tables: Tables, engine: Engine, found: Matched, normals: Sequence[Normal], settings: Settings
    ) -> None:
        self.tables, self.normals, self.found = tables, normals, found
        reader = Reader(tables, {each.table: each.file for each in normals}, settings, {})
        self.rows = {rows.key: rows for rows in accounts(engine, found.rows, reader)}
        self.groups = groups(engine, found.rows)
        self.patients = patients(engine, found.rows)

    def judged(self, key: Key) -> tuple[Judged, Rows, Rows, Others]:
        """The account of a key, its own rows, those of its record, and what passed between it and others.

        Refused where there is none.
        """
        rows = self.rows.get(key)
        if rows is None:
            message = f"There is no account of {key.code} on {key.day} in encounter {key.encounter}."
            raise Refused(Problem("account-unknown", message, "Reconcile the files again."))
        own = key.encounter, number_of(key.day), key.code
        group = next((group for group in self.groups if own in group), None)
        if group is None:
            record, handed = self._with_record(rows)
            beside = [each.code for each in self._of_day(rows) if each.lines and each.code != rows.code]
            return self._judge(account_of(record, handed, beside=beside)), rows, record, NO_OTHERS
        together = [each for each in self.rows.values() if (each.encounter, number_of(each.day), each.code) in group]
        shared = shared_accounts(self.tables.catalogue, together, self._handed)
        account, others = next((each.account, each.others) for each in shared if each.rows.key == key)
        return self._judge(account), rows, rows, others

    def _with_record(self, rows: Rows) -> tuple[Rows, Handed]:
        """An account's rows; where another code was billed for what was given, those with that record."""
        handed = self._handed(rows)
        for link in self.found.links:
            encounter, day = link.encounter, day_of_number(link.day)
            if rows.key == (encounter, day, link.billed):
                given = self.rows[encounter, day, link.given]
                return replace(rows, dispensed=given.dispensed, administered=given.administered), handed
            if rows.key == (encounter, day, link.given):
                return rows, handed._replace(claims=False)
        return rows, handed

    def _of_day(self, rows: Rows) -> Iterator[Rows]:
        return (each for each in self.rows.values() if (each.encounter, each.day) == (rows.encounter, rows.day))

    def _handed(self, rows: Rows) -> Handed:
        return _handed(self.normals, rows.encounter)

    def _judge(self, account: Account) -> Judged:
        named = self.patients.get(account.encounter)
        if named is not None and account.reconciled is not None:
            account = replace(account, reconciled=replace(account.reconciled, patients=named))
        (one,) = judge(self.tables, [account])
        return one


def _places(normal: Normal, own: Rows, record: Rows) -> Iterator[Place]:
    """Where the rows of an account stand in one of the tables."""
    match normal.table:
        case Table.CLAIMS:
            yield from (line.place for line in own.lines)
            return  # of lines each one counts
        case Table.DISPENSED:
            yield from (row.place for row in record.dispensed)
        case Table.ADMINISTERED:
            yield from (row.place for row in record.administered)
    yield from (place for place in own.repeats if place.file == normal.file)


def _entries(base: "DuckDBPyConnection", normal: Normal, encounter: str, numbers: Sequence[int]) -> Iterator[Entry]:
    """Rows of a table by their numbers, as they were written."""
    sql = f"SELECT * FROM {normal.table.value} WHERE encounter_id = ? AND row IN (SELECT unnest(?)) ORDER BY row"
    for row in base.execute(sql, [encounter, list(numbers)]).to_arrow_table().to_pylist():
        key = {"encounter_id": row["encounter_id"], "service_date": day_of_number(row["day"]).isoformat()}
        rest = {name: row[name] for name in normal.table.names if name not in KEYS and row.get(name)}
        yield Entry(Place(normal.file, row["row"]), {**key, "code": row["code"], **rest})
