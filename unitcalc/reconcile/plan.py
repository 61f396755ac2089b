"""How rows of three tables become accounts: one plan over columns, for every engine that Ibis speaks to.

An account is a code of an encounter on a day. Where one of the three records is missing there, rows of the day before
or after, or of a similar code, are moved to it by the rules of matching; nothing else is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.account import REPLACEMENT, VOID
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

KEY = ("encounter_id", "day", "code")
Similar = Callable[[Mapping[str, int]], Iterable[tuple[str, str]]]
"""Of codes, each with a day: the pairs of which one is mistaken for the other."""
_COUNT: Mapping[Table, str] = {Table.DISPENSED: "n_d", Table.ADMINISTERED: "n_a", Table.CLAIMS: "n_c"}


class Link(NamedTuple):
    """A dose of one code and the charge of another that may stand for it, of one encounter on one day."""

    encounter: str
    day: int
    given: str
    billed: str


class Matched(NamedTuple):
    """Rows of each table with the key of the account that they belong to: `day` and `code`.

    `stated_day` and `stated_code` are their own.
    """

    rows: "Mapping[Table, Rows]"
    links: tuple[Link, ...]
    moved: int
    """How many groups of rows were brought to another day or code."""
    keys: tuple[tuple[str, int, str], ...] = ()
    """The accounts that they were taken from, and those that they were brought to."""


def standing(claims: "Rows", engine: Engine) -> "Rows":
    """The lines that count: as `account.standing` tells of the lines of a claim."""
    import ibis

    linked = claims.filter(claims.frequency.isin((REPLACEMENT, VOID)))
    # Without an original it is of the claim that has its own number.
    original = ibis.coalesce(linked.original_claim_id.nullif(""), linked.claim_id)
    linked = linked.select("claim_id", "frequency", original_claim_id=original)
    linked = engine.kept(linked.filter(linked.original_claim_id != ""))
    replacing = linked.filter(linked.frequency == REPLACEMENT)
    voiding = linked.filter(linked.frequency == VOID)
    others = replacing.filter(replacing.claim_id != replacing.original_claim_id)
    gone = others.select(claim=others.original_claim_id).union(voiding.select(claim=voiding.original_claim_id))
    # A replacement may keep the number of the claim that it replaces: then it stands, and the original does not.
    again = replacing.filter(replacing.claim_id == replacing.original_claim_id).select(claim="claim_id")
    its = claims.select("row", "claim_id", "frequency")
    fallen = ibis.union(
        its.filter(its.frequency == VOID).select("row"),
        its.semi_join(gone, its.claim_id == gone.claim).select("row"),
        its.filter(its.frequency != REPLACEMENT).semi_join(again, its.claim_id == again.claim).select("row"),
    )
    return claims.anti_join(engine.kept(fallen), "row")


def matched(
    rows: "Mapping[Table, Rows]", *, midnight: int, similar: Similar, engine: Engine, counted: "Rows | None" = None
) -> Matched:
    """Each table's rows with the key of their account.

    `midnight` is the tolerance in days; `similar` tells which codes may be taken for others; `counted` are the groups
    of rows by their key with the number of each table's (`n_d`, `n_a`, `n_c`), where they are known.
    """
    rows = {table: its.mutate(stated_day=its.day, stated_code=its.code) for table, its in rows.items()}
    incomplete = engine.kept(_lacking(_groups(rows) if counted is None else counted, rows))
    if not engine.number(incomplete):
        return Matched(rows, (), 0)
    lent: tuple[tuple[str, int, str], ...] = ()
    if midnight and (joined := _by_administration(rows, incomplete, midnight, engine)) is not None:
        rows = {**rows, Table.DISPENSED: joined}
        # What changes lies in encounters that lack something.
        near = {table: its.semi_join(incomplete, "encounter_id") for table, its in rows.items()}
        incomplete = engine.kept(_lacking(_groups(near), rows))
        lent = tuple(_lent(joined, engine))
    moved = engine.kept(_over_midnight(incomplete, rows, midnight))
    after = engine.kept(_regrouped(moved))
    pairs = _similar_pairs(after, similar, engine)
    links: tuple[Link, ...] = ()
    if pairs is not None:
        moved = engine.kept(_to_similar(after, moved, pairs))
        links = tuple(_links(after, pairs, engine))
    moved = engine.kept(moved.filter((moved.to_day != moved.day) | (moved.to_code != moved.code)))
    changes = [row for batch in engine.fetched(moved) for row in batch.to_pylist()]
    if changes:
        rows = {table: _with_keys(its, moved, table) for table, its in rows.items()}
    keys = {
        (row["encounter_id"], row[day], row[code]) for row in changes for day, code in (KEY[1:], ("to_day", "to_code"))
    }
    return Matched(rows, links, len(changes), (*keys, *lent))


def _lacking(groups: "Rows", tables: Iterable[Table]) -> "Rows":
    """The groups of which a table that was handed over has nothing."""
    import ibis

    groups = groups.select(*KEY, *_COUNT.values())
    return groups.filter(ibis.or_(*(groups[_COUNT[table]] == 0 for table in tables)))


def _by_administration(
    rows: "Mapping[Table, Rows]", incomplete: "Rows", tolerance: int, engine: Engine
) -> "Rows | None":
    """What was dispensed under the number of an administration of the next day, or the day before, belongs there."""
    import ibis

    if not {Table.DISPENSED, Table.ADMINISTERED} <= rows.keys():
        return None
    bare = incomplete.filter((incomplete.n_a > 0) & (incomplete.n_d == 0)).select(*KEY)
    given = rows[Table.ADMINISTERED]
    given = given.filter(given.administration_id != "").semi_join(bare, list(KEY))
    given = given.select(e=given.encounter_id, c=given.code, number=given.administration_id, d=given.day)
    # Every day from which it may have been dispensed; of two administrations of one number the later one takes it.
    near = ibis.union(*(given.mutate(near=(given.d + away).cast("int32")) for away in range(-tolerance, tolerance + 1)))
    near = engine.kept(near.group_by("e", "c", "number", "near").aggregate(d=near.d.max()))
    if not engine.number(near):
        return None
    its = rows[Table.DISPENSED]
    same = [its.encounter_id == near.e, its.code == near.c, its.administration_id == near.number, its.day == near.near]
    joined = its.left_join(near, same)
    return joined.mutate(day=ibis.coalesce(joined.d, joined.day)).drop("e", "c", "number", "near", "d")


def _lent(dispensed: "Rows", engine: Engine) -> Iterator[tuple[str, int, str]]:
    """The accounts between which containers went by the number of an administration."""
    other = dispensed.filter(dispensed.day != dispensed.stated_day)
    for batch in engine.fetched(other.select("encounter_id", "day", "stated_day", "code").distinct()):
        for row in batch.to_pylist():
            yield row["encounter_id"], row["day"], row["code"]
            yield row["encounter_id"], row["stated_day"], row["code"]


def _groups(rows: "Mapping[Table, Rows]") -> "Rows":
    """How many rows of each table every encounter, day and code has."""
    import ibis

    parts = []
    for table, its in rows.items():
        ones = {name: ibis.literal(int(each is table), "int64") for each, name in _COUNT.items()}
        parts.append(its.select(*KEY, **ones))
    every = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return every.group_by(list(KEY)).aggregate(**{name: every[name].sum() for name in _COUNT.values()})


def _over_midnight(incomplete: "Rows", rows: "Mapping[Table, Rows]", tolerance: int) -> "Rows":
    """Every table's part of the incomplete groups, with the day to which it belongs."""
    import ibis

    parts = []
    for table in rows:
        count = _COUNT[table]
        its = incomplete.filter(incomplete[count] > 0)
        its = its.select(*KEY, table=ibis.literal(table.value), n=its[count], n_a=its["n_a"])
        if table is Table.ADMINISTERED or Table.ADMINISTERED not in rows or not tolerance:
            parts.append(its.select(*KEY, "table", "n", to_day=its.day, to_code=its.code))
            continue
        alone = its.filter(its.n_a == 0)
        lacking = incomplete.filter((incomplete.n_a > 0) & (incomplete[count] == 0))
        lacking = lacking.select(encounter=lacking.encounter_id, its_code=lacking.code, its_day=lacking.day)
        pairs = alone.join(
            lacking,
            [
                alone.encounter_id == lacking.encounter,
                alone.code == lacking.its_code,
                (lacking.its_day - alone.day).abs() <= tolerance,
            ],
        )
        # The next day first: what is prepared late is given after midnight.
        order = [(pairs.its_day - pairs.day).abs(), pairs.its_day.desc()]
        own = ibis.window(group_by=[pairs.encounter_id, pairs.code, pairs.day], order_by=order)
        pairs = pairs.mutate(choice=ibis.row_number().over(own))
        pairs = pairs.filter(pairs.choice == 0)
        target = ibis.window(group_by=[pairs.encounter_id, pairs.code, pairs.its_day], order_by=[pairs.day])
        pairs = pairs.mutate(turn=ibis.row_number().over(target))
        pairs = pairs.filter(pairs.turn == 0).select(e=pairs.encounter_id, c=pairs.code, d=pairs.day, to=pairs.its_day)
        joined = its.left_join(pairs, [its.encounter_id == pairs.e, its.code == pairs.c, its.day == pairs.d])
        parts.append(
            joined.select(*KEY, "table", "n", to_day=ibis.coalesce(joined.to, joined.day), to_code=joined.code)
        )
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _regrouped(moved: "Rows") -> "Rows":
    """The incomplete groups after rows were moved to another day."""
    import ibis

    counts = {name: ibis.ifelse(moved.table == table.value, moved.n, 0).sum() for table, name in _COUNT.items()}
    keys = {"encounter_id": moved.encounter_id, "day": moved.to_day, "code": moved.to_code}
    return moved.group_by(**keys).aggregate(**counts)


