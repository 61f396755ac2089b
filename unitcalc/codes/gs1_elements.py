"""GS1 element strings: what a barcode says after its separators are known, element by element.

python-stdnum keeps the table of application identifiers and computes check digits. Its own reader is not used: without
separators it lets a lot number swallow the serial number behind it, it reads years by another rule than GS1's, and it
takes parentheses out of lot numbers.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import NamedTuple

from unitcalc.findings import Problem, Refused

GTIN, SSCC, LOT, EXPIRY, SERIAL, NDC = "01", "00", "10", "17", "21", "715"
AGAIN = "Scan again. If it stays so, type the NDC that is printed beside the barcode."

_ON_DRUGS = frozenset({GTIN, LOT, "11", "13", "15", EXPIRY, SERIAL})
"""What a drug's package carries. Where separators are lost, only these are looked for inside another element."""
_MOST_READINGS = 400

Element = tuple[str, str]


class Elements(NamedTuple):
    """The elements by their identifiers, and what can't be told apart because the scanner sent no separators."""

    known: dict[str, str]
    unclear: str = ""


class Rule(NamedTuple):
    """What the value of an element looks like; `fixed` ones need no separator behind them."""

    name: str
    most: int
    fixed: bool
    digits: bool
    is_date: bool


def elements(parts: list[str], this_year: int) -> Elements:
    """The elements of a string that was split at its separators; Refused for what breaks the rules of GS1."""
    if len(parts) > 1:
        return Elements(_once([element for part in parts for element in _in_order(part, this_year)[0]]))
    known, rest = _in_order(parts[0], this_year, until_variable=True)
    seen = _once(known)
    if not rest:
        return Elements(seen)
    readings = list(islice(_readings(rest, frozenset(seen), this_year), _MOST_READINGS))
    if not readings:
        raise _unreadable(rest)
    sure = set(readings[0]).intersection(*readings[1:]) if len(readings) < _MOST_READINGS else set()
    unclear = "" if len(readings) == 1 else rest
    return Elements({**seen, **{ai: value for ai, value in readings[0] if (ai, value) in sure}}, unclear)


def bracketed(text: str, this_year: int) -> Elements:
    """The elements of a text with its identifiers in parentheses, as printed beside a barcode."""
    before, *pieces = re.split(r"\(([0-9]{2,4})\)", text)
    if before:
        raise _unreadable(text)
    found = [(ai, value.strip()) for ai, value in zip(pieces[::2], pieces[1::2], strict=True)]
    for ai, value in found:
        rule = _rule(ai)
        if rule is None or not value:
            raise _unreadable(f"({ai}){value}")
        _check(ai, value, rule, this_year)
    return Elements(_once(found))


def check_gtin(gtin: str) -> None:
    """Refuse an article number (GTIN, in its own width or with zeros before it) whose check digit is wrong."""
    from stdnum import ean  # late: only a barcode needs it

    expected = ean.calc_check_digit(gtin[:-1])
    if expected != gtin[-1]:
        raise Refused(
            Problem(
                "barcode-check-digit",
                f"{gtin} ends in {gtin[-1]}, but its check digit would be {expected}: a digit is wrong.",
                AGAIN,
            )
        )


def day_of(value: str, this_year: int) -> date | None:
    """The day that YYMMDD means, None if there is no such day; day 00 is the last of the month.

    A year lies at most 50 years ahead and 49 back.

    >>> day_of("270531", 2026), day_of("280200", 2026), day_of("991231", 2026), day_of("270230", 2026)
    (datetime.date(2027, 5, 31), datetime.date(2028, 2, 29), datetime.date(1999, 12, 31), None)
    """
    if not (len(value) == 6 and value.isascii() and value.isdigit()):
        return None
    year, month, day = (int(value[at : at + 2]) for at in (0, 2, 4))
    ahead = year - this_year % 100
    year += this_year - this_year % 100 + (-100 if ahead > 50 else 100 if ahead < -49 else 0)
    try:
        if day:
            return date(year, month, day)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(1) if month else None
    except ValueError:
        return None


def begins_an_element(text: str) -> bool:
    """Whether a text begins with an application identifier."""
    return _identifier(text)[1] is not None


def name_of(identifier: str) -> str:
    """What an element is called.

    >>> name_of("17"), name_of("99")
    ('USE BY or EXPIRY', 'INTERNAL')
    """
    rule = _rule(identifier)
    return rule.name if rule else ""


