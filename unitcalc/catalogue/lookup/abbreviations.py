"""Short forms that clinics write (IVIG, 5-FU, tPA), from `abbreviations.yaml`: each with what it stands for."""

from collections.abc import Sequence
from typing import NamedTuple

from unitcalc.reference.names import plain_name
from unitcalc.reference.store import Reference

_LONGEST = 4
"""Words of a short form as it may be typed: r f vii a."""
_MOST_SAID = 4


class Abbreviation(NamedTuple):
    """A text with its short form written out, and how that is said."""

    readings: tuple[tuple[str, ...], ...]
    said: str


def expand(reference: Reference, words: Sequence[str]) -> Abbreviation | None:
    """The readings of a text that has a short form in it; None for one that has none."""
    document = reference.document("abbreviations") or {}
    known = document.get("abbreviations") or {}
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            entry = known.get("".join(part))
            if entry:
                meant = entry["search"]
                readings = [(*words[:start], *plain_name(text).split(), *words[start + length :]) for text in meant]
                standing = "" if entry["source"] != "unverified" else " (unverified)"
                more = f" or {len(meant) - _MOST_SAID} others" if len(meant) > _MOST_SAID else ""
                said = f"'{' '.join(part)}' is read as {' or '.join(meant[:_MOST_SAID])}{more}{standing}."
                return Abbreviation(tuple(readings), said)
    return None
