"""The closed list of units: their dimensions, and the exact factor between any two of one dimension.

pint holds the definitions and gives each factor once, as a `Fraction`. Its own default registry is never loaded:
there `units` is a micronit, `Mg` a megagram and `IU` is undefined.
"""

from fractions import Fraction
from functools import cache
from typing import Any

# Every unit a person can write, by the symbol that is printed: dimension, and definition in pint's notation.
# A dimension's first unit is its base. Body weight and body surface are dimensions of their own, so that mg/kg is
# never a plain number; an international unit and a plain unit are two, so that nothing but a code can equate them.
UNITS: dict[str, tuple[str, str]] = {
    "g": ("mass", "[mass]"),
    "mg": ("mass", "g / 1000"),
    "mcg": ("mass", "mg / 1000"),
    "ng": ("mass", "mcg / 1000"),
    "mL": ("volume", "[volume]"),
    "L": ("volume", "1000 * mL"),
    "IU": ("activity in IU", "[activity_iu]"),
    "unit": ("activity in units", "[activity_units]"),
    "mEq": ("charge equivalents", "[equivalents]"),
    "mCi": ("radioactivity", "[radioactivity]"),
    "mcCi": ("radioactivity", "mCi / 1000"),
    "MBq": ("radioactivity", "mCi / 37"),
    "GBq": ("radioactivity", "1000 * MBq"),
    "vg": ("vector genomes", "[vector_genomes]"),
    "cells": ("cells", "[cells]"),
    "PFU": ("plaque-forming units", "[plaque_forming_units]"),
    "cm2": ("area", "[area]"),
    "kg": ("body weight", "[body_weight]"),
    "lb": ("body weight", "kg * 45359237 / 100000000"),  # the international pound, exact by definition (1959)
    "oz": ("body weight", "lb / 16"),
    "m2": ("body surface", "[body_surface]"),
    "cm": ("body height", "[body_height]"),
    "in": ("body height", "cm * 254 / 100"),
    "ft": ("body height", "12 * in"),
    "s": ("time", "[time]"),
    "min": ("time", "60 * s"),
    "h": ("time", "60 * min"),
    "day": ("time", "24 * h"),
    "week": ("time", "7 * day"),
    "month": ("time", "year / 12"),
    "year": ("time", "day * 36525 / 100"),  # Julian, as ages are compared: a month is a twelfth of it
    "dose": ("doses", "[doses]"),
    "container": ("containers", "[containers]"),
}

# What pint's own grammar would misread in a symbol (`in` is a keyword) gets a private name.
_PINT_NAMES = {symbol: f"u_{symbol}" for symbol in UNITS}


def dimension(symbol: str) -> str:
    """The dimension of a unit, also of a quotient.

    >>> dimension("mg"), dimension("mg/kg/h")
    ('mass', 'mass per body weight per time')
    """
    return " per ".join(UNITS[part][0] for part in symbol.split("/"))


@cache
def factor(source: str, target: str) -> Fraction:
    """How many `target` one `source` is, exactly; both of one dimension (the caller has checked that).

    >>> factor("g", "mcg"), factor("lb", "kg"), factor("mg/mL", "g/L")
    (Fraction(1000000, 1), Fraction(45359237, 100000000), Fraction(1, 1))
    """
    if source == target:
        return Fraction(1)
    return Fraction(_registry().convert(Fraction(1), _in_pint(source), _in_pint(target)))


def _in_pint(symbol: str) -> str:
    return " / ".join(_PINT_NAMES[part] for part in symbol.split("/"))


@cache
def _registry() -> Any:
    # Imported here: it costs more than everything else together, and a look-up needs no factor.
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    for symbol, (_, definition) in UNITS.items():
        words = (_PINT_NAMES.get(word, word) for word in definition.split())
        registry.define(f"{_PINT_NAMES[symbol]} = {' '.join(words)}")
    return registry
