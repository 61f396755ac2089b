"""Plain accounts as columns: the units that their records give, what checks say of them, the table of accounts."""

from collections.abc import Collection
from math import gcd
from typing import TYPE_CHECKING, Any

import ibis

from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.facts import AccountFacts
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.account_kinds import AccountKind
from unitcalc.reconcile.plain.columns import Varying, constant, dollars, facts_of, found
from unitcalc.reconcile.plain.kinds import LARGEST, PLACES
from unitcalc.reconcile.plain.least import room
from unitcalc.reconcile.plain.once import with_columns
from unitcalc.reconcile.plain.parts import place_of, places_of
from unitcalc.reconcile.plain.rows import NEVER, NO_KIND
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.steady import VARYING_OF_ACCOUNT
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table
from unitcalc.units import administered_units, begun, discarded_units, least, most, no, pick, whole

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

_WRONG_BILLS = (
    "given_number", "opened_number", "containers", "ndc_number", "hundredth", "nominal_units", "former_units",
    "published_units",
)  # fmt: skip
_COUNTED = (
    "administered_lines", "jw_lines", "jz_lines", "both_lines", "bare_lines", "tb_lines", "liability_lines",
    "repeat_lines", "separate_lines", "esa_lines",
)  # fmt: skip
_NOT_TOLD = ("day_text", "recorded_on", "expiry", "start", "stop", "other_code", "setting")


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
        return joined.left_join(rooms, same).drop("room_kind", "room_label")

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

    def named(self, engine: Engine, numbers: str) -> "Rows":
        """The texts that numbers stand for: `number` and `text`."""
        rows = [{"number": number, "text": text} for number, text in enumerate(self.texts[numbers])]
        return engine.literal(rows, ibis.schema({"number": "int32", "text": "string"}))


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


