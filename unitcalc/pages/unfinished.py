"""Whether what stands in a field is only begun: then a page says quietly what is missing, not that it is wrong."""

import re

from unitcalc.findings import Problem
from unitcalc.quantity.grammar import SYMBOLS

_UNIT = re.compile(r"[^\d\s,./][^\d]*$")
_DATE = re.compile(r"[0-9]{1,4}(?:-(?:[0-9]{1,2}(?:-[0-9]?)?)?)?|[0-9]{1,2}/(?:[0-9]{1,2}(?:/[0-9]{0,3})?)?|[0-9]{5,7}")
_ENTRY_ENDS = re.compile(r"(?:^|\s)[0-9,]+\s*[x×*]?$|@\s*$|[.,/-]$")
WORDS_FOR_DAYS = ("today", "yesterday")


def unfinished(problem: Problem, text: str) -> bool:
    """Whether a text that can't be used yet could become one that can, by going on.

    >>> [unfinished(Problem("unit-unknown", ""), text) for text in ("350 mc", "350 mgs of it")]
    [True, False]
    >>> [unfinished(Problem("date-not-read", ""), text) for text in ("2025-03", "tod", "2025-13-01", "soon")]
    [True, True, False, False]
    """
    text = text.strip()
    match problem.code:
        case "amount-without-unit" | "amount-empty":
            return True
        case "unit-unknown" | "unit-ambiguous":
            return begins_a_unit(text)
        case "date-not-read":
            return begins_a_day(text)
        case "ndc-length" | "ndc-layout":
            return sum(letter.isdigit() for letter in text.rpartition(" x ")[2]) < 10
        case "opened-not-read" | "amount-not-read" | "count-not-read":
            return bool(_ENTRY_ENDS.search(text))
        case "explained-without-reason":
            return True
        case _:
            return False


def begins_a_unit(text: str) -> bool:
    """Whether the last word of a text is the beginning of a unit: `350 m`."""
    word = _UNIT.search(text)
    return bool(word) and any(spelling.startswith(word[0].lower()) for spelling in SYMBOLS)  # type: ignore[index]


def begins_a_day(text: str) -> bool:
    """Whether a text is the beginning of a date, or of a word for one."""
    return _DATE.fullmatch(text) is not None or any(word.startswith(text.lower()) for word in WORDS_FOR_DAYS)
