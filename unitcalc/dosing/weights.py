"""Which weight a dose is computed with: actual, ideal (Devine), or adjusted between the two."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from unitcalc.dosing.formulas import Formulas, IdealWeight
from unitcalc.dosing.measures import CM, IN, KG
from unitcalc.dosing.telling import brief, told
from unitcalc.findings import Finding, Problem, Refused, Severity, Step
from unitcalc.quantity import Amount, plain


class WeightBasis(StrEnum):
    """The weight that a dose goes by."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Weighed(NamedTuple):
    """The weight that is computed with, and how it was found."""

    amount: Amount
    basis: WeightBasis
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()


def dosing_weight(
    basis: WeightBasis, actual: Amount | None, height: Amount | None, sex: str, formulas: Formulas
) -> Weighed:
    """The weight for a basis; Refused below the height from which Devine's formula holds.

    >>> from fractions import Fraction
    >>> from unitcalc.dosing.formulas import Cited
    >>> from unitcalc.quantity import amount
    >>> devine = IdealWeight({"male": amount(50, "kg")}, amount(2, "kg"), amount(60, "in"), Cited("", "B"))
    >>> str(ideal_weight(devine, Amount(Fraction("177.8"), CM), "male"))
    '70 kg'
    """
    if basis is WeightBasis.ACTUAL:
        assert actual is not None  # whoever asks has made sure of what is needed
        return Weighed(actual, basis)
    assert height is not None
    assert sex
    devine = formulas.ideal
    ideal = ideal_weight(devine, height, sex)
    inches = height.to(IN)
    expression = f"{devine.base[sex].short} + {devine.each_inch.short} x ({brief(inches)} - {devine.at.short}) ({sex})"
    steps = [Step("Ideal weight", expression, told(ideal), str(devine.source))]
    findings = list(_lighter(actual, ideal, basis))
    if basis is WeightBasis.IDEAL:
        return Weighed(ideal, basis, tuple(steps), tuple(findings))
    assert actual is not None
    share = formulas.adjusted.value
    adjusted = Amount(ideal.value + share * (actual.value - ideal.value), KG)
    expression = f"{brief(ideal)} + {plain(share)} x ({brief(actual)} - {brief(ideal)})"
    steps.append(Step("Adjusted weight", expression, told(adjusted), str(formulas.adjusted.source)))
    return Weighed(adjusted, basis, tuple(steps), tuple(findings))


def ideal_weight(devine: IdealWeight, height: Amount, sex: str) -> Amount:
    """Devine's formula, exactly."""
    over = height.to(IN).value - devine.at.value
    if over < 0:
        message = f"Ideal weight is not defined below {devine.at.short} ({told(devine.at.to(CM))})."
        hint = "Use the actual weight, or ask the prescriber which one is meant."
        raise Refused(Problem("ideal-weight-too-short", message, hint, field="weight_basis"))
    return Amount(devine.base[sex].value + devine.each_inch.value * over, KG)


def _lighter(actual: Amount | None, ideal: Amount, basis: WeightBasis) -> Iterator[Finding]:
    if actual is not None and actual < ideal:
        message = (
            f"The actual weight, {brief(actual)}, is below the ideal one, {brief(ideal)}: in practice the actual "
            f"weight is then used, not the {basis.value} one. Ask the prescriber."
        )
        yield Finding("weight-below-ideal", Severity.WARNING, message, "practice, unverified")
