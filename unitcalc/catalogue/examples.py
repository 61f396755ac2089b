"""Worked examples, by hand: to be shown, filled into a form, and held against the program."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class Example(NamedTuple):
    """A bill worked by hand; amounts are text as a person writes them."""

    code: str
    title: str
    date: date
    given: str
    opened: tuple[str, ...]
    discarded: str
    """As charted; empty where nothing is left."""
    container_type: str
    """Only where no table knows it."""
    administered_units: int
    discarded_units: int
    worked: str
    """The arithmetic, step by step."""


def read_examples(document: Any) -> dict[str, tuple[Example, ...]]:
    """All of them, by code, in their order."""
    found: dict[str, tuple[Example, ...]] = {}
    for entry in document["examples"] if document else ():
        one = _example(entry)
        found[one.code] = (*found.get(one.code, ()), one)
    return found


def _example(entry: Mapping[str, Any]) -> Example:
    return Example(
        code=entry["code"],
        title=entry["title"],
        date=date.fromisoformat(entry["date"]),
        given=entry["given"],
        opened=tuple(entry["opened"]),
        discarded=entry.get("discarded", ""),
        container_type=entry.get("container_type", ""),
        administered_units=entry["administered_units"],
        discarded_units=entry["discarded_units"],
        worked=entry["worked"],
    )
