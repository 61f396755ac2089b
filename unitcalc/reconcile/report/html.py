"""The report as one HTML file: to be read on any screen, printed and kept. Nothing is fetched, no script runs.

It shows what the summary holds and computes nothing. Everything from the files is escaped.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Template

from unitcalc.quantity import dollars, grouped
from unitcalc.reconcile.report.arithmetic import arithmetic, over_or_under
from unitcalc.reconcile.report.model import About, Cause, Group, Summary
from unitcalc.reconcile.report.plots import percent, plots
from unitcalc.reconcile.report.texts import printable, severity_word
from unitcalc.reconcile.report.writing import whole

MOST_ROWS = 40
"""Rows of a table; the workbook holds the others."""
MOST_WORST = 25
MOST_CAUSES = 6
"""Causes that are followed over time."""
MOST_MONTHS = 12


class Course(NamedTuple):
    """How often a cause was found, month by month."""

    cause: Cause
    counts: tuple[int, ...]


def write_html(target: Path, summary: Summary, about: About) -> None:
    """The report as a file, whole or not at all; Refused where it can't be written."""
    with whole(target) as path:
        path.write_text(as_html(summary, about), encoding="utf-8", newline="\n")


def as_html(summary: Summary, about: About) -> str:
    """The report's text. The same summary gives the same text, on any day and machine."""
    months, courses = _courses(summary)
    text = _template().render(
        about=about,
        summary=summary,
        totals=summary.totals,
        plots=plots(summary),
        kinds=(("Site", "sites", summary.sites), ("Payer", "payers", summary.payers)),
        months=months,
        courses=courses,
        worst=summary.worst[:MOST_WORST],
        rows=MOST_ROWS,
        severity_word=severity_word,
        dollars=signed,
        grouped=grouped,
        percent=percent,
        share=_share,
        arithmetic=arithmetic,
        over_or_under=over_or_under,
        others=_others,
        day=_day,
    )
    return printable(text)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals = {}
    source = files("unitcalc.reconcile.report") / "assets" / "report.html"
    return environment.from_string(source.read_text(encoding="utf-8"))


def signed(value: Fraction) -> str:
    """Dollars, with a minus sign where they are below zero."""
    return f"{'−' if value < 0 else ''}{dollars(abs(value))}"


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole)) if whole else ""


def _others(groups: Sequence[Group], shown: int) -> int:
    """How many groups a table leaves out."""
    return sum(max(each.others, 1) for each in groups[shown:])


def _day(day: date | None) -> str:
    return day.isoformat() if day else "no date"


def _courses(summary: Summary) -> tuple[tuple[str, ...], tuple[Course, ...]]:
    """The months, and how often each of the gravest causes was found in them."""
    known = sorted({each.month for each in summary.causes_by_month if each.month is not None})[-MOST_MONTHS:]
    found = {(each.check, each.month): each.findings for each in summary.causes_by_month}
    courses = tuple(
        Course(cause, tuple(found.get((cause.check, month), 0) for month in known))
        for cause in summary.causes[:MOST_CAUSES]
    )
    return tuple(f"{month:%Y-%m}" for month in known), courses