def _in_order(text: str, this_year: int, *, until_variable: bool = False) -> tuple[list[Element], str]:
    """The elements of a part, the last of which may be of variable length; or the fixed ones, and the rest as it is."""
    found: list[Element] = []
    while text:
        ai, rule = _identifier(text)
        if rule is None or len(text) == len(ai):
            raise _unreadable(text)
        if until_variable and not rule.fixed:
            return found, text
        text = text[len(ai) :]
        value = text[: rule.most] if rule.fixed else text
        _check(ai, value, rule, this_year)
        found.append((ai, value))
        text = text[len(value) :]
    return found, ""


def _readings(text: str, seen: frozenset[str], this_year: int) -> Iterator[tuple[Element, ...]]:
    """Every way to tell apart elements that no separator parts, the longest first element first."""
    if not text:
        yield ()
        return
    ai, rule = _identifier(text)
    if rule is None or ai in seen:
        return
    text = text[len(ai) :]
    ends = [rule.most] if rule.fixed else [len(text), *range(len(text) - 1, 0, -1)]
    for end in ends:
        value, rest = text[:end], text[end:]
        starts_next = not rest or rule.fixed or _identifier(rest)[0] in _ON_DRUGS
        if starts_next and value and not _wrong(ai, value, rule, this_year):
            for others in _readings(rest, seen | {ai}, this_year):
                yield ((ai, value), *others)


def _check(ai: str, value: str, rule: Rule, this_year: int) -> None:
    if ai == GTIN and len(value) == rule.most and value.isdigit():
        check_gtin(value)
    wrong = _wrong(ai, value, rule, this_year)
    if wrong:
        code = "barcode-date" if rule.is_date else "barcode-element"
        raise Refused(Problem(code, f"The barcode's ({ai}) {rule.name}, '{value[:40]}', {wrong}.", AGAIN))


def _wrong(ai: str, value: str, rule: Rule, this_year: int) -> str:
    """What is wrong with a value, in words; empty if nothing is."""
    if len(value) > rule.most or (rule.fixed and len(value) < rule.most):
        most = "" if rule.fixed else "at most "
        return f"has {len(value)} characters in place of {most}{rule.most}"
    if rule.digits and not (value.isascii() and value.isdigit()):
        return "is not made of digits"
    if rule.is_date and day_of(value, this_year) is None:
        return "is no day"
    if ai == GTIN:
        from stdnum import ean

        if not ean.is_valid(value):
            return "has a wrong check digit"
    return ""


def _once(found: list[Element]) -> dict[str, str]:
    known: dict[str, str] = {}
    for ai, value in found:
        if ai == GTIN and known.get(GTIN) == value:
            raise scanned_twice(value)
        if known.setdefault(ai, value) != value:
            raise Refused(
                Problem(
                    "barcode-element",
                    f"The barcode states ({ai}) {name_of(ai)} twice: '{known[ai][:20]}' and '{value[:20]}'.",
                    "Perhaps two barcodes were scanned into one field: clear it and scan one.",
                )
            )
    return known


def scanned_twice(gtin: str) -> Refused:
    """The refusal of one package that stands twice in a field."""
    message = f"GTIN {gtin} stands twice: two packages, or one that was scanned twice, are in one field."
    return Refused(Problem("barcode-twice", message, "Clear the field, and scan each package into a row of its own."))


def _unreadable(text: str) -> Refused:
    return Refused(Problem("barcode-element", f"The barcode can't be read from '{text[:40]}' on.", AGAIN))


def _identifier(text: str) -> tuple[str, Rule | None]:
    """The application identifier that a text begins with, and its rule."""
    from stdnum import numdb  # late: only a barcode needs it

    found = numdb.get("gs1_ai").info(text[:8])
    ai = found[0][0] if found else ""
    return ai, _rule(ai)


@cache
def _rule(identifier: str) -> Rule | None:
    from stdnum import numdb

    found = numdb.get("gs1_ai").info(identifier)
    if len(found) != 1 or not found[0][1]:
        return None
    facts = found[0][1]
    form = facts["format"]
    widths = re.findall(r"([NXYZ])?(?:\.\.)?([0-9]+)", form)
    fixed = "fnc1" not in facts
    return Rule(
        facts["name"],
        sum(int(width) for _, width in widths),
        fixed,
        {kind for kind, _ in widths} == {"N"} and "-" not in form,
        facts["type"] == "date" and form == "N6",
    )
