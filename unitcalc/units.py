"""Administered and discarded units: RULES R1 to R8, written once.

Every function works on plain numbers of one unit of measure (milligrams, say, or international units). The named
operations dispatch on their first argument, so that the same arithmetic can be registered for columns of a table.
"""

from fractions import Fraction
from functools import singledispatch
from typing import Any


@singledispatch
def least(a: Any, b: Any) -> Any:
    """The smaller of two amounts."""
    raise TypeError(f"no exact arithmetic for {type(a).__name__}")


@singledispatch
def most(a: Any, b: Any) -> Any:
    """The larger of two amounts."""
    raise TypeError(f"no exact arithmetic for {type(a).__name__}")


@singledispatch
def whole(a: Any, b: Any) -> Any:
    """How many whole `b` are in `a`: division rounded down."""
    raise TypeError(f"no exact arithmetic for {type(a).__name__}")


@least.register(int)
@least.register(Fraction)
def _(a: Any, b: Any) -> Any:
    return a if a <= b else b


@most.register(int)
@most.register(Fraction)
def _(a: Any, b: Any) -> Any:
    return a if a >= b else b


@whole.register(int)
@whole.register(Fraction)
def _(a: Any, b: Any) -> Any:
    return a // b


@singledispatch
def no(a: Any) -> Any:
    """That a statement is not true."""
    raise TypeError(f"no exact arithmetic for {type(a).__name__}")


@no.register(bool)
def _(a: bool) -> bool:
    return not a


@singledispatch
def pick(condition: Any, a: Any, b: Any) -> Any:
    """The one amount where a statement is true, else the other."""
    raise TypeError(f"no exact arithmetic for {type(condition).__name__}")


@pick.register(bool)
def _(condition: bool, a: Any, b: Any) -> Any:
    return a if condition else b


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
