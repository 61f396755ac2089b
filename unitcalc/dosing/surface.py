"""Body surface, exactly rounded: roots are taken of whole numbers, so that no float ever stands for a surface."""

from fractions import Fraction
from math import isqrt, lcm
from typing import NamedTuple

from unitcalc.dosing.formulas import SurfaceFormula
from unitcalc.quantity import Amount, Unit

SHOWN = 6
"""Decimals to which a surface is shown before it is rounded."""


class Surface(NamedTuple):
    """A body surface as it is dosed with."""

    amount: Amount
    """Rounded half up."""
    before: Amount
    """To six decimals."""
    formula: SurfaceFormula
    decimals: int

    @property
    def off(self) -> Fraction:
        """How far the rounded surface can be from the unrounded one at most, in m2."""
        return Fraction(1, 2 * 10**self.decimals)


def surface(formula: SurfaceFormula, kilograms: Fraction, centimeters: Fraction, decimals: int) -> Surface:
    """The surface of a body, rounded half up.

    >>> half = Fraction(1, 2)
    >>> from unitcalc.dosing.formulas import Cited
    >>> mosteller = SurfaceFormula("mosteller", Fraction(1, 60), half, half, "", Cited("", "B"))
    >>> found = surface(mosteller, Fraction(70), Fraction(170), 2)
    >>> str(found.amount), str(found.before)
    ('1.82 m2', '1.818119 m2')
    """
    rounded, before = (
        Amount(power_product(formula, kilograms, centimeters, places), Unit("m2")) for places in (decimals, SHOWN)
    )
    return Surface(rounded, before, formula, decimals)


def power_product(formula: SurfaceFormula, kilograms: Fraction, centimeters: Fraction, decimals: int) -> Fraction:
    """constant x kg^weight x cm^height, rounded half up.

    With exponents of common denominator k its kth power is rational: n is right where (2n - 1)^k is the largest odd
    power that is not above (2 x 10^decimals)^k times that.
    """
    k = lcm(formula.weight.denominator, formula.height.denominator)
    power = formula.constant**k * kilograms ** int(formula.weight * k) * centimeters ** int(formula.height * k)
    scaled = power * (2 * 10**decimals) ** k
    return Fraction((whole_root(scaled.numerator // scaled.denominator, k) + 1) // 2, 10**decimals)


def whole_root(value: int, k: int) -> int:
    """The largest whole number whose kth power is not above a value.

    >>> whole_root(3**40, 40), whole_root(3**40 - 1, 40), whole_root(0, 40), whole_root(99, 2)
    (3, 2, 0, 9)
    """
    if k == 2:
        return isqrt(value)
    if value < 2:
        return value
    # Newton's method from above: each step is smaller, until the next one is not.
    root = 1 << -(-value.bit_length() // k)
    while True:
        smaller = ((k - 1) * root + value // root ** (k - 1)) // k
        if smaller >= root:
            return root
        root = smaller
