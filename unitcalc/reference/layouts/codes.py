"""HCPCS Level II: the quarterly release with official descriptors and dates.

The release continues a long descriptor over several records (RECID 4), and holds modifiers (RECID 7, continued by 8)
among the codes.
"""

from unitcalc.codes import is_code
from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.layouts.modifiers import MODIFIERS
from unitcalc.reference.records import CodeRow


def _code(cells: Cells) -> CodeRow:
    references = [cells.text(name) for name in ("xref1", "xref2", "xref3", "xref4", "xref5")]
    return CodeRow(
        code=cells.text("code"),
        long=cells.text("long"),
        short=cells.text("short"),
        added=cells.required_day("added"),
        changed=cells.day("changed"),
        terminated=cells.day("terminated"),
        coverage=cells.text("coverage"),
        betos=cells.text("betos"),
        type_of_service=cells.text("type_of_service"),
        cross_reference=" ".join(text for text in references if is_code(text)),
        row=cells.row,
    )


CODES = Layout(
    table="codes",
    issued="quarter",
    required={
        "code": r"hcpcs?|hcpcs code",
        "long": r"long description",
        "short": r"short description",
        "coverage": r"cov",
        "betos": r"betos",
        "type_of_service": r"tos1?",
        "added": r"add (dt|date)",
        "changed": r"act eff (dt|date)",
        "terminated": r"term (dt|date)",
    },
    optional={"record": "recid", **{f"xref{number}": f"xref{number}" for number in range(1, 6)}},
    read=_code,
    key=lambda row: row.code,
    beside={"7": MODIFIERS, "8": MODIFIERS},
)
