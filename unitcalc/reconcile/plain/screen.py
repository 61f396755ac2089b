"""The plain accounts of three tables, judged as columns: which of them surely have no finding, and what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import ibis

from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.accounts import AccountKinds
from unitcalc.reconcile.plain.judged import judged
from unitcalc.reconcile.plain.parts import MOST_ROWS, groups, unpacked
from unitcalc.reconcile.plain.rows import MANY_KINDS
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.plain.tellings import Tellings
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows


class Special(NamedTuple):
    """What is judged by itself whatever it holds."""

    keys: Sequence[tuple[str, int, str]]
    encounters: Sequence[str]


class Screen:
    """Judges plain accounts. `today` is the number of a day, as columns count days."""

    def __init__(
        self, tables: Tables, engine: Engine, kinded: Kinded, rows: "Mapping[Table, Rows]", today: int
    ) -> None:
        self.tables, self.engine, self.kinded, self.rows = tables, engine, kinded, rows
        self.tellings = Tellings(each.told for each in kinded.lines)
        self.groups = unpacked(groups(engine, tables, kinded, self.tellings, rows, today))
        """The rows that were added up by the key that they state."""

    def screened(self, special: Special) -> "Rows | None":
        """Every account by its key: whether it is `clean`, and its row of the table of accounts if it is.

        A clean account has no findings but those that each line of its kind has. None where no account can be plain: it
        takes what was dispensed and what was given.
        """
        if not {Table.DISPENSED, Table.ADMINISTERED} <= self.rows.keys():
            return None
        known = self.groups.mutate(is_plain=_is_plain(self.groups).fill_null(False))
        for marked, on in self._special(known, special):
            known = known.left_join(marked, on)
            known = known.mutate(is_plain=known.is_plain & known.is_special.isnull())
            known = known.drop("is_special", *(name for name in known.columns if name.startswith("special_")))
        kinds = AccountKinds(self.kinded, known.filter(known.is_plain), self.engine)
        if not kinds.varying.any:
            return None
        return judged(self.engine, self.tellings.known(self.engine, known), kinds, self.rows.keys())

    def told(self, clean: "Rows", file: str) -> "Rows":
        """The findings of accounts that are clean: of lines that can't be otherwise. `file` is that of the claims."""
        kinds = [self.tellings.number(each.told) for each in self.kinded.lines]
        schema = ibis.schema({"of_kind": "int32", "set": "int32"})
        sets = self.engine.literal([{"of_kind": at, "set": number} for at, number in enumerate(kinds)], schema)
        lines = self.rows[Table.CLAIMS]
        lines = lines.join(sets, lines.kind == sets.of_kind)
        return self.tellings.rows(self.engine, clean, lines, file)

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


def _is_plain(g: "Rows") -> Any:
    """One administration, one line of each kind at most, in one place; of each row its kind is known."""
    counts = (g.rows <= MOST_ROWS) & (g.n_a == 1) & (g.n_d >= 1) & (g.administered_lines <= 1) & (g.jw_lines <= 1)
    same = [g[f"{name}_first"].fill_null(-1) == g[f"{name}_last"].fill_null(-1) for name in ("place", "c_site")]
    site = (g.c_site_first > 0).fill_null(False) | (g.a_site > 0) | (g.d_site_first == g.d_site_last)
    kinds = g.container_bits < MANY_KINDS
    # Rows that may stand twice; those that name their containers are compared where containers are linked.
    once = (g.n_d == 1) | (g.keyed == 0) | ((g.n_d == 2) & (g.ident_first != g.ident_last)) | (g.numbered == g.n_d)
    return ibis.and_(counts, g.bad == 0, kinds, once, site, *same)
