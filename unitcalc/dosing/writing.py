"""What in an order has been misread before: read all the same, and said how it is better written (ISMP)."""

import re
from collections.abc import Iterator

from unitcalc.dosing.formulas import Formulas
from unitcalc.findings import Finding, Severity

# The names of `dosing.yaml`, and what each looks like.
_MISREAD = {
    "unit": re.compile(r"(?<=[0-9])\s*[Uu](?![A-Za-z.])"),
    "microgram": re.compile(r"[µμ][gG]\b"),
    "trailing-zero": re.compile(r"(?<![0-9.,])[0-9]+\.0+(?![0-9])"),
    "naked-point": re.compile(r"(?<![0-9])\.[0-9]+"),
    "daily": re.compile(r"\bq\.?\s?d\b\.?", re.IGNORECASE),
    "every-other-day": re.compile(r"\bq\.?o\.?d\b\.?", re.IGNORECASE),
    "volume": re.compile(r"\bccs?\b", re.IGNORECASE),
}


def remarked(text: str) -> tuple[tuple[str, str], ...]:
    """The kinds of what could be misread, each with what was written.

    >>> remarked("5.0 mg QD"), remarked(".5 mg/kg daily")
    ((('trailing-zero', '5.0'), ('daily', 'QD')), (('naked-point', '.5'),))
    """
    found = ((kind, pattern.search(text)) for kind, pattern in _MISREAD.items())
    return tuple((kind, match[0].strip()) for kind, match in found if match)


def better_written(remarks: tuple[tuple[str, str], ...], formulas: Formulas) -> Iterator[Finding]:
    """A finding for each."""
    for kind, written in remarks:
        instead = formulas.writing[kind]
        message = f"'{written}' in the order is safer written as {instead.write}: {instead.why}."
        yield Finding("order-abbreviation", Severity.INFO, message, str(formulas.writing_source))
