"""The rules that results cite as `RULES 1.2`: what each says, its tag and its source."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_CITED = re.compile(r"RULES ([^:;]+)")
_NUMBER = re.compile(r"(R?\d[\w.]*)(?: to (R?\d[\w.]*))?")
STANDING = {
    "P": "primary text",
    "P2": "primary text, second-hand",
    "M": "contractor guidance",
    "C": "payer page",
    "B": "industry practice",
    "K": "unverified",
}
"""What a tag means to a reader; whatever is not primary is shown as such."""
BINDING = frozenset({"P", "P2", "M", "C"})
"""Tags of those who pay or who rule: what they ask for is required; all else is advised."""


class Rule(NamedTuple):
    """One rule of the rule book."""

    number: str
    says: str
    tag: str
    source: str

    @property
    def standing(self) -> str:
        """How sure the source is, in words."""
        return STANDING[self.tag]

    def as_json(self) -> dict[str, str]:
        """As other programs read it."""
        return {"rule": self.number, "says": self.says, "standing": self.standing, "source": self.source}


def read_rules(document: Any) -> dict[str, Rule]:
    """The rule book, by number."""
    entries: Mapping[str, Mapping[str, str]] = document["rules"]
    return {number: Rule(number, entry["says"], entry["tag"], entry["source"]) for number, entry in entries.items()}


def cited(book: Mapping[str, Rule], sources: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that sources name, in the order of the book, each once.

    >>> book = {n: Rule(n, "", "P", "") for n in ("R1", "1.1", "5.3", "5.4", "5.5")}
    >>> [rule.number for rule in cited(book, ["RULES R1, 1.1", "CMS file, row 5", "RULES 5.3 to 5.5"])]
    ['R1', '1.1', '5.3', '5.4', '5.5']
    """
    order = list(book)
    numbers: set[str] = set()
    for source in sources:
        for first, last in _named(source):
            numbers.update(order[order.index(first) : order.index(last) + 1] if last else (first,))
    return tuple(rule for number, rule in book.items() if number in numbers)


@lru_cache(maxsize=1024)
def _named(source: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for text in _CITED.findall(source) for pair in _NUMBER.findall(text))
