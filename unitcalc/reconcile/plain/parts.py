"""Rows of the three tables as columns that are added up into accounts: narrow ones, so that ten million fit.

Counts and truths are packed into a few whole numbers, five bits each: an account of more than `MOST_ROWS` rows is not
plain, whatever they hold. Of what only one row of a plain account can state, the largest is taken.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis

from unitcalc.checks.facts import LineFacts
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.columns import Varying, constant, facts_of, found
from unitcalc.reconcile.plain.kinds import LineKind
from unitcalc.reconcile.plain.once import with_columns
from unitcalc.reconcile.plain.rows import NEVER, NO_KIND
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.steady import VARYING_OF_LINE
from unitcalc.reconcile.plain.tellings import Tellings
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table
from unitcalc.units import no, pick

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

BITS = 5
MOST_ROWS = 2**BITS - 1
PACKED = (
    ("bad", "found", "keyed", "charted", "weighed"),
    ("reversed", "ja_lines", "jb_lines", "administered_lines", "jw_lines", "jz_lines", "both_lines", "bare_lines"),
    ("tb_lines", "liability_lines", "repeat_lines", "separate_lines", "esa_lines", "numbered", "quantities"),
)
"""Counts of rows of plain accounts, in the order of their bits: eight at most, so that a hundred million rows fit."""
NUMBERS, NUMBER_BITS = ("n_d", "n_a", "n_c"), 20
"""How many rows of each table: of every account of less than a million rows, whether it is plain or not."""
LARGEST = (
    "given", "discarded", "explained", "ordered", "usual", "administered", "waste", "route", "a_site", "span", "told_a",
    "told_w",
)  # fmt: skip
"""What one row states; of several the account is not plain."""
RANGES = ("container", "place", "ident", "d_site", "c_site")
"""What has to be the same in all rows of a table, or is known to differ."""
_NARROW = frozenset({"container", "d_site", "c_site", "a_site", "route", "span", "expires", "told_a", "told_w"})


def groups(
    engine: Engine, tables: Tables, kinded: Kinded, tellings: Tellings, rows: "Mapping[Table, Rows]", today: int
) -> "Rows":
    """Every account by its key, its rows added up. `today` is the number of a day."""
    parts = []
    for table, its in rows.items():
        if table is Table.CLAIMS:
            its, columns = _claims(its, engine, tables, kinded.lines, tellings, today)
        else:
            columns = _dispensed(its) if table is Table.DISPENSED else _administered(its)
        parts.append(its.select(*KEY, **_part(columns)))
    every = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return engine.grouped(every, KEY[0], _added)


def _added(every: "Rows") -> "Rows":
    """The rows of each key added up."""
    return every.group_by(list(KEY)).aggregate(
        rows=every.count(),
        numbers=every.numbers.sum().cast("int64"),
        **{f"packed_{at}": every[f"packed_{at}"].sum().cast("int64") for at in range(len(PACKED))},
        label=every.label.sum().cast("int64"),
        containers=every.container.sum().cast("int64"),
        quantity=every.quantity.sum().cast("int64"),
        squares=every.square.sum().cast("int64"),
        bits=_all_bits(every.bit),
        **{name: every[name].max() for name in LARGEST},
        **{f"{name}_first": every[name].min() for name in RANGES},
        **{f"{name}_last": every[name].max() for name in RANGES},
        expires=every.expires.min(),
    )


def _all_bits(numbers: Any) -> Any:
    """The bits that any of the numbers has. Ibis knows this of DuckDB alone; Spark calls it the same."""

    def bit_or(number: Any) -> Any: ...

    return ibis.udf.agg.builtin(bit_or, signature=(("int64",), "int64"))(numbers)


def unpacked(groups: "Rows") -> "Rows":
    """The groups with the counts that were packed as columns of their own."""
    counts = {name: (groups.numbers >> (NUMBER_BITS * at)) & (2**NUMBER_BITS - 1) for at, name in enumerate(NUMBERS)}
    for place, names in enumerate(PACKED):
        packed = groups[f"packed_{place}"]
        for at, name in enumerate(names):
            counts[name] = (packed >> (BITS * at)) & MOST_ROWS
    first, last = groups.container_first.cast("int64"), groups.container_last.cast("int64")
    # Of three rows the one between follows from the sum.
    middle = pick(counts["n_d"] == 3, groups.containers - first - last, first)
    # The sum of (c - first) x (last - c) over the rows: nothing only if each is of the first kind or of the last.
    apart = (first + last) * groups.containers - groups.squares - counts["n_d"] * first * last
    # Of more, which kinds there are is told by their bits.
    many = (counts["n_d"] > 3) & (apart != 0)
    bits = pick(many, groups.bits, constant(0))
    told = {name: groups[name].fill_null(0) for name in ("told_a", "told_w")}
    return groups.mutate(**counts, **told, container_middle=middle, container_bits=bits)


def _part(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of one table; those that it does not have are nothing."""
    part = {"numbers": _packed(columns, NUMBERS, NUMBER_BITS)}
    for place, names in enumerate(PACKED):
        part[f"packed_{place}"] = _packed(columns, names, BITS)
    part["label"] = columns.get("label", constant(0))
    part["quantity"] = columns.get("quantity", constant(0))
    container = columns.get("container", constant(0)).cast("int64")
    part["square"] = container * container
    part["bit"] = columns.get("bit", constant(0))
    for name in (*LARGEST, *RANGES, "expires"):
        kind = "int32" if name in _NARROW else "int64"
        part[name] = columns[name].cast(kind) if name in columns else ibis.null(kind)
    return part


