"""The kinds of plain accounts that occur, as a table to be joined with the accounts."""

from math import gcd
from typing import TYPE_CHECKING, Any

import ibis

from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.account_kinds import AccountKind
from unitcalc.reconcile.plain.columns import Varying
from unitcalc.reconcile.plain.least import room
from unitcalc.reconcile.plain.parts import place_of, places_of
from unitcalc.reconcile.plain.rows import NO_KIND
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.steady import VARYING_OF_ACCOUNT

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows


class AccountKinds:
    """The kinds of accounts that occur, as a table: the keys by which they are found begin with `key_`."""

    def __init__(self, kinded: Kinded, plain: "Rows", engine: Engine) -> None:
        keys = plain.select(**_keys(plain)).distinct()
        places = places_of(kinded.lines)
        lines = {(each.code, places[place_of(each)]): each for each in kinded.lines}
        defaults = (kinded.settings.payer or MEDICARE, kinded.settings.setting or OFFICE)
        rows: list[dict[str, Any]] = []
        kinds: list[AccountKind] = []
        for batch in engine.fetched(keys):
            for key in batch.to_pylist():
                line = lines.get((key["key_code"], key["key_place"]))
                if key["key_place"] != NO_KIND and line is None:
                    continue
                payer, setting = (line.payer, line.setting) if line is not None else defaults
                numbers = dict.fromkeys((key["key_first"], key["key_middle"], key["key_last"]))
                containers = [kinded.containers[number] for number in numbers]
                if key["key_bits"]:
                    containers = kinded.of_bits(containers[0], key["key_bits"])
                asked = {name: key[f"key_{name}"] for name in ("ordered", "weighed")}
                kind = kinded.account(containers, payer, setting, line, **asked)
                if kind is not None:
                    rows.append({**key, "its_payer": payer})
                    kinds.append(kind)
        self._engine = engine
        self.varying = Varying([each.facts for each in kinds], VARYING_OF_ACCOUNT)
        types = {
            "key_code": "string",
            "its_payer": "string",
            "key_ordered": "boolean",
            "key_weighed": "boolean",
            "key_plain": "boolean",
        }
        names = (*_keys(plain), "its_payer")
        known = {name: (types.get(name, "int64"), [row[name] for row in rows]) for name in names}
        self.table = self.varying.table(
            engine,
            {
                **known,
                "its_unit": ("int64", [each.unit for each in kinds]),
                "its_measure": ("string", [each.measure for each in kinds]),
                "its_single": ("boolean", [each.single for each in kinds]),
                "its_quantity": ("int64", [each.quantity.numerator for each in kinds]),
                "its_quantity_in": ("int64", [each.quantity.denominator for each in kinds]),
                "its_quantity_of_dose": ("boolean", [each.quantity_of_dose for each in kinds]),
                "its_assayed": ("boolean", [each.assayed for each in kinds]),
                "its_with_jw": ("boolean", [each.with_jw for each in kinds]),
                "its_step": ("int64", [max(gcd(*sizes) for sizes in each.pools) for each in kinds]),
                "its_most": ("int64", [each.most for each in kinds]),
                "its_price": ("int64", [each.price for each in kinds]),
                "its_supply": ("string", [each.supply for each in kinds]),
                "its_ndcs_differ": ("boolean", [bool(each.facts["ndcs_differ"]) for each in kinds]),
            },
        )
        self.asked = {check for each in kinds for check in each.asked}
        """The checks that columns are asked of."""
        self.texts = kinded.texts
        self._kinds = kinds

    def joined(self, accounts: "Rows") -> "Rows":
        """The accounts with what is known of their kind; nothing of those whose kind is not plain."""
        table = self.table
        joined = accounts.left_join(table, [value == table[name] for name, value in _keys(accounts).items()])
        rooms = self._rooms(joined)
        same = [joined.its_kind == rooms.room_kind, joined.label == rooms.room_label]
        joined = joined.left_join(rooms, same).drop("room_kind", "room_label")
        routes, sites = self._named("route"), self._named("site")
        joined = joined.left_join(routes, joined.route == routes.number).drop("number").rename(route_text="text")
        for name in ("c_site_first", "a_site", "d_site_first"):
            joined = joined.left_join(sites, joined[name] == sites.number).drop("number")
            joined = joined.rename({f"{name}_text": "text"})
        return joined

    def _rooms(self, accounts: "Rows") -> "Rows":
        """How much less the next smaller combination of containers holds, of labels for which that has to be asked."""
        asked = accounts.filter(accounts.its_single & (accounts.label - accounts.given >= accounts.its_step))
        asked = asked.filter(asked.is_plain & (asked.given <= asked.label)).select("its_kind", "label").distinct()
        rows = [
            {
                "room_kind": row["its_kind"],
                "room_label": row["label"],
                "room": max(room(sizes, row["label"]) for sizes in self._kinds[row["its_kind"]].pools),
            }
            for batch in self._engine.fetched(asked)
            for row in batch.to_pylist()
        ]
        schema = ibis.schema({"room_kind": "int64", "room_label": "int64", "room": "int64"})
        return self._engine.literal(rows, schema)

    def _named(self, numbers: str) -> "Rows":
        """The texts that numbers stand for: `number` and `text`."""
        rows = [{"number": number, "text": text} for number, text in enumerate(self.texts[numbers])]
        return self._engine.literal(rows, ibis.schema({"number": "int32", "text": "string"}))


def _keys(accounts: "Rows") -> dict[str, Any]:
    """What tells kinds of accounts apart."""
    return {
        "key_code": accounts.code,
        "key_span": accounts.span.cast("int64"),
        "key_place": accounts.place_first.fill_null(NO_KIND),
        "key_first": accounts.container_first.cast("int64"),
        "key_middle": accounts.container_middle.cast("int64"),
        "key_last": accounts.container_last.cast("int64"),
        "key_bits": accounts.container_bits,
        "key_ordered": (accounts.ordered > 0).fill_null(False),
        "key_weighed": accounts.weighed > 0,
        # What is not plain has no kind, and nothing is computed of it: its numbers may be absurd.
        "key_plain": accounts.is_plain,
    }
