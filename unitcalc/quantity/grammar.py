"""Our own small grammar for amounts. Nothing is ever evaluated; what is not understood is refused with a hint.

>>> str(read_amount("1,000 I.U.")), str(read_amount("50 IU/kg")), str(read_amount("2 x 10^13 vg"))
('1,000 IU', '50 IU/kg', '20,000,000,000,000 vg')
>>> str(read_amount(".625 GM")), str(read_amount("0.5µg"))
('0.625 g', '0.5 mcg')
"""

import re
from fractions import Fraction
from functools import lru_cache

from unitcalc.findings import Problem, Refused
from unitcalc.quantity.amount import Amount, Unit
from unitcalc.quantity.number import LARGEST, NUMBER, grouped, read_number
from unitcalc.quantity.registry import UNITS

_SPELLINGS = {
    "g": "gm gms gram grams",
    "mg": "mgs milligram milligrams",
    "mcg": "mcgs µg μg ug microgram micrograms",
    "ng": "nanogram nanograms",
    "mL": "mls cc ccs milliliter milliliters millilitre millilitres",
    "L": "liter liters litre litres",
    "IU": "ius i.u. i.u iu's international-unit international-units",
    "unit": "u un units usp-unit usp-units",
    "mEq": "meqs milliequivalent milliequivalents",
    "mCi": "mcis millicurie millicuries",
    "mcCi": "uci µci μci microci microcurie microcuries",
    "MBq": "megabecquerel megabecquerels",
    "GBq": "gigabecquerel gigabecquerels",
    "vg": "vector-genome vector-genomes genome-copies",
    "cells": "cell",
    "PFU": "pfus plaque-forming-unit plaque-forming-units",
    "cm2": "cm² sq-cm cm^2 square-centimeter square-centimeters",
    "kg": "kgs kilogram kilograms kilo kilos",
    "lb": "lbs pound pounds",
    "oz": "ozs ounce ounces",
    "m2": "m² m^2 sq-m square-meter square-meters",
    "cm": "centimeter centimeters",
    "in": "inch inches",
    "ft": "foot feet",
    "s": "sec second seconds",
    "min": "minute minutes",
    "h": "hr hrs hour hours",
    "day": "d days",
    "week": "wk wks weeks",
    "month": "mo mos months",
    "year": "yr yrs years",
    "dose": "doses",
    "container": "containers vial vials syringe syringes bag bags implant implants",
}
SYMBOLS = {spelling.lower(): symbol for symbol in UNITS for spelling in (symbol, *_SPELLINGS.get(symbol, "").split())}
_MISLEADING = {
    "gr": "gr is the apothecaries' grain; write g for grams.",
    "m": "m alone can be milli, mega or meters; write the whole unit.",
    "mu": "MU can be million or milli-units; write the number in full, with units.",
    "mm": "mm can be million or millimeters; write the number in full.",
    "%": "a percentage is a concentration; write it as mg/mL.",
}
_AMOUNT = re.compile(rf"(?P<number>{NUMBER})\s*(?P<unit>[^\d\s].*)?", re.IGNORECASE | re.DOTALL)
_LONGEST = 120
REMEMBERED = 20_000
"""Texts of which the amount is kept: records repeat them."""


@lru_cache(maxsize=REMEMBERED)
def read_amount(text: str) -> Amount:
    """The amount that a text states; Refused, with what to do, for anything that is not plainly one."""
    raw = text
    text = re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()
    if not text:
        raise _refused("amount-empty", "No amount was given.", "Write a number and its unit, such as 350 mg.")
    if len(text) > _LONGEST:
        raise _refused("amount-not-read", f"'{raw[:30]}...' is too long for an amount.", "Write 350 mg.")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise _not_a_number(text)
    unit_text = (match["unit"] or "").strip()
    _refuse_number_tricks(text, match["number"], unit_text)
    try:
        value = read_number(match["number"])
    except ValueError:
        raise _not_a_number(text) from None
    if value > LARGEST:
        raise _too_large(text)
    if not unit_text:
        raise _refused(
            "amount-without-unit", f"'{text}' has no unit.", f"Write the unit too, such as {grouped(value)} mg or IU."
        )
    return Amount(value, read_unit(unit_text))


def read_unit(text: str) -> Unit:
    """The unit that a text names, also a quotient (`mg/kg/h`) or an activity of something (`IU of factor VIII`)."""
    name, _, of = text.partition(" of ")
    parts = [_symbol(part) for part in re.split(r"/|\bper\b", name)]
    unit = Unit("/".join(parts), of.strip() or None)
    if unit.of and not unit.is_activity:
        raise _refused("unit-unknown", f"'{text}' is not a unit.", f"Write {unit.symbol} alone.")
    return unit


