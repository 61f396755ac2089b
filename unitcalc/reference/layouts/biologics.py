"""The FDA's Purple Book: licensed biologics by strength and presentation. The download repeats most rows."""

from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import BiologicRow


def _biologic(cells: Cells) -> BiologicRow:
    return BiologicRow(
        applicant=cells.text("applicant"),
        proprietary=cells.text("proprietary"),
        proper=cells.text("proper"),
        strength=cells.text("strength"),
        form=cells.text("form"),
        route=cells.text("route"),
        presentation=cells.text("presentation"),
        marketing=cells.text("marketing"),
        row=cells.row,
    )


PURPLE_BOOK = Layout(
    table="biologics",
    issued="month",
    required={
        "applicant": r"applicant",
        "proprietary": r"proprietary name",
        "proper": r"proper name",
        "strength": r"strength",
        "form": r"dosage form",
        "route": r"route of administration",
        "presentation": r"product presentation",
        "marketing": r"marketing status",
    },
    read=_biologic,
    leading="proper",
)
