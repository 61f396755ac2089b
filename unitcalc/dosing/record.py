"""A dose as other programs read it: plain values, amounts as exact text."""

from typing import Any

from unitcalc.dosing.dose import Dose


def as_record(dose: Dose) -> dict[str, Any]:
    """The JSON of the command `dose`."""
    return {
        "dose": dose.dose.as_json(),
        "steps": [step.as_json() for step in dose.steps],
        "findings": [finding.as_json() for finding in dose.findings],
        "code": dose.code or None,
        "product": dose.product or None,
        "order": dose.order,
        "date": dose.date.isoformat(),
        "weight": {**dose.weight.as_json(), "basis": dose.weight_basis.value} if dose.weight else None,
        "surface": {
            **dose.surface.amount.as_json(),
            "formula": dose.surface.formula.name,
            "precision": dose.surface.decimals,
        }
        if dose.surface
        else None,
        "rules": [rule.as_json() for rule in dose.rules],
    }
