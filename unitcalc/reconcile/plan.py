"""How rows of three tables become accounts: one plan over columns, for every engine that Ibis speaks to.

An account is a code of an encounter on a day. Where one of the three records is missing there, rows of the day before
or after, or of a similar code, are moved to it by the rules of matching; nothing else is.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.account import REPLACEMENT, VOID
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

KEY = ("encounter_id", "day", "code")
Similar = Callable[[Iterable[str]], Iterable[tuple[str, str]]]
"""Pairs of codes, each with one that is mistaken for it."""
_COUNT: Mapping[Table, str] = {Table.DISPENSED: "n_d", Table.ADMINISTERED: "n_a", Table.CLAIMS: "n_c"}


class Matched(NamedTuple):
    """Rows of each table with the key of the account that they belong to (`day`, `code`), and what was moved."""

    rows: "Mapping[Table, Rows]"
    moves: "Rows | None"
    """Table, encounter, day and code as stated, and the day and code of the account; None where nothing moved."""


def standing(claims: "Rows") -> "Rows":
    """The lines that count: as `account.standing` tells of the lines of a claim."""
    linked = claims.filter(claims.original_claim_id != "")
    replacing = linked.filter(linked.frequency == REPLACEMENT)
    voiding = linked.filter(linked.frequency == VOID)
    others = replacing.filter(replacing.claim_id != replacing.original_claim_id)
    gone = others.select(claim=others.original_claim_id).union(voiding.select(claim=voiding.original_claim_id))
    gone = gone.distinct()
    kept = claims.filter(claims.frequency != VOID)
    kept = kept.anti_join(gone, kept.claim_id == gone.claim)
    # A replacement may keep the number of the claim that it replaces: then it stands, and the original does not.
    again = replacing.filter(replacing.claim_id == replacing.original_claim_id)
    again = again.select(again=again.claim_id).distinct()
    first = kept.filter(kept.frequency != REPLACEMENT)
    return kept.filter(kept.frequency == REPLACEMENT).union(first.anti_join(again, first.claim_id == again.again))


def matched(
    rows: "Mapping[Table, Rows]",
    *,
    midnight: int,
    similar: Similar,
    engine: Engine,
) -> Matched:
    """Each table's rows with the key of their account.

    `midnight` is the tolerance in days; `similar` tells which codes may be taken for others.
    """
    counted = _groups(rows)
    incomplete = engine.kept(counted.filter(_lacks(counted, rows)))
    moved = _over_midnight(incomplete, rows, midnight)
    after = engine.kept(_regrouped(moved))
    codes = [row["code"] for row in after.select("code").distinct().to_pyarrow().to_pylist()]
    pairs = sorted(set(similar(codes)))
    if pairs and Table.CLAIMS in rows and Table.ADMINISTERED in rows:
        import ibis

        schema = ibis.schema({"code": "string", "other": "string"})
        known = engine.literal([{"code": code, "other": other} for code, other in pairs], schema)
        moved = _to_similar(after, moved, known)
    moved = engine.kept(moved.filter((moved.to_day != moved.day) | (moved.to_code != moved.code)))
    if not moved.count().to_pyarrow().as_py():
        kept = {table: its.mutate(stated_day=its.day, stated_code=its.code) for table, its in rows.items()}
        return Matched(kept, None)
    return Matched({table: _with_keys(its, moved, table) for table, its in rows.items()}, moved)


def _groups(rows: "Mapping[Table, Rows]") -> "Rows":
    """How many rows of each table every encounter, day and code has."""
    import ibis

    parts = []
    for table, its in rows.items():
        ones = {name: ibis.literal(int(each is table), "int64") for each, name in _COUNT.items()}
        parts.append(its.select(*KEY, **ones))
    every = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return every.group_by(list(KEY)).aggregate(**{name: every[name].sum() for name in _COUNT.values()})


def _lacks(groups: "Rows", rows: "Mapping[Table, Rows]") -> Any:
    """Whether a record that was handed over has nothing of the group."""
    import ibis

    return ibis.or_(*(groups[_COUNT[table]] == 0 for table in rows))


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


def _to_similar(groups: "Rows", moved: "Rows", similar: "Rows") -> "Rows":
    """What was given of one code and billed as another that is mistaken for it: the record goes to the billed code.

    Only where there is one such code that day, and one such record.
    """
    import ibis

    given = groups.filter((groups.n_a > 0) & (groups.n_c == 0)).select(*KEY)
    billed = groups.filter((groups.n_c > 0) & (groups.n_a == 0) & (groups.n_d == 0))
    billed = billed.select(e=billed.encounter_id, d=billed.day, other=billed.code)
    known = given.join(similar, "code")
    known = known.select("encounter_id", "day", "code", may=known.other)
    pairs = known.join(
        billed, [known.encounter_id == billed.e, known.day == billed.d, known.may == billed.other]
    ).select("encounter_id", "day", "code", "other")
    of_given = ibis.window(group_by=[pairs.encounter_id, pairs.day, pairs.code])
    of_billed = ibis.window(group_by=[pairs.encounter_id, pairs.day, pairs.other])
    pairs = pairs.mutate(ways=pairs.other.count().over(of_given), claimants=pairs.code.count().over(of_billed))
    pairs = pairs.filter((pairs.ways == 1) & (pairs.claimants == 1))
    pairs = pairs.select(e=pairs.encounter_id, d=pairs.day, c=pairs.code, billed=pairs.other)
    joined = moved.left_join(pairs, [moved.encounter_id == pairs.e, moved.to_day == pairs.d, moved.to_code == pairs.c])
    is_record = joined.table != Table.CLAIMS.value
    to_code = ibis.ifelse(is_record, ibis.coalesce(joined.billed, joined.to_code), joined.to_code)
    return joined.select(*KEY, "table", "n", "to_day", to_code=to_code)


def _with_keys(rows: "Rows", moves: "Rows", table: Table) -> "Rows":
    """The rows of a table under the day and code of their account; `stated_day` and `stated_code` keep their own."""
    import ibis

    its = moves.filter(moves.table == table.value)
    its = its.select(e=its.encounter_id, d=its.day, c=its.code, to_day=its.to_day, to_code=its.to_code)
    joined = rows.left_join(its, [rows.encounter_id == its.e, rows.day == its.d, rows.code == its.c])
    return joined.mutate(
        stated_day=joined.day,
        stated_code=joined.code,
        day=ibis.coalesce(joined.to_day, joined.day),
        code=ibis.coalesce(joined.to_code, joined.code),
    ).drop("e", "d", "c", "to_day", "to_code")
