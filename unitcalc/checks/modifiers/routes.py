"""The routes that JA and JB name, as records write them."""

from functools import reduce
from operator import or_

from unitcalc.checks.facts import Truth, Word

VEIN = ("intravenous", "Intravenous", "intravenously", "iv", "IV", "i.v.")
SKIN = ("subcutaneous", "Subcutaneous", "subcutaneously", "sc", "SC", "s.c.", "subq", "SubQ", "SQ")


def is_one_of(word: Word, words: tuple[str, ...]) -> Truth:
    """Whether a word is one of some."""
    truth: Truth = reduce(or_, (word == each for each in words))
    return truth
