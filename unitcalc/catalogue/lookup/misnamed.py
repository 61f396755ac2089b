"""Products that CMS's file lists under the code of another drug: Ceftriaxone under cefuroxime's."""

import re
from collections.abc import Iterable
from functools import lru_cache

from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.substances import first_word, substance_words
from unitcalc.findings import Finding, Severity
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CodeRow
from unitcalc.reference.store import Reference

_SHORTEST = 7
"""Letters of a word that is a substance's name and nothing else."""
_STEM = 4
"""Letters that related names begin with alike: gadoteridol, gadolinium."""
_INJECTION = re.compile(r"injection, ([a-z]+)\b", re.IGNORECASE)


def misnamed(reference: Reference, row: CodeRow, presentations: Iterable[Presentation]) -> tuple[Finding, ...]:
    """A finding for each product that is called by the substance of another code and not by this one's."""
    found: dict[str, list[Presentation]] = {}
    for each in presentations:
        word = plain_name(each.product).partition(" ")[0]
        if _is_of_another(reference, row, word):
            found.setdefault(word, []).append(each)
    return tuple(
        Finding(
            "product-of-another-code", Severity.WARNING, _message(reference, row, word, alike), str(alike[0].source)
        )
        for word, alike in found.items()
    )


def _message(reference: Reference, row: CodeRow, word: str, alike: list[Presentation]) -> str:
    ndcs = ", ".join(each.ndc for each in alike[:3]) + (f" and {len(alike) - 3} more" if len(alike) > 3 else "")
    others = " or ".join(_by_substance(reference)[word][:2])
    return (
        f"CMS's file lists {alike[0].product} ({ndcs}) under {row.code}, which is of "
        f"{first_word(row.long)}; {others} is of {word}. Read the vial's label and bill what was given."
    )


def _is_of_another(reference: Reference, row: CodeRow, word: str) -> bool:
    if len(word) < _SHORTEST or word not in _by_substance(reference):
        return False
    own = set(plain_name(f"{row.long} {row.short}").split())
    if any(each.startswith(word[:_STEM]) or each.endswith(word) for each in own):
        return False
    # Adrenalin is epinephrine: a code that names both makes them one.
    naming = substance_words(row.long)
    return not any(naming & substance_words(_long(reference, code)) for code in _by_substance(reference)[word])


def _long(reference: Reference, code: str) -> str:
    row = reference.code(code)
    return row.long if row is not None else ""


@lru_cache(maxsize=4)
def _by_substance(reference: Reference) -> dict[str, tuple[str, ...]]:
    """The codes in force of each substance that is injected, by the first word of its name."""
    found: dict[str, list[str]] = {}
    for row in reference.codes():
        named = _INJECTION.match(row.long)
        if named and row.terminated is None:
            found.setdefault(named[1].lower(), []).append(row.code)
    return {word: tuple(codes) for word, codes in found.items()}
