"""A chart as rows of the tables `administered` and `dispensed`, as CSV and as one workbook. Amounts are exact text."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

from unitcalc.account import Status
from unitcalc.findings import Problem, Problems
from unitcalc.quantity import Amount, plain
from unitcalc.reconcile.charting.chart import Chart, Container

DISPENSED = (
    *("encounter_id", "service_date", "code", "ndc", "event"),
    *("container_amount", "container_unit", "container_count", "container_type", "container_id"),
    *("lot", "expiry", "supply", "administration_id", "patient_id", "site"),
)
ADMINISTERED = (
    *("encounter_id", "service_date", "code", "ndc", "given_amount", "given_unit"),
    *("discarded_amount", "discarded_unit", "explained_amount", "explained_unit", "explained_reason"),
    *("reason", "status", "administration_id", "container_id", "lot"),
    *("ordered_amount", "weight", "weight_date", "start", "stop", "route", "by", "witness", "patient_id", "site"),
)
"""The columns of each table, in their order. What is not charted here stays empty."""

Row = Mapping[str, str]


def administered(chart: Chart) -> tuple[Row, ...]:
    """The administration, one row. NDC, lot and container stand in it where they are the same of all containers.

    Refused without what the table can't do without: an encounter, and what was given.
    """
    _ready(chart)
    request = chart.request
    reasons = (
        request.discard_reason.strip(),
        request.status_reason.strip() if chart.status is not Status.GIVEN else "",
    )
    found = {
        **_head(chart),
        "ndc": _same([each.ndc for each in chart.containers]),
        **_amount("given", chart.given),
        **_amount("discarded", chart.discarded),
        **_amount("explained", chart.explained),
        "explained_reason": request.explained_reason.strip(),
        "reason": "; ".join(filter(None, reasons)),
        "status": chart.status.value,
        "container_id": _same([each.number for each in chart.containers]),
        "lot": _same([each.lot for each in chart.containers]),
        "start": f"{chart.start:%H:%M}" if chart.start else "",
        "stop": f"{chart.stop:%H:%M}" if chart.stop else "",
        "route": request.route.strip(),
        "by": request.by.strip(),
        "witness": request.witness.strip(),
    }
    return ({name: found.get(name, "") for name in ADMINISTERED},)


def dispensed(chart: Chart) -> tuple[Row, ...]:
    """The containers opened, a row for each kind, lot and expiry. Refused as `administered`."""
    _ready(chart)
    return tuple({name: _opened(chart, each).get(name, "") for name in DISPENSED} for each in chart.containers)


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A table as spreadsheets read it (UTF-8 with a mark)."""
    out = StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(chart: Chart) -> bytes:
    """Both tables, a sheet each. Every cell is text, so that an amount stays exact and nothing is run as a formula."""
    from openpyxl import Workbook  # late: only the page that is asked for a workbook needs it

    book = Workbook()
    book.remove(book.active)
    for title, columns, rows in (
        ("administered", ADMINISTERED, administered(chart)),
        ("dispensed", DISPENSED, dispensed(chart)),
    ):
        sheet = book.create_sheet(title)
        for line, values in enumerate((columns, *([row[name] for name in columns] for row in rows)), 1):
            for place, value in enumerate(values, 1):
                cell = sheet.cell(line, place)
                if value:
                    cell.value, cell.data_type = value, "s"
        sheet.freeze_panes = "A2"
        for letter, name in zip(map(_letter, range(1, len(columns) + 1)), columns, strict=True):
            sheet.column_dimensions[letter].width = max(12, len(name) + 2)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _ready(chart: Chart) -> None:
    problems = Problems()
    if not chart.request.encounter.strip():
        problems.add(Problem("encounter-missing", "The encounter number is missing.", field="encounter"))
    if chart.given is None:
        problems.add(Problem("given-missing", "What was given is not charted.", field="given"))
    if not chart.containers:
        problems.add(Problem("opened-missing", "No containers were stated.", field="containers"))
    problems.raise_any()


def _head(chart: Chart) -> dict[str, str]:
    return {
        "encounter_id": chart.request.encounter.strip(),
        "service_date": chart.day.isoformat(),
        "code": chart.drug.code,
        "administration_id": chart.request.administration.strip(),
    }


def _opened(chart: Chart, each: Container) -> dict[str, str]:
    return {
        **_head(chart),
        "ndc": each.ndc,
        "event": "opened",
        "container_amount": plain(each.each.value),
        "container_unit": each.each.unit.symbol,
        "container_count": str(each.count),
        "container_type": each.type.value,
        "container_id": each.number,
        "lot": each.lot,
        "expiry": each.expires.isoformat() if each.expires else "",
    }


def _amount(name: str, amount: Amount | None) -> dict[str, str]:
    if amount is None:
        return {}
    return {f"{name}_amount": plain(amount.value), f"{name}_unit": amount.unit.symbol}


def _same(values: Sequence[str]) -> str:
    """What all say; empty where they differ."""
    return values[0] if len(set(values)) == 1 else ""


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
