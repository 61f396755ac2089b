"""A dose as other programs read it: plain values, amounts as exact text."""

from typing import Any

from unitcalc.dosing.dose import Dose


def as_record(dose: Dose) -> dict[str, Any]:
    """The JSON of the command `dose`."""
    return {
        "dose": dose.dose.as_json(),
        "steps": [
            {"label": step.label, "expression": step.expression, "value": step.value, "source": step.source}
            for step in dose.steps
        ],
        "findings": [
            {
                "check": finding.check,
                "severity": finding.severity.value,
                "message": finding.message,
                "source": finding.source,
            }
            for finding in dose.findings
        ],
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
        "rules": [
            {"rule": rule.number, "says": rule.says, "standing": rule.standing, "source": rule.source}
            for rule in dose.rules
        ],
    }
