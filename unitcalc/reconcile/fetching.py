"""Accounts out of the engine: the rows of the three tables, merged by their key, each read as a single row is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from unitcalc.account import Administration, BilledLine, Dispensing, Place
from unitcalc.checks.checking import MEDICARE, OFFICE, placed
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.cases import Rows
from unitcalc.reconcile.days import day_of_number
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.normal import KEYS
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table
from unitcalc.tables.claims import line_of
from unitcalc.tables.entries import administration_of, dispensing_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Expression

Entry = TypeVar("Entry", Dispensing, Administration)
Key = tuple[str, int, str]
PIECE = 2_000
"""Rows of a table that are judged together."""


class Reader(NamedTuple):
    """What is needed to read rows."""

    tables: Tables
    files: Mapping[Table, str]
    settings: Settings
    strange: dict[str, None]
    """Payers' names that no policy is known by."""


Piece = Mapping[Table, "pa.Table"]
"""Rows of each table in the order of their keys, all of an encounter together."""


def pieces(engine: Engine, rows: "Mapping[Table, Expression]", size: int = PIECE) -> Iterator[Piece]:
    """The rows of each table in pieces of about so many rows, in the order of their keys."""
    waiting = {table: _Waiting(engine.in_order(its, (*KEY, "row"))) for table, its in rows.items()}
    while True:
        for each in waiting.values():
            each.fill(size)
        ends = [each.last for each in waiting.values() if not each.ended]
        if not ends:
            break
        # All of the encounters before the first that may go on in a table.
        end = min(ends)
        piece = {table: each.before(end) for table, each in waiting.items()}
        if any(its.num_rows for its in piece.values()):
            yield piece
        else:
            size *= 2  # a single encounter fills it
    last = {table: each.rows for table, each in waiting.items()}
    if any(its.num_rows for its in last.values()):
        yield last


class _Waiting:
    """Rows of a table that were fetched and not handed on yet."""

    def __init__(self, batches: "Iterator[pa.RecordBatch]") -> None:
        import pyarrow as pa

        self._batches = batches
        first = next(batches, None)
        self.ended = first is None
        self.rows = pa.Table.from_batches([first]) if first is not None else pa.table({})

    def fill(self, size: int) -> None:
        """Fetch more, so that there are so many rows at least."""
        import pyarrow as pa

        batches = [self.rows]
        rows = self.rows.num_rows
        while rows < size and not self.ended:
            batch = next(self._batches, None)
            self.ended = batch is None
            if batch is not None:
                batches.append(pa.Table.from_batches([batch]))
                rows += batch.num_rows
        self.rows = pa.concat_tables(batches)

    @property
    def last(self) -> str:
        """The encounter of the last row."""
        return str(self.rows.column(KEY[0])[-1].as_py())

    def before(self, end: str) -> "pa.Table":
        """Take the rows of all encounters before one."""
        from pyarrow import compute

        number = compute.sum(compute.less(self.rows.column(KEY[0]), end)).as_py() if self.rows.num_rows else 0
        found, self.rows = self.rows.slice(0, number), self.rows.slice(number)
        return found


def accounts(piece: Piece, reader: Reader) -> Iterator[Rows]:
    """Every account of a piece in the order of its key, with the rows of each table."""
    streams = {table: its.to_pylist() for table, its in piece.items()}
    for key, parts in _merged(streams):
        yield _account(key, parts, reader)


def _merged(
    streams: Mapping[Table, Iterable[Mapping[str, Any]]],
) -> Iterator[tuple[Key, Mapping[Table, list[Mapping[str, Any]]]]]:
    """Streams in the order of their keys, brought together."""
    grouped = {table: groupby(stream, key=_key) for table, stream in streams.items()}
    heads = {table: _next(groups) for table, groups in grouped.items()}
    while any(head is not None for head in heads.values()):
        key = min(head[0] for head in heads.values() if head is not None)
        parts = {}
        for table, head in heads.items():
            if head is not None and head[0] == key:
                parts[table] = head[1]
                heads[table] = _next(grouped[table])
        yield key, parts


def _key(row: Mapping[str, Any]) -> Key:
    encounter, day, code = (row[name] for name in KEY)
    return encounter, day, code


def _next(groups: Iterator[tuple[Any, Iterator[Mapping[str, Any]]]]) -> tuple[Key, list[Mapping[str, Any]]] | None:
    for key, rows in groups:
        return key, list(rows)
    return None


def _account(key: Key, parts: Mapping[Table, list[Mapping[str, Any]]], reader: Reader) -> Rows:
    encounter, number, code = key
    lines = tuple(_line(row, reader) for row in parts.get(Table.CLAIMS, ()))
    dispensed = [_entry(row, Table.DISPENSED, reader) for row in parts.get(Table.DISPENSED, ())]
    administered = [_entry(row, Table.ADMINISTERED, reader) for row in parts.get(Table.ADMINISTERED, ())]
    settings = reader.settings
    payer, setting = placed(
        reader.tables, lines, settings.payer or MEDICARE, settings.setting or OFFICE, reader.strange
    )
    opened, again = _once([each for each in dispensed if isinstance(each, Dispensing)])
    given, more = _once([each for each in administered if isinstance(each, Administration)])
    return Rows(
        encounter=encounter,
        day=day_of_number(number),
        code=code,
        payer=payer,
        setting=setting,
        dispensed=opened,
        administered=given,
        lines=lines,
        repeats=again + more,
    )


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    fields = {name: text for name, text in row.items() if isinstance(text, str) and name not in KEYS}
    day: date = day_of_number(row["stated_day"])
    return {**fields, "encounter_id": row["encounter_id"], "service_date": day.isoformat(), "code": row["stated_code"]}


def _line(row: Mapping[str, Any], reader: Reader) -> BilledLine:
    read = line_of(Place(reader.files[Table.CLAIMS], row["row"]), _fields(row), reader.tables.today)
    return read.lines[0]


def _entry(row: Mapping[str, Any], table: Table, reader: Reader) -> Dispensing | Administration:
    of_row = dispensing_of if table is Table.DISPENSED else administration_of
    found = of_row(Place(reader.files[table], row["row"]), _fields(row), reader.tables.today).entry
    assert found is not None  # rows that can't be used are not among the normal ones
    return found


def _once(rows: list[Entry]) -> tuple[tuple[Entry, ...], tuple[Place, ...]]:
    """Rows without those that stand twice: identical, with a number or a time of their own."""
    seen: Counter[tuple[object, ...]] = Counter()
    kept, again = list[Entry](), list[Place]()
    for row in rows:
        own = row.administration or row.container or getattr(row, "start", "")
        same = tuple(getattr(row, name) for name in row.__slots__ if name != "place")
        if own and seen[same]:
            again.append(row.place)
        else:
            kept.append(row)
        seen[same] += 1
    return tuple(kept), tuple(again)
