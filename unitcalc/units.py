"""Administered and discarded units: RULES R1 to R8, written once.

Every function works on plain numbers of one unit of measure (milligrams, say, or international units). The named
operations dispatch on their first argument, so that the same arithmetic can be registered for columns of a table.
"""

from collections.abc import Callable
from fractions import Fraction
from operator import floordiv, not_
from typing import Any


class Operation:
    """An operation that is carried out by the kind of its first operand: numbers here, columns where they are known."""

    def __init__(self, meaning: str) -> None:
        self.__doc__ = meaning
        self._kinds: dict[type, Callable[..., Any]] = {}
        self._known: dict[type, Callable[..., Any]] = {}

    def register(self, kind: type, function: Callable[..., Any]) -> None:
        """How operands of a kind are dealt with, and of all kinds that are derived of it."""
        self._kinds[kind] = function
        self._known.clear()

    def __call__(self, first: Any, *rest: Any) -> Any:
        """The result. Raises TypeError for an operand that has no exact arithmetic."""
        kind = type(first)
        function = self._known.get(kind)
        if function is None:
            function = self._known[kind] = self._of(kind)
        return function(first, *rest)

    def _of(self, kind: type) -> Callable[..., Any]:
        for each in kind.__mro__:
            if each in self._kinds:
                return self._kinds[each]
        raise TypeError(f"no exact arithmetic for {kind.__name__}")


least = Operation("The smaller of two amounts.")
most = Operation("The larger of two amounts.")
whole = Operation("How many whole `b` are in `a`: division rounded down.")
no = Operation("That a statement is not true.")
pick = Operation("The one amount where a statement is true, else the other.")
for _kind in (int, Fraction):
    least.register(_kind, min)
    most.register(_kind, max)
    whole.register(_kind, floordiv)
no.register(bool, not_)
pick.register(bool, lambda condition, a, b: a if condition else b)


def begun(a: Any, b: Any) -> Any:
    """How many `b` are begun in `a`: division rounded up.

    >>> begun(305, 10), begun(300, 10), begun(0, 10)
    (31, 30, 0)
    """
    return -whole(-a, b)


def administered_units(given: Any, label: Any, unit: Any) -> Any:
    """R1: the units begun by what was given, never above the label.

    R8 is the same: a supplier that dispenses and does not administer has given the label less its own discard.

    >>> administered_units(350, 400, 10), administered_units(Fraction(3, 10), 1, Fraction(1, 10))
    (35, 3)
    """
    return begun(least(given, label), unit)


def discarded_units(given: Any, discarded: Any, label: Any, unit: Any) -> Any:
    """R4: whole units of what was given and discarded, less the administered ones; never above label or chart.

    >>> discarded_units(350, 50, 400, 10), discarded_units(350, 30, 400, 10), discarded_units(305, 95, 400, 10)
    (5, 3, 9)
    """
    claimed = whole(least(label, given + discarded), unit)
    # `* 0` keeps the zero of the operand's own kind: a number here, a column elsewhere.
    return most(claimed - administered_units(given, label, unit), claimed * 0)


def unaccounted(label: Any, given: Any, discarded: Any, explained: Any) -> Any:
    """What the record leaves open of the label: neither given, discarded nor explained; never below zero."""
    rest = label - given - discarded - explained
    return most(rest, rest * 0)
