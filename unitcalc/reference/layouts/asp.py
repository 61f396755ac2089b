"""The quarterly files of ASP pricing: the NDC-HCPCS crosswalk and the payment limits.

CMS's own files (preamble with the period, `_2026_CODE`, empty columns at the end) and the same tables of several
quarters joined, with a `quarter` column.
"""

from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import CrosswalkRow, LimitRow

_CODE = r"hcpcs|hcpcs code|[0-9]{4} code"
_DOSAGE = r"hcpcs (code )?dosage"


def _crosswalk(cells: Cells) -> CrosswalkRow:
    return CrosswalkRow(
        ndc=cells.ndc("ndc"),
        code=cells.text("code"),
        product=cells.text("product"),
        labeler=cells.text("labeler"),
        dosage=cells.text("dosage"),
        package_size=cells.size("package_size"),
        package_quantity=cells.size("package_quantity"),
        billing_units=cells.size("billing_units"),
        billing_units_package=cells.size("billing_units_package"),
        first=cells.quarter,
        last=cells.quarter,
        row=cells.row,
    )


def _limit(cells: Cells) -> LimitRow:
    flag = cells.text("clotting_factor")
    if flag not in ("", "1"):
        cells.refuse("clotting_factor", "cell-no-flag", f"'{flag[:20]}' is neither empty nor 1.")
    return LimitRow(
        code=cells.text("code"),
        dosage=cells.text("dosage"),
        limit=cells.number("limit", none=("", "N/A")),
        coinsurance=cells.number("coinsurance", none=("", "N/A"), most=100),
        clotting_factor=flag == "1",
        notes=cells.text("notes"),
        first=cells.quarter,
        last=cells.quarter,
        row=cells.row,
    )


CROSSWALK = Layout(
    table="crosswalk",
    issued="quarter",
    required={
        "code": _CODE,
        "ndc": r"ndc2?",
        "product": r"drug name",
        "labeler": r"labeler( name)?",
        "dosage": _DOSAGE,
        "package_size": r"pkg size",
        "package_quantity": r"pkg qty",
        "billing_units": r"billunits",
        "billing_units_package": r"billunitspkg",
    },
    optional={"quarter": "quarter"},
    read=_crosswalk,
    key=lambda row: (row.ndc, row.code),
)

LIMITS = Layout(
    table="limits",
    issued="quarter",
    required={
        "code": _CODE,
        "dosage": _DOSAGE,
        "limit": r"payment limit",
        "coinsurance": r"co ?insurance (percentage|pct)",
        "clotting_factor": r"clotting factor",
        "notes": r"notes?",
    },
    optional={"quarter": "quarter"},
    read=_limit,
    key=lambda row: row.code,
)
