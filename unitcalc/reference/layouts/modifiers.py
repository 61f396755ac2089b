"""HCPCS Level II modifiers: a list of them alone, and their records in the quarterly release.

The list has the columns of the release that a modifier needs, and is told from it by the columns that it lacks; so this
layout is tried after that of the codes. CPT's modifiers, which may not be given away, are counted and not stored; CMS's
own file holds some of them.
"""

import re

from unitcalc.codes.modifier import is_cpt_modifier
from unitcalc.findings import Problem
from unitcalc.reference.layouts.base import Cells, Layout
from unitcalc.reference.records import ModifierRow

_LEVEL_TWO = re.compile(r"[A-Z][0-9A-Z]")


def modifier_problem(cells: Cells) -> tuple[Problem | None, str]:
    """What is wrong with a record's modifier, or the reason under which it is only counted."""
    modifier = cells.text("code").upper()
    column = cells.headings["code"]
    if is_cpt_modifier(modifier):
        return None, "modifier-row"
    if _LEVEL_TWO.fullmatch(modifier):
        cells.values = {**cells.values, "code": modifier}
        return None, ""
    message = f"'{modifier[:20]}' is not a HCPCS modifier." if modifier else "The modifier is missing."
    hint = "A Level II modifier is a letter and a letter or digit, such as JW or A1."
    return Problem("modifier-not-read", message, hint, field=column), ""


def _modifier(cells: Cells) -> ModifierRow:
    return ModifierRow(
        modifier=cells.text("code"),
        long=cells.text("long"),
        short=cells.text("short"),
        added=cells.required_day("added"),
        changed=cells.day("changed"),
        terminated=cells.day("terminated"),
        coverage=cells.text("coverage"),
        row=cells.row,
    )


MODIFIERS = Layout(
    table="modifiers",
    issued="quarter",
    required={
        "code": r"hcpcs?|hcpcs code|modifier",
        "long": r"long description",
        "short": r"short description",
        "coverage": r"cov",
        "added": r"add (dt|date)",
        "changed": r"act eff (dt|date)",
        "terminated": r"term (dt|date)",
    },
    read=_modifier,
    key=lambda row: row.modifier,
    identify=modifier_problem,
)
