"""The NDCs that were billed, on lines whose units are right: which of them stay, and how much each line carries.

Quantities are worked out anew from the record where it is known how the NDC is supplied (RULES 5.3 to 5.5), and stay as
they were billed where the units do.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from unitcalc.account import BilledLine
from unitcalc.billing.lines import ClaimLine, NdcQuantity, in_whole_vials
from unitcalc.billing.ndc_quantities import Packed, quantities
from unitcalc.checks.facts import LineFacts
from unitcalc.checks.gathering.gather import Gathered
from unitcalc.checks.gathering.supplied import supplied_as
from unitcalc.checks.ndc import ndc_of_another_code

ZERO = Fraction(0)
_BY_FORM = ("UN", "ML")
Stated = tuple[BilledLine, LineFacts]
"""A billed line whose NDC stays."""


def with_billed_ndcs(gathered: Gathered, totals: Sequence[ClaimLine]) -> list[ClaimLine]:
    """The lines with NDCs: those of the record as they are, else those that were billed and may be right."""
    stated = [
        (line, facts)
        for line, facts in gathered.lines
        if facts.has_ndc and facts.ndc_readable and not ndc_of_another_code.broken(facts)
    ]
    if not stated or gathered.facts.ndcs_differ or any(line.ndcs for line in totals):
        return list(totals)
    if len({facts.ndc for _, facts in stated}) > 1:
        return [part for line in totals for part in _of_several(gathered, line, stated)]
    return _of_one(gathered, totals, stated)


def _of_one(gathered: Gathered, totals: Sequence[ClaimLine], stated: Sequence[Stated]) -> list[ClaimLine]:
    ndc = str(stated[0][1].ndc)
    packed = _packed(gathered, *stated[0])
    if packed is None or len({_wasted(line) for line in totals}) < len(totals):
        return [replace(line, ndcs=(_as_billed(line, ndc, stated),)) for line in totals]
    administered, discarded = _by_record(gathered, packed)
    unknown = NdcQuantity(ndc, ZERO, "")
    return [replace(line, ndcs=(discarded if _wasted(line) else administered) or (unknown,)) for line in totals]


def _of_several(gathered: Gathered, line: ClaimLine, stated: Sequence[Stated]) -> list[ClaimLine]:
    """Where the lines of one kind are right together, each keeps its NDC and its part; else no part is known."""
    own = [each for each in gathered.account.lines if each.is_discard == _wasted(line)]
    kept = [each for each, _ in stated if each in own]
    if len(kept) == len(own) and sum((each.units for each in own), ZERO) == line.units:
        return [
            replace(line, units=each.units, ndcs=(_quantity(each, facts),)) for each, facts in stated if each in own
        ]
    names = dict.fromkeys(str(facts.ndc) for each, facts in stated if each in own or not own)
    return [replace(line, ndcs=tuple(NdcQuantity(name, ZERO, "") for name in names))]


def _as_billed(line: ClaimLine, ndc: str, stated: Sequence[Stated]) -> NdcQuantity:
    """The quantity that was billed of the same units; without one where the units are others."""
    own = [_quantity(each, facts) for each, facts in stated if each.is_discard == _wasted(line)]
    units = sum((each.units for each, _ in stated if each.is_discard == _wasted(line)), ZERO)
    measures = {each.unit for each in own}
    if units != line.units or len(measures) != 1 or "" in measures:
        return NdcQuantity(ndc, ZERO, "")
    return NdcQuantity(ndc, sum((each.quantity for each in own), ZERO), measures.pop())


def _quantity(line: BilledLine, facts: LineFacts) -> NdcQuantity:
    known = line.ndc_quantity is not None and bool(line.ndc_unit)
    return NdcQuantity(str(facts.ndc), line.ndc_quantity or ZERO, line.ndc_unit if known else "")


def _packed(gathered: Gathered, line: BilledLine, facts: LineFacts) -> Packed | None:
    """How the NDC is counted; None where that is not known."""
    coded, ndc = gathered.coded, str(facts.ndc)
    drug_unit = coded.drug.billing_unit if coded.drug else None
    if drug_unit is None or not gathered.facts.measure:
        return None
    if line.ndc_unit not in _BY_FORM and facts.unit_accepted and facts.units_per_quantity:
        return Packed(ndc, line.ndc_unit, 1 / (facts.units_per_quantity * drug_unit.value))
    own = next((each for each in coded.catalogue.of_ndc(ndc, coded.day) if each.code == line.code), None)
    measure, per = supplied_as(coded.drug, own)
    label, each = gathered.facts.label, per * drug_unit.value
    if measure == "UN" and label and gathered.facts.containers and (not each or label % each):
        # Assayed vials hold another amount than their nominal size, and each is one all the same.
        return Packed(ndc, measure, Fraction(gathered.facts.containers) / label)
    return Packed(ndc, measure, 1 / each) if each else None


def _by_record(gathered: Gathered, packed: Packed) -> tuple[tuple[NdcQuantity, ...], tuple[NdcQuantity, ...]]:
    """What the administrations of the day used and discarded, added up."""
    used: list[NdcQuantity] = []
    left: list[NdcQuantity] = []
    for its in gathered.bills:
        for group in its.outcome.groups if its.outcome is not None else ():
            away = min(group.discarded, group.label - min(group.given, group.label))
            if group.withheld:
                away = min(away, group.discarded_units * its.billing_unit.value)
            first, second = quantities([packed], [group.label], [group.given], away)
            used += first
            left += second
    found = _sum(used), _sum(left)
    coded = gathered.coded
    whole = coded.policy.value("powder-ndc-quantity", coded.day).value == "whole"
    return in_whole_vials(*found) if whole else found


def _sum(found: Sequence[NdcQuantity]) -> tuple[NdcQuantity, ...]:
    total = sum((each.quantity for each in found), ZERO)
    return (replace(found[0], quantity=total),) if total else ()


def _wasted(line: ClaimLine) -> bool:
    return "JW" in line.modifiers