def read_positive(text: str) -> Amount:
    """An amount above zero (a container, a billing unit)."""
    amount = read_amount(text)
    if not amount:
        raise _refused("amount-zero", f"'{text.strip()}' is zero.", "It must be more than nothing.")
    return amount


def read_count(text: str) -> int:
    """A whole, positive count of containers."""
    digits = text.strip().replace(",", "")
    if not digits.isascii() or not digits.isdigit() or int(digits[:12]) == 0 or len(digits) > 6:
        raise _refused("count-not-read", f"'{text.strip()[:20]}' is no count of containers.", "Write 4 x 100 mg.")
    return int(digits)


def _symbol(part: str) -> str:
    key = re.sub(r"[\s_]+", "-", part.strip().rstrip(".")).lower()
    found = SYMBOLS.get(key) or SYMBOLS.get(part.strip().lower())
    if found:
        return found
    if key in _MISLEADING:
        raise _refused("unit-ambiguous", f"'{part.strip()}' is not a safe unit.", _MISLEADING[key])
    from difflib import get_close_matches  # late: only a mistake needs it

    close = tuple(dict.fromkeys(SYMBOLS[name] for name in get_close_matches(key, SYMBOLS, 3, 0.6)))
    known = "Units are mg, mcg, ng, g, mL, mEq, IU, unit, vg, cells, PFU, mCi, cm2 and dose."
    hint = f"Did you mean {' or '.join(close)}?" if close else known
    raise Refused(Problem("unit-unknown", f"'{part.strip()[:40]}' is not a unit known here.", hint, close))


def _refuse_number_tricks(text: str, number: str, unit_text: str) -> None:
    """What follows the number decides whether it was one number at all: 9**9, 1e999, 1,5 mg."""
    if unit_text.startswith(("*", "^", "+", "-", "/", "(")) or "**" in text:
        raise _refused("amount-expression", f"'{text[:40]}' is a formula.", "Write the amount itself, such as 350 mg.")
    if exponent := re.match(r"[eE]([+-]?)(\d+)", unit_text):
        if exponent[1] == "-":
            raise _refused("amount-not-read", f"'{text}' uses e for a power of ten.", "Write a decimal: 0.001 mg.")
        if len(exponent[2]) > 2:
            raise _too_large(text)
        raise _refused("amount-not-read", f"'{text}' uses e for a power of ten.", f"Write {number} x 10^{exponent[2]}.")
    if re.match(r"[x×]\s*10\s*[\^e⁰¹²³⁴⁵⁶⁷⁸⁹]\s*[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]", unit_text, re.IGNORECASE):
        raise _too_large(text)
    if re.match(r"[x×]\s*[0-9.]", unit_text, re.IGNORECASE):
        raise _refused(
            "amount-not-read",
            f"'{text[:40]}' is a product, not one amount.",
            "Write the total, such as 400 mg for 4 x 100 mg; a power of ten as 2 x 10^13.",
        )
    if unit_text.startswith((",", ".")):
        raise _not_a_number(text)


def _not_a_number(text: str) -> Refused:
    start = text.lower()
    if start.startswith(("-", "−", "–")):
        return _refused("amount-negative", f"'{text[:40]}' is negative.", "An amount is zero or more.")
    if start.lstrip("+-").startswith(("nan", "inf", "null", "none", "#")):
        return _refused("amount-not-a-number", f"'{text[:40]}' is not a number.", "Write the amount, such as 350 mg.")
    if re.search(r"\d[*^(+]|\*\*|^[*^(+]", text):
        return _refused("amount-expression", f"'{text[:40]}' is a formula.", "Write the amount itself, such as 350 mg.")
    if re.match(r"[\d.]+,\d", text):
        return _refused(
            "amount-not-read",
            f"The comma in '{text[:40]}' can be read in two ways.",
            "Write 1,000 for a thousand and 1.5 for one and a half.",
        )
    return _refused("amount-not-read", f"'{text[:40]}' is not an amount.", "Write a number and its unit: 350 mg.")


def _too_large(text: str) -> Refused:
    return _refused("amount-too-large", f"'{text[:40]}' is larger than any dose.", "Check the number and its unit.")


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))


def amount(value: int | Fraction, symbol: str, of: str | None = None) -> Amount:
    """An amount from parts, for code and data that hold them apart."""
    return Amount(Fraction(value), Unit(symbol, of))