def _packed(columns: Mapping[str, Any], names: Sequence[str], bits: int) -> Any:
    packed = constant(0)
    for at, name in enumerate(names):
        if name in columns:
            packed = packed + columns[name] * 2 ** (bits * at)
    return packed


def _dispensed(its: "Rows") -> dict[str, Any]:
    return {
        "n_d": constant(1),
        "label": its.label,
        "bad": _one(its.kind == NO_KIND),
        "keyed": _one((its.container_id != "") | (its.administration_id != "")),
        "numbered": _one(its.container_id != ""),
        "container": its.kind,
        "bit": its.kind_bit,
        "ident": _hash(its, ("administration_id", "container_id", "lot", "expiry", "container_count")),
        "d_site": its.site_number,
        "expires": its.expires,
        "span": its.span,
    }


def _administered(its: "Rows") -> dict[str, Any]:
    return {
        "n_a": constant(1),
        "given": its.given,
        "discarded": its.discarded,
        "explained": its.explained,
        "ordered": its.ordered,
        "usual": its.usual,
        "bad": _one(no(its.ok)),
        "charted": _one(its.charted),
        "weighed": _one(its.weighed),
        "reversed": _one(its.reversed),
        "a_site": its.site_number,
        "route": its.route_number,
        "span": its.span,
    }


def _claims(
    its: "Rows", engine: Engine, tables: Tables, kinds: Sequence[LineKind], tellings: Tellings, today: int
) -> "tuple[Rows, dict[str, Any]]":
    """Claim lines with their kind, and whether a check of a line finds something in them."""
    if not kinds:  # not one line is of a plain kind
        return its, {"n_c": constant(1), "bad": constant(1)}
    varying = Varying([each.facts for each in kinds], VARYING_OF_LINE)
    table = varying.table(engine, {**_of_kinds(kinds, tables), **_told(kinds, tellings)})
    lines = its.left_join(table, its.kind == table.its_kind)
    facts = facts_of(LineFacts, varying, lines, _overrides(engine, lines, today))
    told = {check: lines[f"told_{check}"] for check in _checks(kinds)}
    asked = {check for each in kinds for check in each.asked}
    wrong = (found(facts, asked, told) | lines.of_modifiers).fill_null(True)
    lines = with_columns(engine, lines, {"wrong": wrong})
    is_jw, is_jz = lines.is_jw.fill_null(False), lines.is_jz.fill_null(False)
    return lines, {
        "n_c": constant(1),
        "bad": _one((lines.kind == NO_KIND) | (lines.whole_units < 0) | (lines.cents < 0) | (lines.quantity < 0)),
        "quantities": _one(lines.quantity > 0),
        "quantity": lines.quantity,
        "administered": pick(is_jw, 0, lines.whole_units),
        "waste": pick(is_jw, lines.whole_units, 0),
        "administered_lines": _one(no(is_jw)),
        "jw_lines": _one(is_jw),
        "jz_lines": _one(is_jz & no(is_jw)),
        "both_lines": _one(is_jz & is_jw),
        "bare_lines": _one(no(is_jw) & no(is_jz)),
        **{name: _one(lines[name].fill_null(False)) for name in _MARKS},
        "found": _one(lines.wrong),
        "told_a": pick(is_jw, 0, lines.its_told.fill_null(0)),
        "told_w": pick(is_jw, lines.its_told.fill_null(0), 0),
        "place": lines.its_place,
        "c_site": lines.site_number,
        "span": lines.span,
    }


