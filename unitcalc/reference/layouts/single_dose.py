"""The codes that CMS lists as supplied only in single-dose containers (JW and JZ policy)."""

from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import SingleDoseRow


def _single_dose(cells: Cells) -> SingleDoseRow:
    stated = cells.text("single_dose")
    if stated.lower() != "true":
        cells.refuse("single_dose", "single-dose-not-true", f"'{stated[:20]}' does not say that the code is listed.")
    return SingleDoseRow(code=cells.text("code"), row=cells.row)


SINGLE_DOSE = Layout(
    table="single-dose",
    issued="day",
    required={"code": r"hcpcs( code)?", "single_dose": r"single dose"},
    read=_single_dose,
    key=lambda row: row.code,
)
