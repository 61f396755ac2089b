"""The facts of checks as columns: constants out of a table of kinds, amounts and units out of the rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import ibis

from unitcalc.checks.facts import AccountFacts, LineFacts
from unitcalc.checks.registry import checks
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.plain import arithmetic  # noqa: F401  columns take part in the arithmetic
from unitcalc.reconcile.plain.kinds import Constants
from unitcalc.units import pick, whole

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from ibis.expr.types import Table as Rows

Facts = TypeVar("Facts", AccountFacts, LineFacts)


class Varying:
    """Constants of many kinds: those that are alike in all of them, and a table of those that differ."""

    def __init__(self, constants: Sequence[Constants | None], overridden: frozenset[str]) -> None:
        known = [each for each in constants if each is not None]
        self.overridden = overridden
        self.any = bool(known)
        names = [name for name in (known[0] if known else ()) if name not in overridden]
        self.alike = {
            name: known[0][name] for name in names if all(_same(each[name], known[0][name]) for each in known)
        }
        self.names = [name for name in names if name not in self.alike and not isinstance(known[0][name], _DATES)]
        self._constants = constants

    def table(self, engine: Engine, more: Mapping[str, tuple[str, Sequence[Any]]]) -> "Rows":
        """A row for each kind by its place (`its_kind`), with what else is known of it: a type and a value each."""
        rows = [
            {
                "its_kind": place,
                **{fact(name): each[name] for name in self.names},
                **{name: values[place] for name, (_, values) in more.items()},
            }
            for place, each in enumerate(self._constants)
            if each is not None
        ]
        schema = {"its_kind": "int64", **{fact(name): self._type(name) for name in self.names}}
        schema |= {name: kind for name, (kind, _) in more.items()}
        return engine.literal(rows, ibis.schema(schema))

    def _type(self, name: str) -> str:
        values = [each[name] for each in self._constants if each is not None]
        if all(isinstance(value, bool) for value in values):
            return "boolean"
        if all(isinstance(value, int) for value in values):
            return "int64"
        return "string" if all(isinstance(value, str) for value in values) else "decimal(38, 9)"


_DATES = (type(None),)


def fact(name: str) -> str:
    """What the column of a fact is called, beside columns of the rows."""
    return f"fact_{name}"


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def facts_of(kind: type[Facts], varying: Varying, rows: "Rows", overrides: Mapping[str, Any]) -> Facts:
    """Facts whose fields are columns of `rows`, or constants; all that varies is overridden, and nothing else."""
    assert overrides.keys() == varying.overridden, overrides.keys() ^ varying.overridden
    values: dict[str, Any] = {}
    for each in fields(kind):
        if each.name in overrides:
            values[each.name] = overrides[each.name]
        elif each.name in varying.alike:
            values[each.name] = constant(varying.alike[each.name])
        else:
            values[each.name] = rows[fact(each.name)]
    return kind(**values)


def constant(value: Any) -> Any:
    """A constant as columns take it."""
    if isinstance(value, Decimal):
        return ibis.literal(value, type="decimal(38, 9)")
    return ibis.literal(value, type="int64") if type(value) is int else ibis.literal(value)


def found(facts: Any, asked: Collection[str], told: "Mapping[str, BooleanValue] | None" = None) -> "BooleanValue":
    """Whether any of these checks finds something; by its code, where what it finds is `told` elsewhere."""
    told = told or {}
    broken = {check.code: check.broken(facts) for check in checks().values() if check.code in asked}
    found = [its & ~told[code] if code in told else its for code, its in broken.items()]
    return ibis.or_(ibis.literal(False), *found)


def dollars(engine: Engine, units: Any, price: Any) -> Any:
    """Dollars of units at a price in thousandths, half up to cents; nothing where no price is known."""
    cents = whole(units * price + 5, constant(10))
    return pick(price > 0, engine.decimal(cents, 2).cast("decimal(18, 2)"), ibis.null("decimal(18, 2)"))
