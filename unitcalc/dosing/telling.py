"""Amounts as steps tell them: exact, and where no decimal ends, to four digits with the fraction beside."""

from fractions import Fraction

from unitcalc.quantity import Amount, grouped, plain, rounded

_DIGITS = 4
_LARGE = 10**10


def told(amount: Amount) -> str:
    """An amount, and about how much it is where it is no finite decimal.

    >>> from unitcalc.quantity import amount
    >>> told(amount(Fraction(7, 2), "mg")), told(amount(Fraction(1000, 3), "mg"))
    ('3.5 mg', 'about 333.3 mg (exactly 1000/3)')
    """
    return short(amount) if finite(amount) else f"{brief(amount)} (exactly {grouped(amount.value)})"


def brief(amount: Amount) -> str:
    """An amount inside an expression, whose exact value stands elsewhere.

    >>> from unitcalc.quantity import amount
    >>> brief(amount(Fraction(1000, 3), "mg"))
    'about 333.3 mg'
    """
    return short(amount) if finite(amount) else f"about {Amount(near(amount.value, _DIGITS), amount.unit).short}"


def short(amount: Amount) -> str:
    """An amount without the activity's name; very large counts as people write them.

    >>> from unitcalc.quantity import amount
    >>> short(amount(2 * 10**13, "vg")), short(amount(1500, "IU", "factor VIII"))
    ('2 x 10^13 vg', '1,500 IU')
    """
    value, unit = amount.value, amount.unit
    if value < _LARGE or value.denominator != 1:
        return amount.short
    digits = str(value.numerator)
    mantissa = Fraction(value.numerator, 10 ** (len(digits) - 1))
    return f"{plain(mantissa)} x 10^{len(digits) - 1} {unit.symbol}"


def finite(amount: Amount) -> bool:
    """Whether an amount is a decimal that ends."""
    return "/" not in grouped(amount.value)


def near(value: Fraction, digits: int) -> Fraction:
    """A value at so many significant digits, half up.

    >>> near(Fraction(1, 3), 2), near(Fraction(123456), 2), near(Fraction(0), 2)
    (Fraction(33, 100), Fraction(120000, 1), Fraction(0, 1))
    """
    if not value:
        return value
    places = _places(value, digits)
    return rounded(value, places) if places >= 0 else rounded(value / 10**-places, 0) * 10**-places


def at_most(value: Fraction, digits: int) -> Fraction:
    """A bound at so many significant digits, rounded up, so that it stays a bound.

    >>> at_most(Fraction("0.3751"), 2), at_most(Fraction("0.37"), 2)
    (Fraction(19, 50), Fraction(37, 100))
    """
    if not value:
        return value
    unit = Fraction(10) ** -_places(value, digits)
    return -(-value // unit) * unit


def _places(value: Fraction, digits: int) -> int:
    """Decimals that show so many significant digits of a value."""
    size, scaled = 0, abs(value)
    while scaled >= 10:
        scaled, size = scaled / 10, size + 1
    while scaled < 1:
        scaled, size = scaled * 10, size - 1
    return digits - 1 - size
