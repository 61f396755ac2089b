"""Whether units are those of whole multi-dose containers, and not just by chance (RULES 10)."""

from collections.abc import Iterable
from fractions import Fraction

from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.presentations import Presentation

ENTERED_OFTEN = frozenset({ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK})
BY_CHANCE = Fraction(1, 10)
"""The part of all doses that may be such a multiple by chance. Our own choice, from practice: no regulation sets it.
Sizes of 42 and 44 units accuse one dose in twenty-one; sizes of 1, 3, 9 and 12 would accuse every one."""


def multi_dose_sold(known: Iterable[Presentation]) -> tuple[Presentation, ...]:
    """The multi-dose containers that may have been opened on the day.

    A withdrawn size counts where the day lies before everything that the tables know: it may have been sold then.
    """
    known = tuple(known)
    before_all = not any(each.in_force for each in known)
    return tuple(
        each
        for each in known
        if each.container_type in ENTERED_OFTEN and (before_all or each.in_force or each.first is not None)
    )


def is_whole_multiple(units: Fraction, sizes: Iterable[Fraction], *, only_size: bool) -> bool:
    """Whether units are a multiple of what one multi-dose container holds, in units.

    >>> sizes = [Fraction(42), Fraction(44)]
    >>> [is_whole_multiple(Fraction(units), sizes, only_size=False) for units in (42, 43, 44, 88)]
    [True, False, True, True]

    Where every number is a multiple of some size, that says nothing:

    >>> is_whole_multiple(Fraction(9), [Fraction(1), Fraction(3), Fraction(9)], only_size=False)
    False
    """
    counted = [size for size in sizes if size > 1 and size.denominator == 1]
    if len(counted) < len(list(sizes)) or units <= 0:
        return False
    telling = only_size or sum(1 / size for size in counted) <= BY_CHANCE
    return telling and any(units % size == 0 for size in counted)
