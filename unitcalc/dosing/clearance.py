"""Carboplatin by the area under the curve wanted: Calvert's formula."""

from collections.abc import Iterator
from fractions import Fraction

from unitcalc.dosing.formulas import Formulas
from unitcalc.dosing.subject import Subject
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.quantity import Amount, Unit, grouped, plain

MG = Unit("mg")


def check_substance(subject: Subject, formulas: Formulas, candidates: tuple[str, ...]) -> None:
    """Refused for any drug but the one that the formula was made for."""
    substance = formulas.clearance_substance
    if subject.drug is not None and substance in subject.drug.row.long.lower():
        return
    named = f", not {subject.called} ({subject.drug.row.short})" if subject.drug else ""
    message = f"An order by AUC is computed for {substance} alone{named}."
    hint = f"Name its code: {' or '.join(candidates)}." if candidates else f"Name the code of {substance}."
    raise Refused(Problem("area-not-for-drug", message, hint, candidates, "code"))


def area_dose(area: Fraction, clearance: Fraction, formulas: Formulas) -> Amount:
    """mg = AUC x (GFR + 25)."""
    return Amount(area * (clearance + formulas.clearance_added.value), MG)


def area_expression(area: Fraction, clearance: Fraction, formulas: Formulas) -> str:
    """The formula with its numbers."""
    return f"{plain(area)} x ({plain(clearance)} + {plain(formulas.clearance_added.value)})"


def above_limit(area: Fraction, clearance: Fraction, formulas: Formulas) -> Iterator[Finding]:
    """A clearance above what FDA lets be dosed by: the dose at that limit is told, and the dose stays."""
    limit = formulas.clearance_limit
    if clearance > limit.value:
        most, own = (area_dose(area, each, formulas) for each in (limit.value, clearance))
        message = (
            f"A GFR of {grouped(clearance)} mL/min is above {plain(limit.value)}, at which an estimate is to be "
            f"capped: the dose would be {most.short}, not {own.short}. The dose is not changed; ask the prescriber."
        )
        yield Finding("gfr-above-limit", Severity.WARNING, message, str(limit.source))
