"""Which NDC quantities the units of a line can come from.

Units are whole and amounts are not. By R1 the administered units A are those begun by the dose: it is more than A - 1
units and at most A. By R4 and R6 the discarded units J were really discarded, and dose and discard together are less
than A + J + 1 units: as the dose is more than A - 1, less than J + 2 were discarded.

A quantity has three decimals: each line is half a thousandth off at most, and the last one takes what rounding left
(RULES 5.5), so that two thousandths are enough for five lines. On the side where the whole number itself is right (A
given, J discarded) they are always allowed; on the other side only where a thousandth is a unit or more, since else
340 mg would do for 35 units of 10 mg.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.units import pick

ROUNDING = 2  # thousandths


def fits_administered(f: LineFacts) -> Truth:
    """Whether what was given can make the units of a line without JW.

    >>> from types import SimpleNamespace as Line
    >>> from fractions import Fraction
    >>> [
    ...     fits_administered(Line(quantity=Fraction(quantity), units_per_quantity=10, units=35))
    ...     for quantity in ("3.4", "3.41", "3.5", "3.51")
    ... ]
    [False, True, True, False]

    9,999 mcg out of vials of 5 mg are 1.9998 of them, and 2.000 with three decimals:

    >>> fits_administered(Line(quantity=Fraction(2), units_per_quantity=5000, units=9999))
    True
    """
    quantity = 1000 * f.quantity  # in thousandths, so that nothing is divided
    more_than_all_but_one = (quantity + _wide(f)) * f.units_per_quantity > 1000 * (f.units - 1)
    return more_than_all_but_one & ((quantity - ROUNDING) * f.units_per_quantity <= 1000 * f.units)


def fits_discarded(f: LineFacts) -> Truth:
    """Whether what was discarded can make the units of a JW line.

    >>> from types import SimpleNamespace as Line
    >>> from fractions import Fraction
    >>> [
    ...     fits_discarded(Line(quantity=Fraction(quantity), units_per_quantity=10, units=4))
    ...     for quantity in ("0.39", "0.4", "0.59", "0.6")
    ... ]
    [False, True, True, False]
    """
    quantity = 1000 * f.quantity
    less_than_two_more = (quantity - _wide(f)) * f.units_per_quantity < 1000 * (f.units + 2)
    return less_than_two_more & ((quantity + ROUNDING) * f.units_per_quantity >= 1000 * f.units)


def _wide(f: LineFacts) -> Number:
    """What rounding can do where a thousandth is a unit of the code or more, in thousandths."""
    return pick(f.units_per_quantity >= 1000, ROUNDING, 0)
