"""Doses as tests ask for them, labels as tests state them, and what is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from unitcalc.catalogue import usual
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing import Dose, DoseRequest, dose
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.reference.vials import model
from unitcalc.reference.vials.model import OURS, UNSOURCED, FactSource

TODAY = date(2026, 2, 1)
"""A day that the newest embedded quarter covers."""

LABEL = FactSource(document="a label", place="section 2", address="https://example.org", opened="2026-01-31", tag="P")
_FIELDS = ("route", "indication", "use", "dose", "level", "every", "age", "weight", "cap", "note")


class Stated(Catalogue):
    """A catalogue whose labels are those that a test states."""

    def __init__(
        self, catalogue: Catalogue, doses: Sequence[Mapping[str, str]] = (), rises: Sequence[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(catalogue.reference)
        self._doses = usual.usual_doses(map(_usual, doses))
        self._rises = usual.rises(map(_rise, rises))

    def usual_doses(self, code: str) -> tuple[usual.UsualDose, ...]:
        return self._doses

    def rises(self, code: str) -> tuple[usual.Rise, ...]:
        return self._rises


def _usual(stated: Mapping[str, str]) -> model.UsualDose:
    texts = {name: str(stated.get(name, "")) for name in _FIELDS}
    source = UNSOURCED if stated.get("source") == "unverified" else LABEL
    return model.UsualDose("", stated["product"], **texts, source=source, document=OURS, line=1)


def _rise(stated: Mapping[str, str]) -> model.Rise:
    texts = {name: str(stated.get(name, "")) for name in ("route", "factor", "recovery", "age", "note")}
    return model.Rise("", stated["product"], **texts, source=LABEL, document=OURS, line=1)


@dataclass(frozen=True)
class Ask:
    """Doses by what was typed."""

    catalogue: Catalogue

    def __call__(self, order: str = "", **typed: str) -> Dose:
        """A dose."""
        return dose(self.catalogue, DoseRequest(order=order, **typed), TODAY)

    def by(self, *doses: Mapping[str, str], rises: Sequence[Mapping[str, str]] = ()) -> "Ask":
        """The same, with these usual doses and rises in place of all that labels say."""
        return Ask(Stated(self.catalogue, doses, rises))

    def refused(self, order: str = "", **typed: str) -> tuple[Problem, ...]:
        """The problems of what can't be used."""
        with pytest.raises(Refused) as raised:
            self(order, **typed)
        return raised.value.problems


def checks(found: Dose, severity: Severity | None = None) -> set[str]:
    """The names of a dose's findings."""
    return {finding.check for finding in found.findings if severity in (None, finding.severity)}


def finding(found: Dose, check: str) -> Finding:
    """The one finding of a name."""
    (one,) = (each for each in found.findings if each.check == check)
    return one


def step(found: Dose, label: str) -> Any:
    """The one step of a label."""
    (one,) = (each for each in found.steps if each.label == label)
    return one