def judged(engine: Engine, accounts: "Rows", kinds: AccountKinds, tables: Collection[Table]) -> "Rows":
    """Every account: whether checks surely find nothing (`clean`), and its row of the table of accounts."""
    g = kinds.joined(accounts)
    routes, sites = kinds.named(engine, "route"), kinds.named(engine, "site")
    g = g.left_join(routes, g.route == routes.number).drop("number").rename(route_text="text")
    for name in ("c_site_first", "a_site", "d_site_first"):
        g = g.left_join(sites, g[name] == sites.number).drop("number").rename({f"{name}_text": "text"})
    unit, label, given, zero = g.its_unit, g.label, g.given, constant(0)
    charted, single = g.charted > 0, g.its_single
    billed, waste = g.administered.fill_null(0), g.waste.fill_null(0)
    rest = label - given - g.explained
    away = pick(charted | no(single), g.discarded, most(rest, rest * 0))
    administered = administered_units(given, label, unit)
    discarded = pick(g.its_with_jw, discarded_units(given, away, label, unit), 0)
    unexplained = pick(charted & single, most(rest - g.discarded, rest * 0), 0)
    overrides: dict[str, Any] = {
        "code": g.code,
        "day": g.day.cast("int64"),
        "claimed": constant(Table.CLAIMS in tables),
        "lines": g.n_c,
        "administered": billed,
        "discarded": waste,
        "largest_line": most(billed, waste),
        **{name: g[name] for name in _COUNTED},
        # What the lines charge matters only where the drug was not bought: that is not plain.
        "charge": zero,
        "has_charge": constant(False),
        "route_modifier": ibis.cases(
            ((g.ja_lines > 0) & (g.jb_lines == 0), "JA"), ((g.jb_lines > 0) & (g.ja_lines == 0), "JB"), else_=""
        ),
        "fraction_lines": zero,
        "given": given,
        "label": label,
        "held": label,
        "left": g.discarded,
        "explained": g.explained,
        "unexplained": unexplained,
        "discard_charted": charted,
        "unit": unit,
        "expected_administered": administered,
        "expected_discarded": discarded,
        "label_units": whole(label, unit),
        "begun_label_units": begun(label, unit),
        "discard_units": whole(away, unit),
        "rounded_down": whole(least(given, label), unit),
        # Which wrong bill it is makes no difference here: that it is wrong sends the account to be judged alone.
        **dict.fromkeys(_WRONG_BILLS, zero),
        "usual_most": g.usual,
        "ordered": g.ordered,
        "weight_known": g.weighed > 0,
        "weight_days": zero,
        "route": g.route_text.fill_null(""),
        "expired": g.expires.fill_null(NEVER) < g.day,
        "times_reversed": g.reversed > 0,
        **dict.fromkeys(_NOT_TOLD, constant("")),
        # Of accounts with a record nobody asks what whole containers would hold.
        "multi_dose_multiple": constant(False),
        "can_be_whole": constant(True),
        "dispensed_rows": g.n_d,
        "administered_rows": g.n_a,
        "has_dispensed": constant(Table.DISPENSED in tables),
        "has_administered": constant(Table.ADMINISTERED in tables),
        "three_tables": constant(True),
        "dispensed_open": constant(True),
        "units_in_days": billed + waste,
        "quantities_stated": constant(False),
        **dict.fromkeys(("quantity_billed", "quantity_opened", "quantity_containers"), zero),
        "swapped": constant(False),
        "ndcs_differ": g.its_ndcs_differ,
        "price": g.its_price,
    }
    facts = facts_of(AccountFacts, kinds.varying, g, overrides)
    sure = (given <= label) & (given + g.discarded + g.explained <= label) & (label < LARGEST)
    # No other containers could have left less; nothing is missing on which the bill depends.
    sure &= no(single) | ((rest < ibis.coalesce(g.room, g.its_step)) & (unexplained < unit))
    # RULES 5.6: on all lines or on none, and together the containers as they were opened.
    off = g.quantity * g.its_quantity_in - label * g.its_quantity
    thousandths = g.n_c * g.its_quantity_in
    fits = (off <= thousandths) & (off >= -thousandths)
    # Of a multi-dose container only what was given; by rounding that is half a thousandth off, of one NDC.
    short = 2 * (g.quantity * g.its_quantity_in - given * g.its_quantity)
    fits |= g.its_quantity_of_dose & (short <= g.its_quantity_in) & (short >= -1 * g.its_quantity_in)
    sure &= (g.quantities == 0) | (fits & (g.its_quantity > 0) & (g.quantities == g.n_c))
    sure &= no(g.its_assayed) | (given == label)
    right = g.is_plain & sure & (g.found == 0) & no(found(facts, kinds.asked))
    due = administered + discarded
    agrees = (billed == administered) & (waste == discarded) & ((g.n_c > 0) | (due == 0))
    left = pick(single, label - given - g.discarded - g.explained, 0)

    nothing = ibis.null("int64")
    staked = ibis.greatest(ibis.ifelse(g.staked_a, billed, nothing), ibis.ifelse(g.staked_w, waste, nothing))

    def amount(number: Any) -> Any:
        return engine.decimal(number, PLACES).cast("decimal(38, 9)")

    of_record = ibis.coalesce(g.c_site_first_text.nullif(""), g.a_site_text.nullif(""))
    values: dict[str, Any] = {
        "clean": right.fill_null(False),
        "opened": amount(label),
        "given": amount(given),
        "discarded": amount(g.discarded),
        "unexplained": amount(left),
        "unit": g.its_measure,
        "expected_administered_units": administered,
        "expected_discarded_units": discarded,
        "billed_administered_units": billed,
        "billed_discarded_units": waste,
        "balanced": (left == 0) & (agrees if Table.CLAIMS in tables else constant(True)),
        "explained": amount(g.explained),
        "transferred": amount(label * 0),
        "payer": g.its_payer,
        "site": ibis.coalesce(of_record, g.d_site_first_text, ""),
        "supply": g.its_supply,
        "expected_payment": dollars(engine, due, g.its_price),
        "billed_payment": dollars(engine, billed + waste, g.its_price),
        "discarded_payment": dollars(engine, discarded, g.its_price),
        "at_stake": dollars(engine, staked, g.its_price),
        "checks": g.told_checks,
        "told_a": g.told_a,
        "told_w": g.told_w,
        "price": g.its_price,
        "n_c": g.n_c,
        "jw_lines_": g.jw_lines,
        "applies": g.its_with_jw,
        "site_of_record": of_record.fill_null(""),
    }
    return with_columns(engine, g, {f"out_{name}": value for name, value in values.items()}).select(
        *KEY, **{name: ibis._[f"out_{name}"] for name in values}
    )
