"""One account out of the three tables by its key: its rows, its record, its bills and all that the checks say of it.

For whoever looks into an account that a batch has told of. The tables are read in their normal form (`normal`), of
which only the encounter's rows are taken, and those of encounters that share containers with it; then the account is
matched and judged in memory, in the same way as in the batch.
"""

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.account import Account, Place
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, judge, judge_cells
from unitcalc.checks.model import Violation
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.reconcile.balance import Others
from unitcalc.reconcile.batches import open_source
from unitcalc.reconcile.cases import Rows
from unitcalc.reconcile.days import day_of_number, number_of
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.fetching import accounts, pieces
from unitcalc.reconcile.normal import KEYS, Normal, normalise
from unitcalc.reconcile.plan import matched, standing
from unitcalc.reconcile.reconciling import Told, similar_codes
from unitcalc.reconcile.results import Row, account_row
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table
from unitcalc.reconcile.visits import Visits, key_of, visits_of

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

        similar = partial(similar_codes, tables.catalogue)
        found = matched(rows, midnight=settings.midnight, similar=similar, engine=engine)
        visits = visits_of(tables, engine, found, normals, settings)
        of_all = (rows for piece in pieces(engine, found.rows) for rows in accounts(piece, visits.reader({})))
        one, own, record, others = _Case(visits, of_all).judged(key)
        handed = visits.handed(own)
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


class _Case:
    """The rows of a few encounters, out of which one account is judged."""

    def __init__(self, visits: Visits, rows: Iterable[Rows]) -> None:
        self.visits = visits
        self.rows = {key_of(each): each for each in rows}

    def judged(self, key: Key) -> tuple[Judged, Rows, Rows, Others]:
        """The account of a key, its own rows, those of its record, and what passed between it and others.

        Refused where there is none.
        """
        own = key.encounter, number_of(key.day), key.code
        rows = self.rows.get(own)
        if rows is None:
            message = f"There is no account of {key.code} on {key.day} in encounter {key.encounter}."
            raise Refused(Problem("account-unknown", message, "Reconcile the files again."))
        visits, group = self.visits, self.visits.grouped.get(own)
        if group is None:
            of_day = {each.code: each for each in self.rows.values() if each.key[:2] == rows.key[:2]}
            account, _, others = visits.waiting(rows, of_day)
            record = visits.recorded(rows, of_day)[0]
        else:
            record = rows
            together = [each for its, each in self.rows.items() if visits.grouped.get(its) == group]
            account, _, others = next(each for each in visits.together(together) if each.rows.key == rows.key)
        (one,) = judge(visits.tables, [account])
        return one, rows, record, others


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
