"""The arithmetic of units for columns: the operations of `unitcalc.units`, registered for what Ibis calls values.

Whole numbers only. `whole` takes the rest off before it divides, so that the quotient is exact below 2**53 on every
engine, and rounds down below zero too.
"""

from typing import Any

from ibis import greatest, ifelse
from ibis import least as smallest
from ibis.expr.types import Value

from unitcalc import units


def _least(a: Any, b: Any) -> Any:
    return smallest(a, b)


def _most(a: Any, b: Any) -> Any:
    return greatest(a, b)


def _whole(a: Any, b: Any) -> Any:
    rest = a % b
    return ((a - rest) / b).cast("int64") - (rest < 0).cast("int64")


def _no(a: Any) -> Any:
    return ~a


def _pick(condition: Any, a: Any, b: Any) -> Any:
    return ifelse(condition, a, b)


units.least.register(Value, _least)
units.most.register(Value, _most)
units.whole.register(Value, _whole)
units.no.register(Value, _no)
units.pick.register(Value, _pick)