def _similar_pairs(groups: "Rows", similar: Similar, engine: Engine) -> "Rows | None":
    """The codes of incomplete groups, each with those among them that may be taken for it; None without any."""
    import ibis

    days = groups.group_by("code").aggregate(day=groups.day.max())
    pairs = sorted(set(similar({row["code"]: row["day"] for row in engine.few(days)})))
    if not pairs:
        return None
    schema = ibis.schema({"code": "string", "other": "string"})
    return engine.literal([{"code": code, "other": other} for code, other in pairs], schema)


def _paired(left: "Rows", right: "Rows", similar: "Rows") -> "Rows":
    """Groups of one day and two similar codes, where neither could be paired with another."""
    import ibis

    known = left.select(*KEY).join(similar, "code").select("encounter_id", "day", "code", may="other")
    other = right.select(e=right.encounter_id, d=right.day, other=right.code)
    same = [known.encounter_id == other.e, known.day == other.d, known.may == other.other]
    pairs = known.join(other, same).select("encounter_id", "day", "code", "other")
    of_left = ibis.window(group_by=[pairs.encounter_id, pairs.day, pairs.code])
    of_right = ibis.window(group_by=[pairs.encounter_id, pairs.day, pairs.other])
    pairs = pairs.mutate(ways=pairs.other.count().over(of_left), claimants=pairs.code.count().over(of_right))
    return pairs.filter((pairs.ways == 1) & (pairs.claimants == 1)).drop("ways", "claimants")


