"""Which accounts share containers, and which encounters name two patients: found over all rows, few of all."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unitcalc.account import Event
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

Key = tuple[str, int, str]
_TRANSFERS = (Event.TRANSFERRED_IN.value, Event.TRANSFERRED_OUT.value)


def groups(engine: Engine, rows: "Mapping[Table, Rows]") -> list[frozenset[Key]]:
    """Accounts linked by containers: every group has two at least, or one whose transfer has no counterpart."""
    import ibis

    parts = []
    for table in (Table.DISPENSED, Table.ADMINISTERED):
        if table in rows:
            its = rows[table]
            handed_on = _event(its).isin(_TRANSFERS) if table is Table.DISPENSED else ibis.literal(False)
            opened = ibis.literal(int(table is Table.DISPENSED), "int64")
            numbered = its.select(*KEY, link=its.container_id, handed_on=handed_on, opened=opened)
            parts.append(numbered.filter(numbered.link != ""))
    if Table.DISPENSED in rows:
        its = rows[Table.DISPENSED]
        by_lot = its.filter(_event(its).isin(_TRANSFERS) & (its.container_id == "") & (its.lot != ""))
        told = {"handed_on": ibis.literal(True), "opened": ibis.literal(0, "int64")}
        parts.append(by_lot.select(*KEY, link=_lot(by_lot), **told))
        # The opening of the container, and whoever has a row of the same lot that day.
        lots = by_lot.select(day=by_lot.day, code=by_lot.code, lot=by_lot.lot).distinct()
        same = its.filter((its.container_id == "") & (its.lot != "")).join(lots, ["day", "code", "lot"])
        parts.append(same.select(*KEY, link=_lot(same), **told))
    if not parts:
        return []
    links = parts[0] if len(parts) == 1 else ibis.union(*parts)
    several = engine.grouped(links, "link", _several)
    found = links.join(several, links.link == several.shared).select(*KEY, "link").distinct()
    joined: dict[str, list[Key]] = {}
    for batch in engine.fetched(found):
        for row in batch.to_pylist():
            joined.setdefault(row["link"], []).append((row["encounter_id"], row["day"], row["code"]))
    return _connected(list(joined.values()))


def _event(dispensed: "Rows") -> Any:
    return dispensed.event.lower().replace("-", "_").replace(" ", "_")


def _several(links: "Rows") -> "Rows":
    """The links that several accounts may have, or one whose transfer has no counterpart."""
    several = links.group_by("link").aggregate(
        first=links.encounter_id.min(),
        last=links.encounter_id.max(),
        day=links.day.min(),
        end=links.day.max(),
        transfer=links.handed_on.any(),
        opened=links.opened.sum(),
    )
    # A container that stands in two rows of one account may be one row that stands twice.
    several = several.filter(
        (several["first"] != several["last"])
        | (several["day"] != several["end"])
        | several.transfer
        | (several.opened > 1)
    )
    return several.select(shared=several.link)


def _lot(dispensed: "Rows") -> Any:
    """What links rows of a lot: the lot and the code."""
    import ibis

    return ibis.literal("lot ").concat(dispensed.lot).concat(" ").concat(dispensed.code)


def _connected(links: Sequence[Sequence[Key]]) -> list[frozenset[Key]]:
    """Keys that are linked, directly or through others."""
    leader: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for keys in links:
        for key in keys:
            leader[find(key)] = find(keys[0])
    found: dict[Key, set[Key]] = {}
    for key in leader:
        found.setdefault(find(key), set()).add(key)
    return [frozenset(keys) for keys in found.values()]


def patients(engine: Engine, rows: "Mapping[Table, Rows]") -> dict[str, tuple[str, ...]]:
    """Encounters that name more than one patient, with their names in order."""
    import ibis

    parts: list[Any] = []
    for table in (Table.DISPENSED, Table.ADMINISTERED):
        if table in rows:
            its = rows[table]
            parts.append(its.filter(its.patient_id != "").select("encounter_id", "patient_id"))
    if not parts:
        return {}
    named = parts[0] if len(parts) == 1 else ibis.union(*parts)

    def with_several(named: "Rows") -> "Rows":
        number = engine.hashed(named.patient_id)  # quicker than the names
        several = named.group_by("encounter_id").aggregate(first=number.min(), last=number.max())
        return several.filter(several["first"] != several["last"]).select(several=several.encounter_id)

    several = engine.grouped(named, "encounter_id", with_several)
    told = named.join(several, named.encounter_id == several.several).select("encounter_id", "patient_id").distinct()
    found: dict[str, list[str]] = {}
    for batch in engine.fetched(told.order_by(["encounter_id", "patient_id"])):
        for row in batch.to_pylist():
            found.setdefault(row["encounter_id"], []).append(row["patient_id"])
    return {encounter: tuple(names) for encounter, names in found.items()}
