"""The lines that checks of modifiers correct: what a biller can copy."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from unitcalc.account import BilledLine, Place
from unitcalc.checks.registry import check_of


@pytest.mark.parametrize(
    "name, modifier, before, after",
    [
        ("not-for-a-drug-line", "91", ("91", "JZ"), ("JZ",)),
        ("not-for-a-drug-line", "91", ("91", "JZ", "91"), ("JZ",)),
        ("jg-ended", "JG", ("JW", "JG"), ("JW", "TB")),
        ("jg-ended", "JG", ("TB", "JG", "JZ"), ("TB", "JZ")),
        ("modifier-twice", "JW", ("JW", "TB", "JW"), ("JW", "TB")),
        # Only the modifier that the finding is about; another one that stands twice has its own.
        ("modifier-twice", "JW", ("76", "JW", "JW", "76"), ("76", "JW", "76")),
        # What another check has mended stays as it is.
        ("modifier-twice", "91", ("JZ",), ("JZ",)),
        ("jg-ended", "JG", ("TB", "JZ"), ("TB", "JZ")),
    ],
)
def test_modifiers_of_the_corrected_line(
    name: str, modifier: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    line = BilledLine(
        place=Place("", 1),
        day=date(2025, 3, 1),
        code="J1745",
        modifiers=before,
        units=Fraction(40),
        ndc="57894-0030-01",
    )
    right = check_of(name).corrected
    assert right is not None
    corrected = right(SimpleNamespace(modifier=modifier), line)
    assert isinstance(corrected, BilledLine)
    assert corrected.modifiers == after
    assert (corrected.code, corrected.units, corrected.ndc) == ("J1745", Fraction(40), "57894-0030-01")
