"""Checks and what they found, as other programs read them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from unitcalc.catalogue.rules import Rule, cited
from unitcalc.checks.model import Check, Violation
from unitcalc.quantity import money, plain

if TYPE_CHECKING:  # late: to explain a check nothing is judged
    from unitcalc.checks.checking import Report


COLUMNS = (
    "encounter_id",
    "service_date",
    "code",
    "check",
    "name",
    "severity",
    "message",
    "expected",
    "observed",
    "unit_difference",
    "payment_difference",
    "at_stake",
    "rows",
    "corrected",
    "instead",
    "source",
)
"""Columns of the table of findings."""
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would compute."""
_TEXTS = frozenset(COLUMNS) - {"unit_difference", "payment_difference", "at_stake"}


def as_record(report: "Report") -> dict[str, Any]:
    """The JSON of `unitcalc check`."""
    from unitcalc.checks.notes import notes, tables_behind  # late: to explain a check nothing is judged

    return {
        "findings": [violation_record(each) for each in report.violations],
        "lines": report.lines,
        "rows": report.rows,
        "other_lines": report.others,
        "accounts": [
            {
                "encounter_id": one.account.encounter or None,
                "service_date": one.account.day.isoformat(),
                "code": one.account.code,
                "payer": one.account.payer,
                "setting": one.account.setting,
                "findings": len(one.violations),
                "data": [use.as_json() for use in tables_behind(one)],
                "at_stake": _money(one.at_stake),
                "expected": None if one.expected is None else [line.as_json() for line in one.expected],
                "corrected": None if one.corrected is None else list(one.corrected),
            }
            for one in report.judged
        ],
        "at_stake": _money(report.at_stake),
        "unknown_payers": list(report.payers),
        "notes": list(notes(report.judged, report.unlinked)),
    }


def violation_record(each: Violation) -> dict[str, Any]:
    """One finding."""
    return {
        "check": each.check.code,
        "name": each.check.name,
        "severity": each.check.severity.value,
        "title": each.title,
        "message": each.sentence,
        "expected": each.expected,
        "observed": each.observed,
        "unit_difference": None if each.unit_difference is None else plain(each.unit_difference),
        "payment_difference": _money(each.payment_difference),
        "at_stake": _money(each.at_stake),
        "encounter_id": each.encounter or None,
        "service_date": each.day or None,
        "code": each.code or None,
        "rows": [str(place) for place in each.places],
        "instead": each.check.text.instead,
        "corrected": None if each.corrected is None else [str(line) for line in each.corrected],
        "source": each.check.text.source,
    }


def violation_row(each: Violation) -> dict[str, Any]:
    """One finding as a row of a table; no cell of it runs in a spreadsheet."""
    record = violation_record(each)
    joined = {"rows": "; ".join(record["rows"]), "corrected": " and ".join(record["corrected"] or ())}
    return {name: _cell(name, value) for name, value in {**record, **joined}.items()}


def _cell(name: str, value: Any) -> Any:
    """A text that a spreadsheet shows and never runs: files of claims come from elsewhere."""
    if name in _TEXTS and isinstance(value, str) and value.startswith(LIKE_A_FORMULA):
        return f"'{value}"
    return value


def check_record(check: Check) -> dict[str, str]:
    """One line of `unitcalc checks`."""
    return {
        "check": check.code,
        "name": check.name,
        "title": check.text.title,
        "severity": check.severity.value,
        "topic": check.topic.words,
        "source": check.text.source,
    }


def explain_record(check: Check, book: Mapping[str, Rule]) -> dict[str, Any]:
    """The JSON of `unitcalc explain`."""
    text = check.text
    return {
        "check": check.code,
        "name": check.name,
        "title": text.title,
        "severity": check.severity.value,
        "topic": check.topic.words,
        "what": text.what,
        "why": text.why,
        "example": text.example,
        "instead": text.instead,
        "exceptions": text.exceptions,
        "source": text.source,
        "rules": [rule.as_json() for rule in cited(book, [text.source])],
        "looks_at": check.scope.value,
        "needs": [need.value for need in check.needs],
        "stake": check.stake.value,
    }


def _money(value: Fraction | None) -> str | None:
    return None if value is None else money(value)
