"""Which codes answer to words, and in which order: a brand of that name, then a substance, then whatever has them."""

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from unitcalc.catalogue.substances import substance_words
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CodeRow, SearchedRow
from unitcalc.reference.store import Reference

_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_AMOUNT_OF = re.compile(
    r"\b(?:per|up to|each)?\s*[\d.,]+\s*(?:mg|mcg|micrograms?|milligrams?|g|gm|ml|cc|iu|i\.u\.|units?)\b"
)
# Words of a descriptor beside the substance's name that tell how it is made up or for whom.
_BESIDES = "infusion intravenous subcutaneous lyophilized liquid powder non biosimilars e g esrd use dialysis nos"
BESIDE = frozenset(_BESIDES.split())
SHORTEST_BEGINNING = 5
"""Letters with which a name may be begun: Tran is a person's name before it is tranexamic acid."""
_NOT_INJECTED = (" oral ", " orally ", " inhalation ")
_NO_NAMES = frozenset(
    (
        "mg",
        "ml",
        "cc",
        "iu",
        "gm",
        "or",
        "in",
        "of",
        "to",
        "be",
        "i",
        "u",
        "on",
        "by",
        "at",
        "up",
        "as",
        "is",
        "an",
        "no",
        "it",
    )
)


class Level(IntEnum):
    """How well a code answers to words, the best first."""

    BRAND = 0
    """A product of exactly that name."""
    BRAND_BEGINS = 1
    SUBSTANCE = 2
    """The descriptor names exactly that."""
    SUBSTANCE_HAS = 3
    """The words stand together in the name of the substance."""
    WORDS = 4
    """Every word stands somewhere in the descriptor or a product's name."""
    LABELER = 5
    """Only firms are called so."""


class Hit(NamedTuple):
    """A code that answers to words."""

    row: CodeRow
    level: Level
    labeler_words: tuple[str, ...]
    """Those of the words that only a labeler has."""
    current: bool
    denied: bool
    """A word stands only after "non": depot in non-depot."""
    extra: int
    """Words of the substance's name that were not asked for."""
    more: int
    """Other words of the descriptor that tell codes of the substance apart: a firm that holds its own code."""
    suffix: bool
    """A biosimilar asked for by its suffix."""
    injected: bool
    """Neither swallowed nor inhaled."""

    def order(self, day: date) -> tuple[object, ...]:
        """Codes in force first, then by how well they answer, then those with a price or an NDC."""
        answers = (self.level, self.denied, not self.current, not self.suffix, not self.injected, self.extra, self.more)
        # A firm that the descriptor or the product itself names is meant before one that also sells the drug.
        return (bool(outside(self.row, day)), len(self.labeler_words), *answers, self.row.code)


def outside(row: CodeRow, day: date) -> str:
    """Until when, or from when, a code is in force, where it is not on the day."""
    if row.terminated and row.terminated < day:
        return f"to {row.terminated}"
    return f"from {row.added}" if row.added > day else ""


def hits(reference: Reference, words: Sequence[str]) -> list[Hit]:
    """Every code that answers to all of the words, in no order."""
    if not words:
        return []
    found = []
    whole = [f" {word} " for word in words if is_whole(word)]
    for searched in reference.searched(words):
        known = f"{searched.names}{searched.words}{searched.labelers} "
        row = reference.code(searched.code)
        if row is not None and all(word in known for word in whole):
            found.append(_hit(row, searched, words))
    return found


def is_whole(word: str) -> bool:
    """Whether a word counts only as a whole word: a number is no beginning of another, Kim is no Kimyrsa."""
    return len(word) < SHORTEST_BEGINNING or word.isdigit()


def _hit(row: CodeRow, searched: SearchedRow, words: Sequence[str]) -> Hit:
    own = searched.names + searched.words
    firm = tuple(word for word in words if not _in(word, own))
    named = [word for word in words if _in(word, own)]
    substance = substance_name(row.long)
    text = " ".join(named)
    level = Level.WORDS
    if not named:
        level = Level.LABELER
    elif f"| {text} |" in searched.names or _together(text, searched.names):
        level = Level.BRAND
    elif f"| {text}{' ' if is_whole(named[-1]) else ''}" in searched.names:
        level = Level.BRAND_BEGINS
    elif substance == named:
        level = Level.SUBSTANCE
    elif f" {text}" in f" {' '.join(substance)}":
        level = Level.SUBSTANCE_HAS
    return Hit(
        row,
        level,
        firm,
        bool(searched.current),
        denied="non" not in words and any(_denied(word, own) for word in named),
        extra=sum(word not in words for word in substance),
        more=len(substance_words(row.long) - BESIDE - {*words, *searched.names.split()}),
        suffix=" biosimilar" in searched.words and _suffix(row, words),
        injected=not any(word in f"{searched.words} " for word in _NOT_INJECTED),
    )


def _in(word: str, text: str) -> bool:
    return f" {word} " in f"{text} " if is_whole(word) else f" {word}" in text


def _denied(word: str, text: str) -> bool:
    denied = text.count(f" non {word}")
    return denied > 0 and denied == text.count(f" {word}")


def _together(text: str, names: str) -> bool:
    """Whether a product is called so, apart from spaces: novo seven."""
    return " " in text and f"|{text.replace(' ', '')}|" in names.replace(" ", "")


def _suffix(row: CodeRow, words: Sequence[str]) -> bool:
    """Whether one of the words is the suffix of four letters that tells a biosimilar from the others."""
    # After a name: the esrd of non-esrd is none.
    return any(len(word) == 4 and re.search(rf"[a-z]{{5}}-{word}\b", row.long.lower()) for word in words)


def substance_name(descriptor: str) -> list[str]:
    """The words of a descriptor that name its substance, in their order.

    >>> substance_name("Injection, rituximab 10 mg and hyaluronidase")
    ['rituximab', 'hyaluronidase']
    >>> substance_name("Injection, factor viii, (antihemophilic factor, recombinant), (kovaltry), 1 i.u.")
    ['factor', 'viii']
    """
    text = _AMOUNT_OF.sub(" ", _IN_PARENTHESES.sub(" ", _IN_PARENTHESES.sub(" ", descriptor.lower())))
    naming = substance_words(text)
    words = plain_name(text).split()
    return [word for word in words if word not in BESIDE and (word in naming or is_short_name(word))]


def is_short_name(word: str) -> bool:
    """Letters too few to be a word of a descriptor otherwise: factor ix, rho d, fc fusion."""
    return len(word) < 3 and word.isalpha() and word not in _NO_NAMES
