"""Findings as files, as other programs read them: the same as `unitcalc check` writes."""

import csv
import io
import json
from typing import Any

from unitcalc.checks.checking import Report
from unitcalc.checks.record import as_record, violation_record

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
_TEXTS = frozenset(COLUMNS) - {"unit_difference", "payment_difference", "at_stake"}


def as_json(report: Report) -> str:
    """The JSON of `unitcalc check`."""
    return json.dumps(as_record(report), indent=2, ensure_ascii=False) + "\n"


def as_csv(report: Report) -> str:
    """Every finding as a row. With a mark for Excel, which else reads UTF-8 as something else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for each in report.violations:
        record = violation_record(each)
        joined = {"rows": "; ".join(record["rows"]), "corrected": " and ".join(record["corrected"] or ())}
        writer.writerow({name: _cell(name, value) for name, value in {**record, **joined}.items()})
    return "\ufeff" + out.getvalue()


def _cell(name: str, value: Any) -> Any:
    """A text that a spreadsheet shows and never runs: files of claims come from elsewhere."""
    if name in _TEXTS and isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
