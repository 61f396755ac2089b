"""Findings that every line of a kind has, told of columns: in the table of accounts and in that of findings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from unitcalc.account import Place
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain.columns import dollars
from unitcalc.reconcile.plain.steady import LineFinding
from unitcalc.reconcile.plan import KEY
from unitcalc.reconcile.results import FINDINGS, date_of

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

Findings = tuple[LineFinding, ...]


class Tellings:
    """The findings of kinds of lines, each set of them once, by its number; 0 is none."""

    def __init__(self, of_kinds: Iterable[Findings]) -> None:
        self.sets: Sequence[Findings] = list(dict.fromkeys([(), *of_kinds]))
        self._number = {its: at for at, its in enumerate(self.sets)}

    def __bool__(self) -> bool:
        return len(self.sets) > 1

    def number(self, findings: Findings) -> int:
        """Of a set that is known."""
        return self._number[findings]

    def known(self, engine: Engine, accounts: "Rows") -> "Rows":
        """Accounts by `told_a` and `told_w`, the sets of their lines without and with JW, with what that comes to.

        `told_checks` are the codes, the gravest first; `staked_a` and `staked_w` say whose units are at stake.
        """
        rows = []
        for pair in engine.few(accounts.select("told_a", "told_w").distinct()):
            of_each = [self.sets[pair[name]] for name in ("told_a", "told_w")]
            gravest = sorted((each for its in of_each for each in its), key=lambda its: (its.severity.rank, its.check))
            staked_a, staked_w = (any(each.staked for each in its) for its in of_each)
            rows.append(
                {
                    "pair_a": pair["told_a"],
                    "pair_w": pair["told_w"],
                    "told_checks": " ".join(dict.fromkeys(each.check for each in gravest)),
                    "staked_a": staked_a,
                    "staked_w": staked_w,
                }
            )
        kinds = {"pair_a": "int32", "pair_w": "int32", "told_checks": "string"}
        table = engine.literal(rows, ibis.schema({**kinds, "staked_a": "boolean", "staked_w": "boolean"}))
        same = [accounts.told_a == table.pair_a, accounts.told_w == table.pair_w]
        return accounts.left_join(table, same).drop("pair_a", "pair_w")

    def counted(self, engine: Engine, accounts: "Rows") -> Mapping[str, int]:
        """How many findings of each check the accounts have."""
        found: dict[str, int] = {}
        sums = accounts.group_by("told_a", "told_w").aggregate(number=accounts.count())
        for row in engine.few(sums):
            for each in (*self.sets[row["told_a"]], *self.sets[row["told_w"]]):
                found[each.check] = found.get(each.check, 0) + row["number"]
        return found

    def rows(self, engine: Engine, accounts: "Rows", lines: "Rows", file: str) -> "Rows":
        """The rows of the table of findings. `lines` are those of claims with their `set`, in the file of that name."""
        accounts = accounts.filter((accounts.told_a > 0) | (accounts.told_w > 0))
        accounts = accounts.select(*KEY, "site", "payer", "price")
        of_them = lines.select(*KEY, "row", "set", "whole_units", "biller").join(accounts, list(KEY))
        billers = of_them.group_by(list(KEY)).aggregate(
            biller=of_them.biller.argmin(of_them.row, where=of_them.biller != "")
        )
        of_sets = self._of_sets(engine)
        found = of_them.drop("biller").join(of_sets, of_them.set == of_sets.of_set).left_join(billers, list(KEY))
        place = ibis.literal(str(Place(file, 1)).removesuffix("1")).concat(found.row.cast("string"))
        values = {
            "service_date": date_of(found.day),
            "unit_difference": ibis.literal(""),
            "payment_difference": ibis.null("decimal(18, 2)"),
            "rows": place,
            "at_stake": dollars(engine, ibis.ifelse(found.staked, found.whole_units, ibis.null("int64")), found.price),
            "biller": found.biller.fill_null(""),
        }
        return found.select(**{name: values[name] if name in values else found[name] for name in FINDINGS})

    def _of_sets(self, engine: Engine) -> "Rows":
        """Every finding of every set."""
        rows = [
            {
                "of_set": at,
                "check": each.check,
                "severity": each.severity.value,
                "message": each.message,
                "expected": each.expected,
                "observed": each.observed,
                "staked": each.staked,
            }
            for at, its in enumerate(self.sets)
            for each in its
        ]
        texts = dict.fromkeys(("check", "severity", "message", "expected", "observed"), "string")
        return engine.literal(rows, ibis.schema({"of_set": "int32", **texts, "staked": "boolean"}))
