"""The plain accounts of three tables, judged as columns: which of them surely have no finding, and what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis

from unitcalc.checks.checking import MEDICARE, OFFICE
from unitcalc.checks.facts import AccountFacts, LineFacts
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Scope
from unitcalc.findings import Refused
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.columns import Varying, constant, facts_of, found
from unitcalc.reconcile.plain.kinds import LARGEST, PLACES, AccountKind, LineKind
from unitcalc.reconcile.plain.rows import NEVER
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table
from unitcalc.units import administered_units, begun, discarded_units, least, most, no, pick, whole

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

NONE = -1
"""A kind that is none."""
_SUMS = (
    "n_d", "n_a", "n_c", "label", "given", "discarded", "explained", "ordered", "usual", "bad", "administered",
    "waste", "administered_lines", "jw_lines", "jz_lines", "both_lines", "bare_lines", "tb_lines", "liability_lines",
    "repeat_lines", "separate_lines", "esa_lines", "ja_lines", "jb_lines", "cents", "charged", "found", "charted",
    "weighed", "reversed", "keyed",
)  # fmt: skip
_RANGES = ("its_container", "place", "context", "ident", "d_site", "a_site", "c_site")
_LEAST = ("expires",)
_MOST = ("span", "largest_line", "route")
_TEXTS = frozenset({"ident", "d_site", "a_site", "c_site", "route"})
_OVERRIDDEN = frozenset(
    {
        "code", "day", "setting", "claimed", "lines", "administered", "discarded", "administered_lines", "jw_lines",
        "jz_lines", "both_lines", "bare_lines", "largest_line", "charge", "has_charge", "tb_lines", "liability_lines",
        "repeat_lines", "separate_lines", "esa_lines", "route_modifier", "fraction_lines", "given", "label", "left",
        "explained", "unexplained", "discard_charted", "expected_administered", "expected_discarded", "label_units",
        "begun_label_units", "discard_units", "given_number", "opened_number", "containers", "ndc_number", "hundredth",
        "nominal_units", "former_units", "published_units", "rounded_down", "usual_most", "ordered", "weight_known",
        "weight_days", "route", "expired", "times_reversed", "held", "unit", "day_text", "recorded_on", "expiry",
        "start", "stop", "multi_dose_multiple", "can_be_whole", "dispensed_rows", "administered_rows",
        "has_dispensed", "has_administered", "three_tables", "other_code", "units_in_days", "ndcs_differ", "price",
    }
)  # fmt: skip
_OF_LINE = frozenset(
    {
        "day", "units", "charge", "has_charge", "future", "has_end", "end", "has_submitted", "submitted",
        "filing_limit", "filing_days", "charge_limit", "price", "nominal_per_quantity", "agrees", "swapped",
    }
)  # fmt: skip


class Special(NamedTuple):
    """What is judged by itself whatever it holds."""

    keys: Sequence[tuple[str, int, str]]
    encounters: Sequence[str]


class Screen:
    """Judges plain accounts. `today` is the number of a day, as columns count days."""

    def __init__(
        self, tables: Tables, engine: Engine, kinded: Kinded, rows: "Mapping[Table, Rows]", today: int
    ) -> None:
        self.tables, self.engine, self.kinded, self.rows, self.today = tables, engine, kinded, rows, today

    def screened(self, special: Special) -> "Rows":
        """Every account by its key: whether it is `clean`, and its row of the table of accounts if it is."""
        groups = self.engine.kept(self._groups())
        groups = groups.mutate(is_plain=self._is_plain(groups))
        for marked, on in self._special(groups, special):
            groups = groups.left_join(marked, on)
            groups = groups.mutate(is_plain=groups.is_plain & groups.is_special.isnull())
            groups = groups.drop("is_special", *(name for name in groups.columns if name.startswith("special_")))
        kinds = self._account_kinds(groups.filter(groups.is_plain))
        return self._judged(groups, kinds)

    def _special(self, groups: "Rows", special: Special) -> "Iterator[tuple[Rows, list[Any]]]":
        """Tables of what is special, and how they are joined."""
        if special.keys:
            schema = ibis.schema(
                {"special_e": "string", "special_d": "int32", "special_c": "string", "is_special": "boolean"}
            )
            rows = [dict(zip(schema, (*key, True), strict=True)) for key in special.keys]
            keys = self.engine.literal(rows, schema)
            yield keys, [("encounter_id", "special_e"), ("day", "special_d"), ("code", "special_c")]
        if special.encounters:
            schema = ibis.schema({"special_e": "string", "is_special": "boolean"})
            rows = [{"special_e": each, "is_special": True} for each in special.encounters]
            yield self.engine.literal(rows, schema), [("encounter_id", "special_e")]
        similar = self._similar(groups)
        if similar is not None:
            yield similar, [("encounter_id", "special_e"), ("day", "special_d")]

    def _similar(self, groups: "Rows") -> "Rows | None":
        """Visits with lines of two codes of one substance: that is a finding, or they are each other's neighbours."""
        substances = self._substances({each.code: each.day for each in self.kinded.lines})
        if not substances:
            return None
        schema = ibis.schema({"its": "string", "substance": "int64"})
        known = self.engine.literal([{"its": code, "substance": at} for code, at in substances.items()], schema)
        billed = groups.filter(groups.n_c > 0)
        billed = billed.join(known, billed.code == known.its)
        several = billed.group_by("encounter_id", "day", "substance").aggregate(codes=billed.count())
        several = several.filter(several.codes > 1)
        return several.select(
            special_e=several.encounter_id, special_d=several.day, is_special=ibis.literal(True)
        ).distinct()

    def _substances(self, codes: Mapping[str, date]) -> dict[str, int]:
        """The codes that share a substance with another of them, by the number of the substance."""
        number: dict[str, int] = {}
        drugs = self.tables.catalogue.drugs
        for at, (code, day) in enumerate(codes.items()):
            try:
                alike = [row.code for row in drugs.similar(drugs.on(code, day)) if row.code in codes]
            except Refused:
                continue
            known = [number[each] for each in (code, *alike) if each in number]
            if alike:
                one = min(known, default=at)
                number |= dict.fromkeys((code, *alike), one)
                number = {each: one if its in known else its for each, its in number.items()}
        return number

    # Rows

    def _parts(self) -> "list[Rows]":
        parts = []
        for table, its in self.rows.items():
            values = {
                Table.DISPENSED: self._dispensed,
                Table.ADMINISTERED: self._administered,
                Table.CLAIMS: self._claims,
            }[table](its)
            its, columns = values
            parts.append(its.select(*KEY, **{name: columns.get(name, _nothing(name)) for name in _ALL}))
        return parts

    def _groups(self) -> "Rows":
        parts = self._parts()
        every = parts[0] if len(parts) == 1 else ibis.union(*parts)
        return every.group_by(list(KEY)).aggregate(
            **{name: every[name].sum().cast("int64") for name in _SUMS},
            **{f"{name}_first": every[name].min() for name in _RANGES},
            **{f"{name}_last": every[name].max() for name in _RANGES},
            **{name: every[name].min() for name in _LEAST},
            **{name: every[name].max() for name in _MOST},
        )

    def _dispensed(self, its: "Rows") -> "tuple[Rows, dict[str, Any]]":
        return its, {
            "n_d": _one(),
            "label": its.label,
            "bad": _whole(its.kind < 0),
            "keyed": _whole(its.ident != ""),
            "its_container": its.kind.cast("int64"),
            "ident": its.ident,
            "d_site": its.site,
            "expires": its.expires.cast("int64"),
            "span": its.span.cast("int64"),
        }

    def _administered(self, its: "Rows") -> "tuple[Rows, dict[str, Any]]":
        return its, {
            "n_a": _one(),
            "given": its.given,
            "discarded": its.discarded,
            "explained": its.explained,
            "ordered": its.ordered,
            "usual": its.usual,
            "bad": _whole(no(its.ok)),
            "charted": _whole(its.charted),
            "weighed": _whole(its.weighed),
            "reversed": _whole(its.reversed),
            "a_site": its.site,
            "route": its.route.lower(),
            "span": its.span.cast("int64"),
        }

    def _claims(self, its: "Rows") -> "tuple[Rows, dict[str, Any]]":
        kinds = self.kinded.lines
        varying = Varying([each.facts for each in kinds], _OF_LINE)
        table = varying.table(self.engine, _of_lines(kinds, self.tables))
        lines = its.left_join(table, its.kind == table.its_kind)
        lines = lines.mutate(units_=lines.whole_units, cents_=lines.cents)
        facts = facts_of(LineFacts, varying, lines, self._line_overrides(lines))
        wrong = found(Scope.LINE, facts) | lines.of_modifiers
        is_jw = lines.is_jw
        return lines, {
            "n_c": _one(),
            "bad": _whole((lines.kind < 0) | (lines.units_ < 0) | (lines.cents_ < 0)),
            "administered": pick(is_jw, 0, lines.units_),
            "waste": pick(is_jw, lines.units_, 0),
            "administered_lines": _whole(no(is_jw)),
            "jw_lines": _whole(is_jw),
            "jz_lines": _whole(lines.is_jz & no(is_jw)),
            "both_lines": _whole(lines.is_jz & is_jw),
            "bare_lines": _whole(no(is_jw) & no(lines.is_jz)),
            **{name: _whole(lines[name]) for name in _MARKS},
            "cents": lines.cents_,
            "charged": _whole(lines.charged),
            "found": _whole(wrong.fill_null(True)),
            "place": lines.place,
            "context": lines.context,
            "c_site": lines.site,
            "largest_line": lines.units_,
            "span": lines.span.cast("int64"),
        }

    def _line_overrides(self, lines: "Rows") -> dict[str, Any]:
        sent = lines.sent >= 0
        day = lines.day.cast("int64")
        return {
            "day": day,
            "units": lines.units_,
            "charge": lines.cents_,
            "has_charge": lines.charged,
            "charge_limit": lines.charge_limit_cents,
            "future": day > self.today,
            "has_end": lines.ends.cast("int64") != day,
            "end": lines.ends.cast("int64"),
            "has_submitted": sent,
            "submitted": pick(sent, lines.sent.cast("int64"), day),
            "filing_limit": pick(lines.filing_limit >= NEVER, 0, (lines.filing_limit - lines.day).cast("int64")),
            "filing_days": pick(sent, lines.sent.cast("int64") - day, 0),
            "price": constant(0),
            "nominal_per_quantity": constant(0),
            "agrees": constant(False),
            "swapped": constant(False),
        }

    # Accounts

    def _is_plain(self, g: "Rows") -> Any:
        """One administration of one kind of containers, one line of each kind at most, all of them in one place."""
        counts = (g.n_a == 1) & (g.n_d >= 1) & (g.administered_lines <= 1) & (g.jw_lines <= 1) & (g.bad == 0)
        same = [
            g[f"{name}_first"].fill_null(_none(name)) == g[f"{name}_last"].fill_null(_none(name))
            for name in ("place", "context", "c_site")
        ]
        # Two kinds of containers are told apart only where there are no more rows than kinds.
        one_kind = (g.its_container_first == g.its_container_last) | (g.n_d == 2)
        # Rows that may stand twice.
        apart = (g.ident_first != g.ident_last) | (g.its_container_first != g.its_container_last)
        once = (g.n_d == 1) | (g.keyed == 0) | ((g.n_d == 2) & apart)
        return ibis.and_(counts, one_kind, once, *same)

    def _account_kinds(self, plain: "Rows") -> "_AccountKinds":
        keys = plain.select(
            "code",
            "span",
            place=plain.place_first.fill_null(NONE),
            context=plain.context_first.fill_null(NONE),
            first=plain.its_container_first,
            last=plain.its_container_last,
            ordered=plain.ordered > 0,
            weighed=plain.weighed > 0,
        ).distinct()
        return _AccountKinds(self.kinded, self.tables, keys, self.engine)

    def _judged(self, plain: "Rows", kinds: "_AccountKinds") -> "Rows":
        table = kinds.table
        on = [
            plain.code == table.its_code,
            plain.span == table.its_span,
            plain.place_first.fill_null(NONE) == table.its_place,
            plain.context_first.fill_null(NONE) == table.its_context,
            plain.its_container_first == table.its_first,
            plain.its_container_last == table.its_last,
            (plain.ordered > 0) == table.its_ordered,
            (plain.weighed > 0) == table.its_weighed,
        ]
        g = plain.left_join(table, on)
        unit, label, given = g.its_unit, g.label, g.given
        charted = g.charted > 0
        single = g.its_single
        rest = label - given - g.explained
        away = pick(charted | no(single), g.discarded, most(rest, rest * 0))
        administered = administered_units(given, label, unit)
        discarded = pick(g.its_with_jw, discarded_units(given, away, label, unit), 0)
        unexplained = pick(charted & single, most(rest - g.discarded, rest * 0), 0)
        zero = constant(0)
        overrides: dict[str, Any] = {
            "code": g.code,
            "day": g.day.cast("int64"),
            "setting": constant(""),
            "claimed": constant(Table.CLAIMS in self.rows),
            "lines": g.n_c,
            "administered": g.administered,
            "discarded": g.waste,
            "administered_lines": g.administered_lines,
            "jw_lines": g.jw_lines,
            "jz_lines": g.jz_lines,
            "both_lines": g.both_lines,
            "bare_lines": g.bare_lines,
            "largest_line": g.largest_line.fill_null(0),
            "charge": g.cents,
            "has_charge": g.charged > 0,
            "tb_lines": g.tb_lines,
            "liability_lines": g.liability_lines,
            "repeat_lines": g.repeat_lines,
            "separate_lines": g.separate_lines,
            "esa_lines": g.esa_lines,
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
            "route": g.route.fill_null(""),
            "expired": g.expires.fill_null(NEVER) < g.day,
            "times_reversed": g.reversed > 0,
            **dict.fromkeys(("day_text", "recorded_on", "expiry", "start", "stop", "other_code"), constant("")),
            "multi_dose_multiple": constant(False),
            "can_be_whole": constant(True),
            "dispensed_rows": g.n_d,
            "administered_rows": g.n_a,
            "has_dispensed": constant(Table.DISPENSED in self.rows),
            "has_administered": constant(Table.ADMINISTERED in self.rows),
            "three_tables": constant(True),
            "units_in_days": g.administered + g.waste,
            "ndcs_differ": g.its_ndcs_differ,
            "price": g.its_price,
        }
        facts = facts_of(AccountFacts, kinds.varying, g, overrides)
        sure = (given <= label) & (given + g.discarded + g.explained <= label) & (label < LARGEST)
        # No other containers could have left less; nothing is missing on which the bill depends.
        sure &= no(single) | (((label - given - g.explained) < g.its_step) & (unexplained < unit))
        right = g.is_plain & sure & (g.found == 0) & no(found(Scope.ACCOUNT, facts))
        return g.select(
            *KEY,
            clean=right.fill_null(False),
            **self._row(g, administered, discarded, unexplained, single),
        )

    def _amount(self, number: Any) -> Any:
        """A column's amount as the decimal that it stands for."""
        return self.engine.decimal(number, PLACES).cast("decimal(38, 9)")

    def _money(self, units: Any, price: Any) -> Any:
        """Dollars of units at a price in thousandths, half up to cents; nothing where no price is known."""
        cents = whole(units * price + 5, constant(10))
        return pick(price > 0, self.engine.decimal(cents, 2).cast("decimal(18, 2)"), ibis.null("decimal(18, 2)"))

    def _row(self, g: "Rows", administered: Any, discarded: Any, unexplained: Any, single: Any) -> dict[str, Any]:
        """The row of the table of accounts."""
        billed = g.administered + g.waste
        due = administered + discarded
        has_claims = Table.CLAIMS in self.rows
        agrees = (g.administered == administered) & (g.waste == discarded) & ((g.n_c > 0) | (due == 0))
        kept = pick(single, 0, g.label - g.given - g.discarded - g.explained)
        left = g.label - g.given - g.discarded - g.explained - kept
        return {
            "opened": self._amount(g.label),
            "given": self._amount(g.given),
            "discarded": self._amount(g.discarded),
            "unexplained": self._amount(left),
            "unit": g.its_measure,
            "expected_administered_units": administered,
            "expected_discarded_units": discarded,
            "billed_administered_units": g.administered,
            "billed_discarded_units": g.waste,
            "balanced": (left == 0) & (agrees if has_claims else constant(True)),
            "explained": self._amount(g.explained),
            "transferred": self._amount(g.label * 0),
            "payer": g.its_payer,
            "site": ibis.coalesce(_some(g.c_site_first), _some(g.a_site_first), _some(g.d_site_first), ""),
            "supply": g.its_supply,
            "expected_payment": self._money(due, g.its_price),
            "billed_payment": self._money(billed, g.its_price),
            "discarded_payment": self._money(discarded, g.its_price),
            "n_c": g.n_c,
            "jw_lines_": g.jw_lines,
            "applies": g.its_with_jw,
            "site_of_record": ibis.coalesce(_some(g.c_site_first), _some(g.a_site_first), ""),
        }


