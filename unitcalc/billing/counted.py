"""Every amount of a record as a number of one basis, also where whole doses or containers are counted (RULES R0)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from unitcalc.catalogue.basis import Basis
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount
from unitcalc.units import begun


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
