"""The basis in which a code's units are counted, and every amount of a record as a number of it (RULES R0)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE, WHOLE_DOSE_KINDS, Drug
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit
from unitcalc.units import begun


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


@dataclass(frozen=True, slots=True)
class Counted:
    """A record's amounts as numbers of one basis: the label of each entry opened, and what became of it."""

    basis: Basis
    labels: tuple[Fraction, ...]
    """Label amount of each entry, all its containers together."""
    shares: tuple[Fraction | None, ...]
    """What was given from each entry, where the person said so."""
    given: Fraction
    discarded: Fraction | None
    explained: Fraction
    overfill: Fraction
    physical: bool
    """Whether the numbers are the physical amounts too (not where a whole dose or container is one unit)."""


def count_whole_doses(
    given: Amount | None,
    opened: Sequence[tuple[int, Amount]],
    discarded: Amount | None,
    code: str,
    *,
    one_unit: bool = False,
) -> Counted:
    """One unit a dose: the amounts select the code and stand in the chart, only doses are counted (RULES R0).

    `one_unit`: an unclassified code, of which more than one unit is rejected (RULES 4b).
    """
    basis = Basis(A_DOSE, code=code)
    doses = Fraction(0)
    if given:
        doses = given.value if given.unit == A_DOSE.unit and not one_unit else Fraction(1)
    labels = [count * each.value for count, each in opened if each.unit == A_DOSE.unit]
    if (
        len(labels) != len(opened) or one_unit
    ):  # containers of a content: together they held the doses that were given from them
        labels = [Fraction(begun(doses, 1)) if index == 0 else Fraction(0) for index in range(len(opened))]
    wasted = discarded.value if discarded and discarded.unit == A_DOSE.unit else None
    if discarded and wasted is None:
        wasted = Fraction(0)
    return Counted(basis, tuple(labels), (None,) * len(labels), doses, wasted, Fraction(0), Fraction(0), False)


def count_containers(
    given: Amount | None,
    opened: Sequence[tuple[int, Amount]],
    discarded: Amount | None,
    explained: Amount | None,
    code: str,
) -> Counted:
    """One unit a container: amounts count as parts of the one size that was opened (RULES R0)."""
    sizes = {each for _, each in opened if each.unit != A_CONTAINER.unit}
    if len(sizes) > 1:
        raise Refused(
            Problem(
                "containers-differ",
                f"{code} is billed per container, and containers of different content were opened.",
                "Bill each size by itself, or state what was given in containers: --given '2 containers'.",
            )
        )
    size = next(iter(sizes), None)
    basis = Basis(A_CONTAINER, also=(size,) if size else (), code=code)
    labels = tuple(count * each.value if each.unit == A_CONTAINER.unit else Fraction(count) for count, each in opened)
    return Counted(
        basis,
        labels,
        (None,) * len(labels),
        basis.number(given) if given else Fraction(0),
        basis.number(discarded) if discarded else None,
        basis.number(explained) if explained else Fraction(0),
        Fraction(0),
        False,
    )


def counts_amounts(drug: Drug) -> bool:
    """Whether a code's units are counted from amounts, and not from whole doses or containers."""
    return drug.kind not in WHOLE_DOSE_KINDS and drug.kind is not Kind.CONTAINER