class _AccountKinds:
    """The kinds of accounts that occur, as a table."""

    def __init__(self, kinded: Kinded, tables: Tables, keys: "Rows", engine: Engine) -> None:
        rows: list[dict[str, Any]] = []
        found_kinds: list[AccountKind] = []
        differ: list[bool] = []
        contexts, places = _contexts(kinded.lines), _places(kinded.lines)
        by_context = {(each.code, contexts[_context(each)], places[_place(each)]): each for each in kinded.lines}
        names = list(places)
        for batch in engine.fetched(keys):
            for key in batch.to_pylist():
                containers = [kinded.containers[at] for at in dict.fromkeys((key["first"], key["last"]))]
                line = by_context.get((key["code"], key["context"], key["place"]))
                if key["place"] >= 0 and line is None:
                    continue
                defaults = (kinded.settings.payer or MEDICARE, kinded.settings.setting or OFFICE)
                payer, setting = names[key["place"]] if key["place"] >= 0 else defaults
                kind = kinded.account(containers, payer, setting, line, ordered=key["ordered"], weighed=key["weighed"])
                if kind is not None:
                    rows.append({**key, "payer": payer})
                    found_kinds.append(kind)
                    differ.append(bool(kind.facts["ndcs_differ"]))
        self.varying = Varying([each.facts for each in found_kinds], _OVERRIDDEN)
        self.table = self.varying.table(
            engine,
            {
                "its_code": ("string", [row["code"] for row in rows]),
                "its_span": ("int64", [row["span"] for row in rows]),
                "its_place": ("int64", [row["place"] for row in rows]),
                "its_context": ("int64", [row["context"] for row in rows]),
                "its_first": ("int64", [row["first"] for row in rows]),
                "its_last": ("int64", [row["last"] for row in rows]),
                "its_ordered": ("boolean", [row["ordered"] for row in rows]),
                "its_weighed": ("boolean", [row["weighed"] for row in rows]),
                "its_payer": ("string", [row["payer"] for row in rows]),
                "its_unit": ("int64", [each.unit for each in found_kinds]),
                "its_measure": ("string", [each.measure for each in found_kinds]),
                "its_single": ("boolean", [each.single for each in found_kinds]),
                "its_with_jw": ("boolean", [each.with_jw for each in found_kinds]),
                "its_step": ("int64", [each.step for each in found_kinds]),
                "its_price": ("int64", [each.price for each in found_kinds]),
                "its_supply": ("string", [each.supply for each in found_kinds]),
                "its_ndcs_differ": ("boolean", differ),
            },
        )


