"""What checks find in all of a kind, whatever the units and days are, and which checks have to be asked of each."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.account import BilledLine
from unitcalc.checks.judging import About, violation_of
from unitcalc.checks.model import Check
from unitcalc.findings import Severity

VARYING_OF_LINE = frozenset(
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


WRONG_BILLS = (
    "given_number", "opened_number", "containers", "ndc_number", "hundredth", "nominal_units", "former_units",
    "published_units",
)  # fmt: skip
"""Units of bills that are wrong in a way that has a name."""
COUNTED = (
    "administered_lines", "jw_lines", "jz_lines", "both_lines", "bare_lines", "tb_lines", "liability_lines",
    "repeat_lines", "separate_lines", "esa_lines",
)  # fmt: skip
NOT_TOLD = ("day_text", "recorded_on", "expiry", "start", "stop", "other_code", "setting")
"""What only messages say."""
VARYING_OF_ACCOUNT = frozenset(
    {
        "code", "day", "claimed", "lines", "administered", "discarded", "largest_line", "charge", "has_charge",
        "route_modifier", "fraction_lines", "given", "label", "held", "left", "explained", "unexplained",
        "discard_charted", "unit", "expected_administered", "expected_discarded", "label_units", "begun_label_units",
        "discard_units", "rounded_down", "usual_most", "ordered", "weight_known", "weight_days", "route", "expired",
        "times_reversed", "multi_dose_multiple", "can_be_whole", "dispensed_rows", "administered_rows",
        "has_dispensed", "has_administered", "three_tables", "dispensed_open", "units_in_days", "ndcs_differ", "price",
        "quantities_stated", "quantity_billed", "quantity_opened", "quantity_containers", "swapped",
        *WRONG_BILLS, *COUNTED, *NOT_TOLD,
    }
)  # fmt: skip
"""The facts of an account that do not come from its kind."""


class Varies(Exception):
    """A check asks for a fact that differs among the lines of a kind."""


class _Steady:
    """Facts of which those that vary can't be asked for."""

    def __init__(self, facts: Any, varying: frozenset[str]) -> None:
        self._facts, self._varying = facts, varying

    def __getattr__(self, name: str) -> Any:
        if name in self._varying:
            raise Varies(name)
        return getattr(self._facts, name)


def asked_of_each(checks: Iterable[Check], facts: Any, varying: frozenset[str]) -> Iterator[str]:
    """The codes of the checks that depend on what varies, or find something in all of the kind."""
    steady_facts = _Steady(facts, varying)
    for check in checks:
        try:
            broken = bool(check.broken(steady_facts))
        except Varies:
            broken = True
        if broken:
            yield check.code


def steady(check: Check, facts: Any, line: BilledLine) -> LineFinding | None:
    """What a check finds in every line of the kind, and None where it finds nothing in any.

    Raises Varies where it depends on what differs among them. `line` is of one unit, `facts` of it or a modifier.
    """
    found = violation_of(check, _Steady(facts, VARYING_OF_LINE), (), About(price=Fraction(1), line=line))
    if found is None:
        return None
    if found.unit_difference is not None:
        raise Varies(check.code)
    staked = found.at_stake is not None
    return LineFinding(check.code, check.severity, found.message, found.expected, found.observed, staked)
