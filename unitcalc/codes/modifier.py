"""Modifiers of a claim line: two characters each, as people write them into one cell.

>>> read_modifiers("JW 76"), read_modifiers("jz:tb"), read_modifiers("JZ,76"), read_modifiers("")
(('JW', '76'), ('JZ', 'TB'), ('JZ', '76'), ())
"""

import re

from unitcalc.findings import Problem, Refused

_BETWEEN = re.compile(r"[\s,:;/-]+")
_SHAPE = re.compile(r"[A-Z0-9]{2}")
_EXAMPLE = "Write modifiers with a space between them, such as JW 76."
# No modifier of CMS has an O or an I beside a digit; an L is another matter (L1). GO beside G0 can't be told.
_LETTER_FOR_DIGIT = re.compile(r"[0-9][OI]|[OI][0-9]")
_READ_AS_DIGITS = str.maketrans("OI", "01")


def is_modifier(text: str) -> bool:
    """Whether a text is written like a modifier."""
    return text.isascii() and _SHAPE.fullmatch(text.strip().upper()) is not None


def is_cpt_modifier(modifier: str) -> bool:
    """Whether a modifier, in capitals, is one of CPT's: it begins with a digit, or is one of P1 to P6.

    >>> [is_cpt_modifier(text) for text in ("76", "1P", "P1", "JW", "A1")]
    [True, True, True, False, False]
    """
    return re.fullmatch(r"[0-9][0-9A-Z]|P[1-6]", modifier) is not None


def read_modifiers(text: str) -> tuple[str, ...]:
    """A cell's modifiers in capitals, in their order, one that stands twice kept twice; none for an empty cell.

    A space, comma, colon, semicolon, hyphen or slash stands between them. Refused with everything that is wrong.
    Whether a modifier exists is not asked here, only whether it is written like one.

    >>> read_modifiers("JWZ 76")
    Traceback (most recent call last):
    ...
    unitcalc.findings.Refused: 'JWZ' has 3 characters; a modifier has two.
    >>> read_modifiers("5O")
    Traceback (most recent call last):
    ...
    unitcalc.findings.Refused: '5O' has a letter beside a digit where both are digits.
    """
    parts = [part for part in _BETWEEN.split(text) if part]
    problems = [problem for part in parts if (problem := _problem(part))]
    if problems:
        raise Refused(*problems)
    return tuple(part.upper() for part in parts)


def _problem(part: str) -> Problem | None:
    """What is wrong with one modifier, if anything is."""
    if not (part.isascii() and part.isalnum()):
        message = f"'{part[:20]}' is no modifier: it has other signs than letters and digits."
        return Problem("modifier-not-read", message, _EXAMPLE)
    part = part.upper()  # not before: capitals of some other letters are two of ours
    shown = part[:20]
    if len(part) != 2:
        return _of_another_length(part, shown)
    if _LETTER_FOR_DIGIT.fullmatch(part):
        meant = part.translate(_READ_AS_DIGITS)
        message = f"'{shown}' has a letter beside a digit where both are digits."
        return Problem("modifier-letter-for-digit", message, f"Did you mean {meant}?", (meant,))
    return None


def _of_another_length(part: str, shown: str) -> Problem:
    message = f"'{shown}' has {len(part)} character{'s' if len(part) > 1 else ''}; a modifier has two."
    if len(part) % 2 == 0 and len(part) <= 8:  # run together, as some claims print them
        meant = " ".join(part[at : at + 2] for at in range(0, len(part), 2))
        return Problem("modifier-length", message, f"Did you mean {meant}?", (meant,))
    return Problem("modifier-length", message, _EXAMPLE)
