"""Diagnoses: ICD-10-CM codes, a letter, a digit, a digit or A or B, and up to four more after a point.

Only the shape is read here; whether a code exists, and on which day, is not known to this program.

>>> read_diagnosis(" d66 "), read_diagnosis("D68311"), read_diagnosis("c50.911")
('D66', 'D68.311', 'C50.911')
>>> fits("D68.311", "D68"), fits("D68.311", "D68.0"), fits("D81.9", "D80-D83")
(True, False, True)
"""

import re

from unitcalc.findings import Problem, Refused

# I, L and O, which are taken for digits, stand first in a code or nowhere.
_SHAPE = re.compile(r"([A-Z][0-9][0-9AB])(?:\.?([0-9A-HJKMNP-Z]{1,4}))?")
_ICD_9 = re.compile(r"[0-9]{3}(?:\.[0-9]{1,2}|[0-9]{0,2})")
_EXAMPLE = "A diagnosis is written like D66 or D68.311."
_READ_AS_DIGITS = str.maketrans("OIL", "011")


def read_diagnosis(text: str) -> str:
    """A code in capitals with its point; Refused with what is wrong, and what may have been meant.

    >>> read_diagnosis("286.0")
    Traceback (most recent call last):
    ...
    unitcalc.findings.Refused: '286.0' is written like a code of ICD-9-CM, which ICD-10-CM replaced.
    >>> read_diagnosis("D8O.1")
    Traceback (most recent call last):
    ...
    unitcalc.findings.Refused: 'D8O.1' has a letter where ICD-10-CM has a digit.
    """
    shown = text.strip()[:20]
    code = text.strip().upper()
    if match := _SHAPE.fullmatch(code):
        return ".".join(filter(None, match.groups()))
    if not code:
        raise Refused(Problem("diagnosis-empty", "No diagnosis was given.", _EXAMPLE))
    if _ICD_9.fullmatch(code):
        message = f"'{shown}' is written like a code of ICD-9-CM, which ICD-10-CM replaced."
        raise Refused(Problem("diagnosis-icd-9", message, f"Look up the ICD-10-CM code. {_EXAMPLE}"))
    meant = code[0] + code[1:].translate(_READ_AS_DIGITS)
    if _SHAPE.fullmatch(meant):
        message = f"'{shown}' has a letter where ICD-10-CM has a digit."
        raise Refused(Problem("diagnosis-letter-for-digit", message, f"Did you mean {meant}?", (meant,)))
    raise Refused(Problem("diagnosis-not-read", f"'{shown}' is not a code of ICD-10-CM: {_fault(code)}.", _EXAMPLE))


def fits(code: str, prefix: str) -> bool:
    """Whether a code lies below a prefix (`D68.3`) or in a range of categories (`C00-D49`); both as they are read."""
    first, _, last = prefix.partition("-")
    if last:
        return first <= code[:3] <= last
    return code.startswith(prefix)


def is_prefix(text: str) -> bool:
    """Whether a text is a code, the beginning of one, or a range of categories in order.

    >>> is_prefix("D68.0"), is_prefix("C00-D49"), is_prefix("D49-C00"), is_prefix("286.0"), is_prefix("D66-")
    (True, True, False, False, False)
    """
    first, dash, last = text.partition("-")
    ends = (first, last) if dash else (first,)
    shaped = [_SHAPE.fullmatch(each) for each in ends]
    pointed = all(match and (match[2] is None or "." in match[0]) for match in shaped)
    return pointed and (not dash or (len(first) == len(last) == 3 and first <= last))


def _fault(code: str) -> str:
    if re.search(r"[\s,;/]", code):
        return "it holds only letters, digits and one point; each diagnosis stands by itself"
    if not code[0].isalpha():
        return "it begins with a letter"
    if len(code) > 1 and not code[1].isdigit():
        return "its second sign is a digit"
    if len(code) < 3:
        return "it has at least three signs"
    if "." in code and code.find(".") != 3:
        return "its point comes after the third sign"
    if code.endswith("."):
        return "nothing follows the point"
    if len(code.replace(".", "")) > 7:
        return "it has at most seven signs"
    return "it holds only letters, digits and one point"
