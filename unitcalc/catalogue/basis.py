"""The basis in which a code's units are counted: amounts as numbers of its unit (RULES R0)."""

from dataclasses import dataclass, replace
from fractions import Fraction

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import WHOLE_DOSE_KINDS, Drug
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit


@dataclass(frozen=True, slots=True)
class Basis:
    """How amounts become numbers: in which unit, and what may stand in for it.

    `also` are restatements of the billing unit in other units (300 mcg is 1,500 IU); `concentration` turns volume
    into content, or back for codes that count mL.
    """

    billing_unit: Amount
    also: tuple[Amount, ...] = ()
    concentration: Amount | None = None
    code: str = ""

    @property
    def unit(self) -> Unit:
        """The unit in which the numbers count."""
        return self.billing_unit.unit

    @property
    def per(self) -> str:
        """The billing unit as a person says it: per IU of factor VIII, per 10 mg."""
        return str(self.unit) if self.billing_unit.value == 1 else str(self.billing_unit)

    def amount(self, stated: Amount) -> Amount:
        """A stated amount in the basis; Refused where no exact way leads there."""
        if stated.fits(self.unit):
            return stated.bound_to(self.unit)
        for restated in self.also:
            if stated.fits(restated.unit):
                return self.billing_unit * (stated.bound_to(restated.unit) / restated)
        if self.concentration:
            through = _through(stated, self.concentration, self.unit)
            if through:
                return through
        named = stated.unit.of is not None
        hint = "Check which product was given." if named else f"State the amount in {self.unit.symbol}."
        message = f"{self.code} is billed per {self.per}; {stated if named else stated.short} can't be converted."
        raise Refused(Problem("dimension-mismatch", message, hint))

    def number(self, stated: Amount) -> Fraction:
        """A stated amount as a number of the basis' unit."""
        return self.amount(stated).value

    def of(self, number: Fraction) -> Amount:
        """A number of the basis as an amount."""
        return Amount(number, self.unit)


def _through(stated: Amount, concentration: Amount, unit: Unit) -> Amount | None:
    """Volume into content or content into volume, by a concentration such as 10 mg/mL."""
    content_symbol, _, volume_symbol = concentration.unit.symbol.partition("/")
    content, volume = Unit(content_symbol, concentration.unit.of), Unit(volume_symbol)
    if stated.fits(volume):
        found = Amount(stated.bound_to(volume).value * concentration.value, content)
        return found.bound_to(unit) if found.fits(unit) else None
    if stated.fits(content) and Amount(Fraction(1), volume).fits(unit):
        return Amount(stated.bound_to(content).value / concentration.value, volume).to(unit)
    return None


def counts_amounts(drug: Drug) -> bool:
    """Whether a code's units are counted from amounts, and not from whole doses or containers."""
    return drug.kind not in WHOLE_DOSE_KINDS and drug.kind is not Kind.CONTAINER


def told_mismatch(catalogue: Catalogue, drug: Drug, problem: Problem, stated: Amount | None) -> Problem:
    """A wrong dimension, in terms of the drug: what it is, what to state, and which codes count that way."""
    if stated is None or problem.code != "dimension-mismatch":
        return problem
    products = catalogue.product_names(drug.code)[:3]
    named = f" {drug.code} is {' or '.join(products)}." if products else ""
    if stated.unit.dimension == "volume":
        hint = "State the amount, or the concentration too, such as --concentration '10 mg/mL'."
        return replace(problem, message=problem.message + named, hint=hint)
    others = catalogue.drugs.similar(drug, stated.unit)
    hint = problem.hint + " Or check which product was given."
    if others:
        unit = catalogue.drugs.unit_name(others[0])
        hint = f"Did you mean {' or '.join(row.code for row in others)} ({unit})? {problem.hint}"
    return replace(problem, message=problem.message + named, hint=hint, candidates=tuple(row.code for row in others))
