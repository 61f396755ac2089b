"""OPPS Addendum B: the status indicator of each code."""

from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import StatusRow


def _status(cells: Cells) -> StatusRow:
    if not cells.text("status"):
        cells.refuse("status", "cell-empty", "The status indicator is missing.")
    return StatusRow(
        code=cells.text("code"),
        status=cells.text("status"),
        payment_rate=cells.number("payment_rate", none=("", ".")),
        row=cells.row,
    )


ADDENDUM_B = Layout(
    table="status",
    issued="quarter",
    required={"code": r"hcpcs code", "status": r"si", "apc": r"apc", "payment_rate": r"payment rate"},
    read=_status,
    key=lambda row: row.code,
)
