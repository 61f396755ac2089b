"""What checks find in every line of a kind, whatever its units and days are."""

from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.account import BilledLine
from unitcalc.checks.judging import About, violation_of
from unitcalc.checks.model import Check
from unitcalc.findings import Severity

VARYING = frozenset(
    {
        "day", "units", "charge", "has_charge", "future", "has_end", "end", "has_submitted", "submitted",
        "filing_limit", "filing_days", "charge_limit", "price", "nominal_per_quantity", "agrees", "swapped",
        "quantity", "units_per_quantity", "fewest_vials",
    }
)  # fmt: skip
"""The facts of a line that differ among the lines of a kind."""


class LineFinding(NamedTuple):
    """A finding, without what differs from line to line."""

    check: str
    severity: Severity
    message: str
    expected: str
    observed: str
    staked: bool
    """Whether the units of the line are at stake."""


class Varies(Exception):
    """A check asks for a fact that differs among the lines of a kind."""


class _Steady:
    """Facts of which those that vary can't be asked for."""

    def __init__(self, facts: Any) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Any:
        if name in VARYING:
            raise Varies(name)
        return getattr(self._facts, name)


def steady(check: Check, facts: Any, line: BilledLine) -> LineFinding | None:
    """What a check finds in every line of the kind, and None where it finds nothing in any.

    Raises Varies where it depends on what differs among them. `line` is of one unit, `facts` of it or a modifier.
    """
    found = violation_of(check, _Steady(facts), (), About(price=Fraction(1), line=line))
    if found is None:
        return None
    if found.unit_difference is not None:
        raise Varies(check.code)
    staked = found.at_stake is not None
    return LineFinding(check.code, check.severity, found.message, found.expected, found.observed, staked)
