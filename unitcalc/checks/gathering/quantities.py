"""NDC quantities of an account: what the lines state together, and what the record gives of it (RULES 5.3 to 5.6)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from unitcalc.account import BilledLine
from unitcalc.billing.bill import Bill
from unitcalc.billing.case import Case
from unitcalc.billing.claim import packing
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.supplied import supplied_as
from unitcalc.codes import read_ndc
from unitcalc.findings import Refused
from unitcalc.units import begun

ZERO = Fraction(0)
NO_QUANTITIES: dict[str, Any] = {
    "quantities_stated": False,
    "quantity_billed": ZERO,
    "quantity_opened": ZERO,
    "quantity_containers": ZERO,
    "swapped": False,
}
"""The facts of an account without a record."""


def quantities(cases: Sequence[Case], bills: Sequence[Bill], lines: Sequence[BilledLine]) -> dict[str, Any]:
    """The quantities of all lines, and what the record gives, where both are known in one unit of measure."""
    expected = [each for its in bills for line in its.lines for each in line.ndcs]
    units = {each.unit for each in expected} | {line.ndc_unit for line in lines}
    stated = bool(lines) and all(line.ndc_quantity is not None for line in lines)
    if not (expected and stated and len(units) == 1):
        return {}
    return {
        "quantities_stated": True,
        "quantity_billed": sum((line.ndc_quantity or ZERO for line in lines), ZERO),
        "quantity_opened": sum((each.quantity for each in expected), ZERO),
        "quantity_containers": _of_containers(cases),
    }


def _of_containers(cases: Sequence[Case]) -> Fraction:
    """The NDC quantity of all containers opened, also of what was lost or less than a unit; 0 where one is unknown."""
    total = ZERO
    for case in cases:
        for entry, label in zip(case.entries, case.counted.labels, strict=True):
            packed = packing(case, entry) if case.counted.physical else None
            if packed is None:
                return ZERO
            total += label * packed.per_basis
    return total


def ndc_number(catalogue: Catalogue, case: Case, its: Bill, lines: Sequence[BilledLine]) -> Fraction:
    """The NDC quantity of what was given, rounded up: by the record's NDC, by the NDC billed, else as it was billed."""
    expected = [each.quantity for line in its.lines if "JW" not in line.modifiers for each in line.ndcs]
    administered = [line for line in lines if not line.is_discard]
    stated = [line.ndc_quantity for line in administered if line.ndc_quantity is not None]
    per = _per_quantity(catalogue, case, administered) if case.counted.physical else ZERO
    if not expected and per:
        expected = [case.counted.given / case.billing_unit.value / per]
    return Fraction(begun(sum(expected or stated, ZERO), 1))


def _per_quantity(catalogue: Catalogue, case: Case, lines: Sequence[BilledLine]) -> Fraction:
    """Units of the code in one UN or ML of the NDCs billed; 0 where that is not known, or they differ in it."""
    found = set()
    for line in lines:
        try:
            known = catalogue.of_ndc(str(read_ndc(line.ndc)), case.day)
        except Refused:
            return ZERO  # a check of its own tells what is wrong with it
        own = next((each for each in known if each.code == case.drug.code), None)
        found.add(supplied_as(case.drug, own)[1])
    return found.pop() if len(found) == 1 else ZERO


def swapped(facts: Mapping[str, Any], lines: Sequence[BilledLine]) -> bool:
    """Whether units and NDC quantity of the administered lines stand in each other's place."""
    administered = [line for line in lines if not line.is_discard]
    units = sum((line.units for line in administered), ZERO)
    quantity = sum((line.ndc_quantity or ZERO for line in administered), ZERO)
    due = facts["expected_administered"]
    return bool(facts["compared"] and quantity and units != due and quantity == due and units == facts["ndc_number"])
