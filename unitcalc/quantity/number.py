"""Exact numbers as people write them, and back.

>>> read_number("1,000"), read_number(".625"), read_number("2 x 10^13"), read_number("1/3")
(Fraction(1000, 1), Fraction(5, 8), Fraction(20000000000000, 1), Fraction(1, 3))
>>> plain(Fraction(5, 8)), plain(Fraction(1, 3)), grouped(Fraction(24999, 2))
('0.625', '1/3', '12,499.5')
"""

import re
from fractions import Fraction

LARGEST = 10**20
"""No dose, container or count of genomes comes near this; beyond it a number is a slip of the hand."""

_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"  # 1,000  350  0.5  .625
    r"(?:/[0-9]+)?"  # 1/3
    # x 10^13, x 10¹³; without the sign 4 x 100 would be four to the power of nothing.
    r"(?:\s*[x×*]\s*10\s*(?:(?:\^|E)\s*[0-9]{1,2}(?![0-9])|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])))?"
    r"(?:\s*(?:thousand|million|billion|trillion)\b)?"
)
_NUMBER = re.compile(
    r"(?P<digits>[\d,.]+)(?:/(?P<divisor>\d+))?"
    r"(?:\s*[x×*]\s*10\s*(?:\^|E)?\s*(?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹\d]+))?"
    r"(?:\s*(?P<word>[a-z]+))?",
    re.IGNORECASE,
)


def read_number(text: str) -> Fraction:
    """The exact value of a text that matches `NUMBER`; ValueError for anything else."""
    text = text.strip()
    if not re.fullmatch(NUMBER, text, re.IGNORECASE):
        raise ValueError(f"not a number: {text[:40]!r}")
    match = _NUMBER.fullmatch(text)
    assert match is not None  # NUMBER is the stricter of the two
    value = Fraction(match["digits"].replace(",", ""))
    if match["divisor"]:
        if int(match["divisor"]) == 0:
            raise ValueError("division by zero")
        value /= int(match["divisor"])
    if match["power"]:
        value *= 10 ** int(match["power"].translate(_SUPERSCRIPTS))
    if match["word"]:
        value *= _WORDS[match["word"].lower()]
    return value


def plain(value: Fraction | int) -> str:
    """The shortest exact text: a decimal where one is finite, else `n/d`."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator)
    places = _decimal_places(denominator)
    if places is None:
        return f"{numerator}/{denominator}"
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def grouped(value: Fraction | int) -> str:
    """`plain`, with thousands separated for the eye."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    text = plain(value)
    if "/" in text:
        return text
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if not whole.startswith("-0") else text


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up at `places` decimals, exactly (money to cents, NDC quantities to thousandths).

    >>> rounded(Fraction(5, 1000), 2), rounded(Fraction(-5, 1000), 2)
    (Fraction(1, 100), Fraction(-1, 100))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def money(value: Fraction) -> str:
    """Dollars with two decimals, half up.

    >>> money(Fraction("43.1625"))
    '43.16'
    """
    cents = int(rounded(value, 2) * 100)
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def dollars(value: Fraction) -> str:
    """Money as a person reads it.

    >>> dollars(Fraction(12345678, 1000))
    '$12,345.68'
    """
    whole, _, cents = money(value).partition(".")
    return f"${int(whole):,}.{cents}"


def _decimal_places(denominator: int) -> int | None:
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
