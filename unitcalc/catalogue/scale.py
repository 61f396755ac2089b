"""Amounts of one dimension in one unit, without the registry.

The ground floor asks pint for a factor, and importing pint costs more than a whole look-up may. Presentations compare
masses and volumes by the thousand, so the few factors that they meet stand here; a test holds them equal to the
ground floor's.
"""

from fractions import Fraction

from unitcalc.quantity import Amount, Unit

_STEPS = {
    "g": ("mass", Fraction(1000)),
    "mg": ("mass", Fraction(1)),
    "mcg": ("mass", Fraction(1, 1000)),
    "ng": ("mass", Fraction(1, 1000000)),
    "L": ("volume", Fraction(1000)),
    "mL": ("volume", Fraction(1)),
}


def in_unit(amount: Amount, unit: Unit) -> Amount | None:
    """The amount in `unit`, a bare activity taking the unit's name; None where they are different things.

    >>> str(in_unit(Amount(Fraction(2), Unit("mg")), Unit("mcg")))
    '2,000 mcg'
    >>> str(in_unit(Amount(Fraction(5), Unit("IU")), Unit("IU", "factor VIII")))
    '5 IU of factor VIII'
    """
    if amount.unit == unit:
        return amount
    source, target = _STEPS.get(amount.unit.symbol), _STEPS.get(unit.symbol)
    if source and target and source[0] == target[0]:
        return Amount(amount.value * source[1] / target[1], unit)
    return amount.bound_to(unit) if amount.fits(unit) else None


def same(one: Amount, other: Amount) -> bool:
    """Whether two amounts are equal, in whichever unit each is written."""
    converted = in_unit(one, other.unit)
    return converted is not None and converted.value == other.value
