"""What came before a code and after it: named by CMS, or derived from dates and substance, and said to be so."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from unitcalc.catalogue.substances import first_word, substance_words
from unitcalc.reference.records import CodeRow
from unitcalc.reference.store import Reference

_STEPS = 4
"""Codes in a row before or after one: C9136, Q9975, J7205."""
_HALF = Fraction(1, 2)
NAMED = "named by CMS as its cross-reference"
DERIVED_AFTER = "derived: added the day after it ended, same substance"
DERIVED_BEFORE = "derived: ended the day before, same substance"


class Past(NamedTuple):
    """A code before or after another."""

    row: CodeRow
    after: bool
    """Whether it followed; else it came before."""
    how: str
    """How that is known."""


class DosageText(NamedTuple):
    """A dosage text of the price files, and the quarters in which it stood."""

    text: str
    first: str
    last: str


def history(reference: Reference, row: CodeRow) -> tuple[Past, ...]:
    """All codes before and after one that are connected without a gap, the oldest first."""
    found: dict[str, Past] = {}
    for step in (forerunners, followers):
        line = [row]
        for _ in range(_STEPS):
            following = [past for each in line for past in step(reference, each)]
            line = [past.row for past in following if past.row.code != row.code and past.row.code not in found]
            found.update((past.row.code, past) for past in following if past.row.code != row.code)
    return tuple(sorted(found.values(), key=lambda past: (past.row.added, past.row.code)))


def followers(reference: Reference, row: CodeRow) -> tuple[Past, ...]:
    """What took the place of a code that ended: named by CMS, or added the next day for the same substance."""
    if row.terminated is None:
        return ()
    named = [reference.code(code) for code in row.cross_reference.split()]
    known = tuple(Past(other, True, NAMED) for other in named if other and other.added > row.added)
    if known:
        return known
    following = row.terminated + timedelta(days=1)
    return tuple(Past(other, True, DERIVED_AFTER) for other in _alike(row, reference.codes_added(following)))


@lru_cache(maxsize=4096)
def forerunners(reference: Reference, row: CodeRow) -> tuple[Past, ...]:
    """The codes in whose place one came."""
    naming = reference.codes_referring(row.code)
    known = tuple(Past(other, False, NAMED) for other in naming if other.terminated and other.added < row.added)
    ended = row.added - timedelta(days=1)
    words = substance_words(row.long)
    derived = [
        Past(other, False, DERIVED_BEFORE)
        for other in reference.codes_ended(ended)
        # What the other has as its own follower decides: 100 mg of rituximab became 10 mg, not Hycela.
        if not other.cross_reference and first_word(other.long) in words
        if row in [past.row for past in followers(reference, other)]
    ]
    return (*known, *derived)


def _alike(row: CodeRow, others: Iterable[CodeRow]) -> tuple[CodeRow, ...]:
    """Of other codes those that name the same substance, of those the ones that have most words in common."""
    words, name = substance_words(row.long), first_word(row.long)
    shares: dict[CodeRow, Fraction] = {}
    for other in others:
        theirs = substance_words(other.long)
        share = Fraction(len(words & theirs), len(words | theirs) or 1)
        # One that says more than the other, or much the same; not another ester of the same hormone.
        alike = words <= theirs or theirs <= words or share >= _HALF
        if other.code != row.code and alike and name in theirs and first_word(other.long) in words:
            shares[other] = share
    most = max(shares.values(), default=_HALF)
    return tuple(other for other, share in shares.items() if share == most)


def dosage_texts(reference: Reference, code: str) -> tuple[DosageText, ...]:
    """The dosage texts of a code in the price files by quarter; empty where one text stood all the time."""
    rows = reference.limits(code)
    found = [
        DosageText(text, str(runs[0].first), str(runs[-1].last))
        for text, group in groupby(rows, key=lambda row: " ".join(row.dosage.upper().split()))
        for runs in (list(group),)
    ]
    return tuple(found) if len(found) > 1 else ()
