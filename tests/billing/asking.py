"""Bills as tests ask for them, and what they compare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Finding, Problem, Refused, Severity

TODAY = date(2026, 2, 1)
"""A day that the newest embedded quarter covers."""

Line = tuple[int | Fraction, tuple[str, ...]]


@dataclass(frozen=True)
class Ask:
    """Bills by what was typed; 350 mg of J1745 from 4 x 100 mg, where a test names only what differs."""

    catalogue: Catalogue

    def __call__(self, **typed: Any) -> Bill:
        """A bill; lists of texts may be given for what can be repeated."""
        texts = {name: tuple(value) if isinstance(value, list) else value for name, value in typed.items()}
        return bill(self.catalogue, BillRequest(**texts), TODAY)

    def infliximab(self, **typed: Any) -> Bill:
        """350 mg given from four vials of 100 mg, single-dose by CMS's list, 10 mg a unit."""
        record = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "date": "2025-03-01"}
        return self(**{**record, **typed})

    def refused(self, **typed: Any) -> tuple[Problem, ...]:
        """The problems of what can't be used."""
        with pytest.raises(Refused) as raised:
            self(**typed)
        return raised.value.problems


def marked(lines: Sequence[ClaimLine]) -> list[Line]:
    """Units and modifiers of each line."""
    return [(line.units, line.modifiers) for line in lines]


def checks(found: Bill, severity: Severity | None = None) -> set[str]:
    """The names of a bill's findings."""
    return {finding.check for finding in found.findings if severity in (None, finding.severity)}


def finding(found: Bill, check: str) -> Finding:
    """The one finding of a name."""
    (one,) = (each for each in found.findings if each.check == check)
    return one


def units_of(lines: Iterable[ClaimLine], *, discarded: bool) -> int | Fraction:
    """The units on JW lines, or on the others."""
    return sum(line.units for line in lines if ("JW" in line.modifiers) is discarded)
