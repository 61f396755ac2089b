"""Medically unlikely edits: CMS's table of each kind of provider, and an extract of both.

The adjudication indicator is the digit that '3 Date of Service Edit: Clinical' begins with.
"""

from collections.abc import Callable

from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import MueRow

SERVICES = ("practitioner", "outpatient_hospital")


def _read(service: str) -> Callable[[Cells], MueRow]:
    def read(cells: Cells) -> MueRow:
        named = service or cells.text("service")
        if named not in SERVICES:
            cells.refuse("service", "mue-service", f"'{named[:30]}' is neither practitioner nor outpatient_hospital.")
        indicator = cells.text("indicator")[:1]
        if indicator not in ("1", "2", "3"):
            text = cells.text("indicator")[:40]
            cells.refuse("indicator", "mue-indicator", f"'{text}' does not begin with 1, 2 or 3.")
            indicator = "0"
        return MueRow(
            code=cells.text("code"),
            service=named,
            units=cells.count("units"),
            indicator=int(indicator),
            rationale=cells.text("rationale"),
            row=cells.row,
        )

    return read


def _service_of(row: MueRow) -> str:
    return row.service


def _published(service: str, words: str) -> Layout:
    return Layout(
        table="mue",
        issued="quarter",
        required={
            "code": r"hcpcs cpt code",
            "units": rf"{words} services mue values?",
            "indicator": r"mue adjudication indicator",
            "rationale": r"mue rationale",
        },
        read=_read(service),
        key=lambda row: (row.code, row.service),
        part=_service_of,
    )


PRACTITIONER = _published("practitioner", "practitioner")
OUTPATIENT_HOSPITAL = _published("outpatient_hospital", "(facility )?outpatient hospital")
EXTRACT = Layout(
    table="mue",
    issued="quarter",
    required={
        "code": r"hcpcs",
        "service": r"service",
        "units": r"mue value",
        "indicator": r"mai",
        "rationale": r"rationale",
    },
    optional={"day": r"effective date"},
    read=_read(""),
    key=lambda row: (row.code, row.service),
    part=_service_of,
)
