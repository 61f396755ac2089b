"""The layouts of files that can be imported, each found by its header."""

from unitcalc.reference.layouts import asp, biologics, codes, modifiers, mue, single_dose, status
from unitcalc.reference.layouts.base import Cells, Layout

LAYOUTS: tuple[Layout, ...] = (
    codes.CODES,
    asp.CROSSWALK,
    asp.LIMITS,
    mue.EXTRACT,
    mue.PRACTITIONER,
    mue.OUTPATIENT_HOSPITAL,
    status.ADDENDUM_B,
    single_dose.SINGLE_DOSE,
    biologics.PURPLE_BOOK,
    modifiers.MODIFIERS,
)

__all__ = ["LAYOUTS", "Cells", "Layout"]
