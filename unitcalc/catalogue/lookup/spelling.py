"""Names that are spelled nearly as what was typed.

A distance counts twos: a letter too many, missing, exchanged with its neighbour or wrong costs two; what is heard
alike (i and y, c and k), a letter doubled, costs one.

>>> distance("kovaltri", "kovaltry"), distance("remicaid", "remicade"), distance("benifix", "benefix")
(1, 4, 1)
"""

from itertools import accumulate
from typing import NamedTuple

from unitcalc.reference.searching import SHORTEST, grams
from unitcalc.reference.store import Reference

_COMPARED = 60
_FAR = 99
_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(
    frozenset(pair) for pair in ("ck", "cs", "sz", "xz", "vw", "dt", "bp", "mn", "fv", "gj", "kq", "0o", "1l")
)


class Near(NamedTuple):
    """A known name that is spelled nearly as a word."""

    distance: int
    name: str
    """In plain letters, run together."""
    shown: str
    kind: str
    """brand, substance or firm."""


def near(reference: Reference, word: str) -> tuple[Near, ...]:
    """The names nearest to a word, the nearest first; none where none is really near."""
    if len(word) < SHORTEST or word.isdigit():
        return ()
    most = _most(len(word)) + 1
    found = []
    for name, shown, kind in reference.spelled_like(grams(word), _COMPARED):
        apart = distance(word, name, most) + (kind == "firm")
        if apart <= most:
            found.append(Near(apart, name, shown, kind))
    return tuple(sorted(found, key=lambda each: (each.distance, each.kind, each.name)))


def answers(word: str, found: tuple[Near, ...]) -> tuple[Near, ...]:
    """Of the near names those that may have been meant: the nearest, and what is about as near."""
    if not found or found[0].distance > _most(len(word)):
        return ()
    best = found[0].distance
    return tuple(each for each in found if each.distance <= (best + 1 if best else 0))


def _most(length: int) -> int:
    """How far a name may be from a word of so many letters to be meant by it."""
    if length < 7:
        return 1 if length < 5 else 2
    return 4 if length < 11 else 6


def distance(one: str, other: str, most: int = _FAR) -> int:
    """How far two words are apart; any number above `most` where that is exceeded."""
    if abs(len(one) - len(other)) * 2 > most + 2:
        return _FAR
    before: list[int] = []
    last = list(accumulate((_extra(other, column) for column in range(1, len(other) + 1)), initial=0))
    for row, a in enumerate(one, 1):
        line = [last[0] + _extra(one, row)]
        for column, b in enumerate(other, 1):
            cost = min(
                last[column - 1] + _wrong(a, b),
                last[column] + _extra(one, row),
                line[column - 1] + _extra(other, column),
            )
            if row > 1 and column > 1 and a == other[column - 2] and b == one[row - 2] and a != b:
                cost = min(cost, before[column - 2] + 2)
            line.append(cost)
        if min(line) > most:
            return _FAR
        before, last = last, line
    # Hardly anyone mistakes the first letter.
    return last[-1] + (one[:1] != other[:1])


def _wrong(a: str, b: str) -> int:
    if a == b:
        return 0
    return 1 if (a in _VOWELS and b in _VOWELS) or frozenset((a, b)) in _ALIKE else 2


def _extra(word: str, place: int) -> int:
    """What the letter at a place (from 1) costs where the other word has none."""
    return 1 if place > 1 and word[place - 2] == word[place - 1] else 2
