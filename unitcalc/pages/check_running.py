"""Runs a check for the page: what it is run on, how far it is, and what came of it. Kept for this visit alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.checking import Report, check
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, worst
from unitcalc.checks.model import Check
from unitcalc.findings import Problem, Refused, Severity
from unitcalc.pages.check_reading import Material, Upload, read_all
from unitcalc.pages.words import counted
from unitcalc.quantity import grouped

_OUTCOME, _RUNNING, _NUMBER = "check-outcome", "check-running", "check-number"
MOST_LINES = 100_000
"""More would keep a person waiting for many minutes; the command checks any number."""
STEPS = 100
"""How often, at most, the bar is drawn anew."""


@dataclass(frozen=True)
class Outcome:
    """What a check came to."""

    report: Report | None
    """None where there was nothing that could be checked."""
    problems: tuple[Problem, ...]
    """What could not be used at all: a file, a choice."""
    sources: tuple[str, ...]
    number: int
    """Which check of this visit it is: what a person folds out belongs to one of them."""

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each check found something."""
        return Counter(each.check.code for each in self.report.violations) if self.report else Counter()

    @cached_property
    def found_by(self) -> tuple[Check, ...]:
        """The checks that found something, the gravest and commonest first."""
        known = {each.check.code: each.check for each in self.report.violations} if self.report else {}
        return tuple(sorted(known.values(), key=lambda each: (each.severity.rank, -self.counts[each.code], each.code)))

    @cached_property
    def by_gravity(self) -> tuple[Judged, ...]:
        """The accounts, the gravest first, then the most money; those alike in the order of the files."""
        return tuple(sorted(self.report.judged, key=_gravity)) if self.report else ()

    @cached_property
    def severities(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(each.check.severity for each in self.report.violations) if self.report else Counter()

    @cached_property
    def without_record(self) -> int:
        """Accounts that are known by their lines alone."""
        return sum(one.account.record is None for one in self.report.judged) if self.report else 0


def _gravity(one: Judged) -> tuple[int, bool, object]:
    gravest = worst(one.violations)
    return (9 if gravest is None else gravest.rank, one.at_stake is None, -(one.at_stake or 0))


def outcome() -> Outcome | None:
    """What the last check came to."""
    found = st.session_state.get(_OUTCOME)
    return found if isinstance(found, Outcome) else None


def forget() -> None:
    """Forget what the last check came to."""
    st.session_state.pop(_OUTCOME, None)
    st.session_state.pop(_RUNNING, None)


def interrupted() -> bool:
    """Whether a check was begun and not ended: something else was pressed meanwhile."""
    return bool(st.session_state.get(_RUNNING))


def run(
    tables: Catalogue, text: str, uploads: Sequence[Upload], day: date | None, payer: str, setting: str, today: date
) -> None:
    """Check it all, with a bar that shows how far it is, and keep what came of it."""
    forget()
    st.session_state[_RUNNING] = True
    bar = st.progress(0, text="Reading")
    material = read_all(text, uploads, today, day)
    report, problems = None, material.problems
    if len(material.claims.lines) > MOST_LINES:
        problems += (_too_many(len(material.claims.lines)),)
    elif not material.empty:
        try:
            report = _checked(tables, material, payer, setting, today, bar)
        except Refused as refused:
            problems += refused.problems
    elif not problems:
        message = "There is nothing to check." if not (text.strip() or uploads) else "No row of it holds a line."
        problems = (Problem("check-nothing", message, "Paste claim lines or a record, or add a file."),)
    bar.empty()
    st.session_state[_NUMBER] = number = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_OUTCOME] = Outcome(report, problems, material.sources, number)
    st.session_state.pop(_RUNNING)


def _too_many(lines: int) -> Problem:
    message = f"These are {grouped(lines)} claim lines; the page checks {grouped(MOST_LINES)} at once."
    return Problem("check-too-many", message, "Split them by month, or run: unitcalc check FILE.")


def _checked(
    tables: Catalogue,
    material: Material,
    payer: str,
    setting: str,
    today: date,
    bar: st.delta_generator.DeltaGenerator,
) -> Report:
    lines = counted(len(material.claims.lines), "claim line")

    def told(done: int, total: int) -> None:
        if done == total or done % max(1, total // STEPS) == 0:
            bar.progress(done * 100 // total, text=f"Checking {lines}: {grouped(done)} of {counted(total, 'account')}")

    return check(Tables(tables, today), material.claims, material.records, payer=payer, setting=setting, progress=told)