_MARKS = (
    "tb_lines", "liability_lines", "repeat_lines", "separate_lines", "esa_lines", "ja_lines", "jb_lines",
)  # fmt: skip


def _overrides(engine: Engine, lines: "Rows", today: int) -> dict[str, Any]:
    """The facts of a line that differ from row to row. Days are numbers, money is cents."""
    sent = lines.sent >= 0
    day, ends = lines.day.cast("int64"), lines.ends.cast("int64")
    submitted = lines.sent.cast("int64")
    return {
        "day": day,
        "units": lines.whole_units,
        "charge": lines.cents,
        "has_charge": lines.charged,
        "charge_limit": lines.charge_limit_cents,
        "future": day > today,
        "has_end": ends != day,
        "end": ends,
        "has_submitted": sent,
        "submitted": pick(sent, submitted, day),
        "filing_limit": pick(lines.filing_limit >= NEVER, 0, lines.filing_limit.cast("int64") - day),
        "filing_days": pick(sent, submitted - day, 0),
        "price": constant(0),
        # Wide enough for products: DuckDB multiplies decimals of up to 18 digits in 64 bits.
        "quantity": engine.decimal(lines.quantity, 3).cast("decimal(19, 6)"),
        "units_per_quantity": lines.its_per,
        "nominal_per_quantity": lines.its_nominal,
        # What only the account shows is not looked at: without it a line is found rather than not.
        "fewest_vials": constant(False),
        "agrees": constant(False),
        "swapped": constant(False),
    }


def _of_kinds(kinds: Sequence[LineKind], tables: Tables) -> Mapping[str, tuple[str, Sequence[Any]]]:
    """What is known of kinds of lines besides the facts of checks."""
    known = tables.catalogue.modifiers
    liability, separate, esa = (frozenset(known.group(name)) for name in ("liability", "separate-service", "esa"))
    marks = [frozenset(each.line.modifiers) for each in kinds]
    places = places_of(kinds)
    return {
        "is_jw": ("boolean", ["JW" in each for each in marks]),
        "is_jz": ("boolean", ["JZ" in each for each in marks]),
        "tb_lines": ("boolean", ["TB" in each for each in marks]),
        "liability_lines": ("boolean", [bool(liability & each) for each in marks]),
        "repeat_lines": ("boolean", ["76" in each for each in marks]),
        "separate_lines": ("boolean", [bool(separate & each) for each in marks]),
        "esa_lines": ("boolean", [len(esa & each) == 1 for each in marks]),
        "ja_lines": ("boolean", ["JA" in each for each in marks]),
        "jb_lines": ("boolean", ["JB" in each for each in marks]),
        "of_modifiers": ("boolean", [each.wrong for each in kinds]),
        "its_per": ("decimal(19, 6)", [each.per for each in kinds]),
        "its_nominal": ("decimal(19, 6)", [each.nominal for each in kinds]),
        "its_place": ("int64", [places[place_of(each)] for each in kinds]),
        "charge_limit_cents": ("int64", [int(each.facts["charge_limit"] * 100) for each in kinds]),
    }


def _told(kinds: Sequence[LineKind], tellings: Tellings) -> Mapping[str, tuple[str, Sequence[Any]]]:
    """The number of what is told of each kind of lines, and whether that is of a check."""
    found = [frozenset(finding.check for finding in each.told) for each in kinds]
    return {
        "its_told": ("int32", [tellings.number(each.told) for each in kinds]),
        **{f"told_{check}": ("boolean", [check in each for each in found]) for check in _checks(kinds)},
    }


def _checks(kinds: Sequence[LineKind]) -> list[str]:
    return sorted({finding.check for each in kinds for finding in each.told})


def place_of(kind: LineKind) -> tuple[object, ...]:
    """What of a line its account depends on: payer and setting, diagnoses, an authorization, the NDC."""
    return kind.payer, kind.setting, kind.line.diagnoses, bool(kind.line.authorization), kind.line.ndc


def places_of(kinds: Sequence[LineKind]) -> dict[tuple[object, ...], int]:
    """Each of them by its number."""
    return {each: at for at, each in enumerate(dict.fromkeys(map(place_of, kinds)))}


def _hash(its: "Rows", names: Sequence[str]) -> Any:
    """A number that differs only where the texts do; it may be the same where they differ."""
    texts = its[names[0]]
    for name in names[1:]:
        texts = texts.concat("|").concat(its[name])
    return (texts.hash() % (2**31 - 1)).cast("int64")


def _one(truth: Any) -> Any:
    return truth.cast("int64")
