"""From an order and a patient's measures to the exact dose, with every step and its source."""

from unitcalc.dosing.dose import Dose, dose
from unitcalc.dosing.record import as_record
from unitcalc.dosing.request import DoseRequest
from unitcalc.dosing.text import as_text

__all__ = ["Dose", "DoseRequest", "as_record", "as_text", "dose"]
