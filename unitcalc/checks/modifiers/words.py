"""Words that several spellings or modifiers stand for, and whether a word is one of them."""

from functools import reduce
from operator import or_

from unitcalc.checks.facts import Truth, Word

VEIN = ("intravenous", "intravenously", "intravenous infusion", "iv", "i.v.", "iv infusion")
"""Of JA, as records write it, in small letters."""
SKIN = ("subcutaneous", "subcutaneously", "subcutaneous injection", "sc", "s.c.", "subq", "sq", "sub-q")
"""Of JB."""
BY_WHAT_HAPPENED = ("JA", "JB", "59", "XE", "XS", "XP", "XU")
"""Modifiers that a payer may ask for, and that are right or wrong by the route or by what else was done."""


def is_one_of(word: Word, words: tuple[str, ...]) -> Truth:
    """Whether a word is one of some.

    >>> is_one_of("iv", VEIN), is_one_of("iv", SKIN)
    (True, False)
    """
    truth: Truth = reduce(or_, (word == each for each in words))
    return truth


def in_lines(_facts: object) -> str:
    """What expected and found are counted in, where they are numbers of claim lines."""
    return "line(s)"
