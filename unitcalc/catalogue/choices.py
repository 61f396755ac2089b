"""A word out of a closed list."""

from enum import StrEnum
from typing import TypeVar

from unitcalc.findings import Problem, Refused

Choice = TypeVar("Choice", bound=StrEnum)


def read_choice(kind: type[Choice], text: str, code: str, what: str, *allowed: Choice) -> Choice:
    """One of a closed list of words (all of its kind, or those allowed); Refused with the list."""
    members = allowed or tuple(kind)
    word = text.strip().lower()
    for member in members:
        if word == member.value:
            return member
    names = tuple(member.value for member in members)
    raise Refused(
        Problem(f"{code}-unknown", f"'{text.strip()[:30]}' is no {what}.", f"Choose one of {', '.join(names)}.", names)
    )
