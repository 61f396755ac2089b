"""Spans of time in which no table, policy or code changes: what holds on one day of a span holds on all of them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reference.records import CodeRow, ModifierRow

_NEXT = timedelta(days=1)
_QUARTERS = (1, 4, 7, 10)


class Periods:
    """The spans, by number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._firsts = sorted(set(_changes(catalogue)))

    def of(self, day: date) -> int:
        """The number of the span that a day lies in."""
        return bisect_right(self._firsts, day)


def _changes(catalogue: Catalogue) -> Iterator[date]:
    """Every day on which something is new."""
    for year in range(1990, 2101):  # CMS's tables change with the quarters
        yield from (date(year, month, 1) for month in _QUARTERS)
    reference = catalogue.reference
    rows: list[CodeRow | ModifierRow] = [*reference.codes(), *reference.modifiers()]
    for row in rows:
        yield row.added
        if row.changed is not None:
            yield row.changed
        if row.terminated is not None and row.terminated < date.max:
            yield row.terminated + _NEXT
    for policy in catalogue.policies.values():
        yield policy.from_
        for values in policy.values.values():
            yield from (value.from_ for value in values)
    for rule in catalogue.modifiers.rules.values():
        if rule.from_ is not None:
            yield rule.from_
        if rule.to is not None:
            yield rule.to + _NEXT
