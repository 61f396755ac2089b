"""A bill as other programs read it: plain values, amounts as exact text, counts as whole numbers."""

from typing import Any

from unitcalc.billing.bill import Alternative, Bill
from unitcalc.quantity import Amount


def as_record(bill: Bill) -> dict[str, Any]:
    """The JSON of the command `bill` (the order of its keys is the order in which people read them)."""
    return {
        "code": bill.code,
        "descriptor": bill.descriptor,
        "kind": bill.kind,
        "date": bill.date.isoformat(),
        "payer": bill.payer,
        "setting": bill.setting,
        "billing_unit": bill.billing_unit.as_json(),
        "given": bill.given.as_json(),
        "opened": _amount(bill.opened),
        "discarded": _amount(bill.discarded),
        "discard_assumed": bill.discard_assumed,
        "explained": bill.explained.as_json(),
        "unexplained": _amount(bill.unexplained),
        "container_type": bill.container_type,
        "administered_units": bill.administered_units,
        "discarded_units": bill.discarded_units,
        "lines": [line.as_json() for line in bill.lines],
        "steps": [step.as_json() for step in bill.steps],
        "alternatives": [alternative_record(each) for each in bill.alternatives],
        "findings": [finding.as_json() for finding in bill.findings],
        "data": [use.as_json() for use in bill.data],
        "rules": [rule.as_json() for rule in bill.rules],
    }


def alternative_record(each: Alternative) -> dict[str, Any]:
    """One of the bills between which a person must choose."""
    return {
        "if": each.if_,
        "administered_units": each.administered_units,
        "discarded_units": each.discarded_units,
        "lines": [line.as_json() for line in each.lines],
    }


def _amount(amount: Amount | None) -> dict[str, str] | None:
    return amount.as_json() if amount is not None else None