_MARKS = (
    "tb_lines", "liability_lines", "repeat_lines", "separate_lines", "esa_lines", "ja_lines", "jb_lines",
)  # fmt: skip
_WRONG_BILLS = (
    "given_number", "opened_number", "containers", "ndc_number", "hundredth", "nominal_units", "former_units",
    "published_units",
)  # fmt: skip
_ALL = (*_SUMS, *_RANGES, *_LEAST, *_MOST)


def _of_lines(kinds: Sequence[LineKind], tables: Tables) -> Mapping[str, tuple[str, Sequence[Any]]]:
    """What is known of kinds of lines besides the facts of checks."""
    known = tables.catalogue.modifiers
    of_group = {"liability": "liability", "separate": "separate-service", "esa": "esa"}
    groups = {name: frozenset(known.group(group)) for name, group in of_group.items()}
    marks = [frozenset(each.line.modifiers) for each in kinds]
    places, contexts = _places(kinds), _contexts(kinds)
    return {
        "is_jw": ("boolean", ["JW" in each for each in marks]),
        "is_jz": ("boolean", ["JZ" in each for each in marks]),
        "tb_lines": ("boolean", ["TB" in each for each in marks]),
        "liability_lines": ("boolean", [bool(groups["liability"] & each) for each in marks]),
        "repeat_lines": ("boolean", ["76" in each for each in marks]),
        "separate_lines": ("boolean", [bool(groups["separate"] & each) for each in marks]),
        "esa_lines": ("boolean", [len(groups["esa"] & each) == 1 for each in marks]),
        "ja_lines": ("boolean", ["JA" in each for each in marks]),
        "jb_lines": ("boolean", ["JB" in each for each in marks]),
        "of_modifiers": ("boolean", [each.wrong for each in kinds]),
        "place": ("int64", [places[_place(each)] for each in kinds]),
        "context": ("int64", [contexts[_context(each)] for each in kinds]),
        "charge_limit_cents": ("int64", [int(each.facts["charge_limit"] * 100) for each in kinds]),
    }


def _place(kind: LineKind) -> tuple[str, str]:
    return kind.payer, kind.setting


def _context(kind: LineKind) -> tuple[object, ...]:
    """What of a line its account's facts depend on."""
    return kind.line.diagnoses, bool(kind.line.authorization), kind.line.ndc


def _places(kinds: Sequence[LineKind]) -> dict[tuple[str, str], int]:
    return {each: at for at, each in enumerate(dict.fromkeys(map(_place, kinds)))}


def _contexts(kinds: Sequence[LineKind]) -> dict[tuple[object, ...], int]:
    return {each: at for at, each in enumerate(dict.fromkeys(map(_context, kinds)))}


def _one() -> Any:
    return ibis.literal(1, type="int64")


def _whole(truth: Any) -> Any:
    return truth.cast("int64")


def _nothing(name: str) -> Any:
    if name in _SUMS:
        return ibis.literal(0, type="int64")
    return ibis.null("string" if name in _TEXTS else "int64")


def _none(name: str) -> Any:
    return "" if name in _TEXTS else NONE


def _some(text: Any) -> Any:
    return text.nullif("")
