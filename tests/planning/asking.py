"""Plans as tests ask for them, and what they compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.request import PlanRequest, StockRow
from unitcalc.planning.sharing import Day, plan_day

TODAY = date(2026, 2, 1)
"""A day that the newest embedded quarter covers."""


def rows(stated: Iterable[Mapping[str, str]]) -> tuple[StockRow, ...]:
    """Rows of a stock list, numbered from 1."""
    return tuple(StockRow(**{"place": f"row {number}", "count": "1", **row}) for number, row in enumerate(stated, 1))


@dataclass(frozen=True)
class Ask:
    """Plans by what was typed."""

    catalogue: Catalogue

    def request(self, **typed: Any) -> PlanRequest:
        """What was typed; lists for what can be repeated, `dose` for one dose."""
        if "dose" in typed:
            typed["doses"] = [typed.pop("dose")]
        if isinstance(typed.get("stock"), list):
            typed["stock"] = rows(typed["stock"])
        return PlanRequest(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in typed.items()}
        )

    def __call__(self, **typed: Any) -> Planned:
        """The plan for one dose."""
        return plan(self.catalogue, self.request(**typed), TODAY)

    def stocked(self, **typed: Any) -> Any:
        """The plan from a stock that may be too small: None."""
        try:
            return (self.day if len(typed.get("doses", ())) > 1 else self)(**typed)
        except Refused as refused:
            if any(problem.code not in ("stock-too-small", "stock-empty") for problem in refused.problems):
                raise
            return None

    def day(self, **typed: Any) -> Day:
        """The plan for several patients."""
        return plan_day(self.catalogue, self.request(**typed), TODAY)

    def refused(self, **typed: Any) -> tuple[Problem, ...]:
        """The problems of what can't be planned."""
        with pytest.raises(Refused) as raised:
            (self.day if len(typed.get("doses", ())) > 1 else self)(**typed)
        return raised.value.problems


def checks(found: Planned | Day, severity: Severity | None = None) -> list[str]:
    """The names of a plan's findings."""
    return [finding.check for finding in found.findings if severity in (None, finding.severity)]


def said(found: Planned | Day, check: str) -> str:
    """What all findings of a name say."""
    return " ".join(finding.message for finding in found.findings if finding.check == check)


def finding(found: Planned | Day, check: str) -> Finding:
    """The one finding of a name."""
    (one,) = (each for each in found.findings if each.check == check)
    return one