def _links(groups: "Rows", similar: "Rows", engine: Engine) -> Iterator[Link]:
    """What was given of one code, and the charge of another of which nothing was given."""
    given = groups.filter((groups.n_a > 0) & (groups.n_c == 0))
    billed = groups.filter((groups.n_c > 0) & (groups.n_a == 0) & (groups.n_d == 0))
    for batch in engine.fetched(_paired(given, billed, similar)):
        for row in batch.to_pylist():
            yield Link(row["encounter_id"], row["day"], row["code"], row["other"])


def _to_similar(groups: "Rows", moved: "Rows", similar: "Rows") -> "Rows":
    """Containers of one code, beside a dose of another for which none were dispensed: they belong to the dose."""
    import ibis

    alone = groups.filter((groups.n_d > 0) & (groups.n_a == 0) & (groups.n_c == 0))
    bare = groups.filter((groups.n_a > 0) & (groups.n_d == 0))
    pairs = _paired(alone, bare, similar)
    pairs = pairs.select(e=pairs.encounter_id, d=pairs.day, c=pairs.code, dose=pairs.other)
    joined = moved.left_join(pairs, [moved.encounter_id == pairs.e, moved.to_day == pairs.d, moved.to_code == pairs.c])
    return joined.select(*KEY, "table", "n", "to_day", to_code=ibis.coalesce(joined.dose, joined.to_code))


def _with_keys(rows: "Rows", moves: "Rows", table: Table) -> "Rows":
    """The rows of a table under the day and code of their account."""
    import ibis

    its = moves.filter(moves.table == table.value)
    its = its.select(e=its.encounter_id, d=its.day, c=its.code, to_day=its.to_day, to_code=its.to_code)
    joined = rows.left_join(its, [rows.encounter_id == its.e, rows.day == its.d, rows.code == its.c])
    return joined.mutate(
        day=ibis.coalesce(joined.to_day, joined.day),
        code=ibis.coalesce(joined.to_code, joined.code),
    ).drop("e", "d", "c", "to_day", "to_code")
