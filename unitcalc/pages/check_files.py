"""Findings as files, as other programs read them: the same as `unitcalc check` writes."""

import csv
import io
import json

from unitcalc.checks.checking import Report
from unitcalc.checks.record import COLUMNS, as_record, violation_row


def as_json(report: Report) -> str:
    """The JSON of `unitcalc check`."""
    return json.dumps(as_record(report), indent=2, ensure_ascii=False) + "\n"


def as_csv(report: Report) -> str:
    """Every finding as a row. With a mark for Excel, which else reads UTF-8 as something else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(map(violation_row, report.violations))
    return "\ufeff" + out.getvalue()
