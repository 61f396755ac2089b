"""Plain accounts judged as columns: the units that their records give, what checks say, the table of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from unitcalc.checks.facts import AccountFacts
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.accounts import AccountKinds
from unitcalc.reconcile.plain.columns import constant, dollars, facts_of, found
from unitcalc.reconcile.plain.kinds import LARGEST, PLACES
from unitcalc.reconcile.plain.once import with_columns
from unitcalc.reconcile.plain.rows import NEVER
from unitcalc.reconcile.plain.steady import COUNTED, NOT_TOLD, WRONG_BILLS
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.tabled import Table
from unitcalc.units import administered_units, begun, discarded_units, least, most, no, pick, whole

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows


def judged(engine: Engine, accounts: "Rows", kinds: AccountKinds, tables: Collection[Table]) -> "Rows":
    """Every account: whether checks surely find nothing (`clean`), and its row of the table of accounts."""
    g = kinds.joined(accounts)
    r = _record(g)
    facts = facts_of(AccountFacts, kinds.varying, g, _facts(g, r, tables))
    clean = g.is_plain & _is_sure(g, r) & (g.found == 0) & no(found(facts, kinds.asked))
    values = {"clean": clean.fill_null(False), **_told(engine, g, r, tables)}
    return with_columns(engine, g, {f"out_{name}": value for name, value in values.items()}).select(
        *KEY, **{name: ibis._[f"out_{name}"] for name in values}
    )


@dataclass(frozen=True)
class _Record:
    """What the records say and come to: amounts in `SCALE`, and units."""

    unit: Any
    label: Any
    given: Any
    charted: Any
    single: Any
    rest: Any
    """Of the label, what was neither given nor used otherwise."""
    away: Any
    """What of it was discarded; where nobody charted that of single-dose containers, all."""
    unexplained: Any
    administered: Any
    discarded: Any
    billed: Any
    waste: Any


def _record(g: "Rows") -> _Record:
    unit, label, given = g.its_unit, g.label, g.given
    charted, single = g.charted > 0, g.its_single
    rest = label - given - g.explained
    away = pick(charted | no(single), g.discarded, most(rest, rest * 0))
    return _Record(
        unit=unit,
        label=label,
        given=given,
        charted=charted,
        single=single,
        rest=rest,
        away=away,
        unexplained=pick(charted & single, most(rest - g.discarded, rest * 0), 0),
        administered=administered_units(given, label, unit),
        discarded=pick(g.its_with_jw, discarded_units(given, away, label, unit), 0),
        billed=g.administered.fill_null(0),
        waste=g.waste.fill_null(0),
    )


def _facts(g: "Rows", r: _Record, tables: Collection[Table]) -> dict[str, Any]:
    """The facts that do not come from the kind: `VARYING_OF_ACCOUNT`."""
    zero = constant(0)
    return {
        "code": g.code,
        "day": g.day.cast("int64"),
        "claimed": constant(Table.CLAIMS in tables),
        "lines": g.n_c,
        "administered": r.billed,
        "discarded": r.waste,
        "largest_line": most(r.billed, r.waste),
        **{name: g[name] for name in COUNTED},
        # What the lines charge matters only where the drug was not bought: that is not plain.
        "charge": zero,
        "has_charge": constant(False),
        "route_modifier": ibis.cases(
            ((g.ja_lines > 0) & (g.jb_lines == 0), "JA"), ((g.jb_lines > 0) & (g.ja_lines == 0), "JB"), else_=""
        ),
        "fraction_lines": zero,
        "given": r.given,
        "label": r.label,
        "held": r.label,
        "left": g.discarded,
        "explained": g.explained,
        "unexplained": r.unexplained,
        "discard_charted": r.charted,
        "unit": r.unit,
        "expected_administered": r.administered,
        "expected_discarded": r.discarded,
        "label_units": whole(r.label, r.unit),
        "begun_label_units": begun(r.label, r.unit),
        "discard_units": whole(r.away, r.unit),
        "rounded_down": whole(least(r.given, r.label), r.unit),
        # Which wrong bill it is makes no difference here: that it is wrong sends the account to be judged alone.
        **dict.fromkeys(WRONG_BILLS, zero),
        "usual_most": g.usual,
        "ordered": g.ordered,
        "weight_known": g.weighed > 0,
        "weight_days": zero,
        "route": g.route_text.fill_null(""),
        "expired": g.expires.fill_null(NEVER) < g.day,
        "times_reversed": g.reversed > 0,
        **dict.fromkeys(NOT_TOLD, constant("")),
        # Of accounts with a record nobody asks what whole containers would hold.
        "multi_dose_multiple": constant(False),
        "can_be_whole": constant(True),
        "dispensed_rows": g.n_d,
        "administered_rows": g.n_a,
        "has_dispensed": constant(Table.DISPENSED in tables),
        "has_administered": constant(Table.ADMINISTERED in tables),
        "three_tables": constant(True),
        "dispensed_open": constant(True),
        "units_in_days": r.billed + r.waste,
        "quantities_stated": constant(False),
        **dict.fromkeys(("quantity_billed", "quantity_opened", "quantity_containers"), zero),
        "swapped": constant(False),
        "ndcs_differ": g.its_ndcs_differ,
        "price": g.its_price,
    }


def _is_sure(g: "Rows", r: _Record) -> Any:
    """Whether the bill is certain, whatever else could be known of the containers."""
    sure = (r.given <= r.label) & (r.given + g.discarded + g.explained <= r.label) & (r.label < LARGEST)
    sure &= (r.administered <= g.its_most) & (r.discarded <= g.its_most)
    # No other containers could have left less; nothing is missing on which the bill depends.
    sure &= no(r.single) | ((r.rest < ibis.coalesce(g.room, g.its_step)) & (r.unexplained < r.unit))
    # RULES 5.6: on all lines or on none, and together the containers as they were opened.
    off = g.quantity * g.its_quantity_in - r.label * g.its_quantity
    thousandths = g.n_c * g.its_quantity_in
    fits = (off <= thousandths) & (off >= -thousandths)
    # Of a multi-dose container only what was given; by rounding that is half a thousandth off, of one NDC.
    short, half = g.quantity * g.its_quantity_in - r.given * g.its_quantity, whole(g.its_quantity_in, constant(2))
    fits |= g.its_quantity_of_dose & (short <= half) & (short >= -half)
    sure &= (g.quantities == 0) | (fits & (g.its_quantity > 0) & (g.quantities == g.n_c))
    return sure & (no(g.its_assayed) | (r.given == r.label))


def _told(engine: Engine, g: "Rows", r: _Record, tables: Collection[Table]) -> dict[str, Any]:
    """The row of the table of accounts, and what sums of sites and rows of findings need."""
    due = r.administered + r.discarded
    agrees = (r.billed == r.administered) & (r.waste == r.discarded) & ((g.n_c > 0) | (due == 0))
    left = pick(r.single, r.label - r.given - g.discarded - g.explained, 0)
    nothing = ibis.null("int64")
    staked = ibis.greatest(ibis.ifelse(g.staked_a, r.billed, nothing), ibis.ifelse(g.staked_w, r.waste, nothing))
    of_record = ibis.coalesce(g.c_site_first_text.nullif(""), g.a_site_text.nullif(""))

    def amount(number: Any) -> Any:
        return engine.decimal(number, PLACES).cast("decimal(38, 9)")

    return {
        "opened": amount(r.label),
        "given": amount(r.given),
        "discarded": amount(g.discarded),
        "unexplained": amount(left),
        "unit": g.its_measure,
        "expected_administered_units": r.administered,
        "expected_discarded_units": r.discarded,
        "billed_administered_units": r.billed,
        "billed_discarded_units": r.waste,
        "balanced": (left == 0) & (agrees if Table.CLAIMS in tables else constant(True)),
        "explained": amount(g.explained),
        "transferred": amount(r.label * 0),
        "payer": g.its_payer,
        "site": ibis.coalesce(of_record, g.d_site_first_text, ""),
        "supply": g.its_supply,
        "expected_payment": dollars(engine, due, g.its_price),
        "billed_payment": dollars(engine, r.billed + r.waste, g.its_price),
        "discarded_payment": dollars(engine, r.discarded, g.its_price),
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
