"""Usual doses that a label states by the level wanted, in IU per kg: the level times the factor (RULES 4.5, 4.6)."""

from collections.abc import Iterator, Sequence

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import UsualDose
from unitcalc.dosing.case import Case
from unitcalc.quantity import Amount, Unit
from unitcalc.reference.names import plain_name


def by_weight(catalogue: Catalogue, case: Case, rows: Sequence[UsualDose]) -> list[UsualDose]:
    """The same doses; one with a level alone has its IU/kg too, where a factor of the product is known.

    The level stands for the whole rise, as from nothing. Where the age leaves several factors open, the range is the
    widest: from the least level by the least factor to the highest by the highest.
    """
    return list(_each(catalogue, case, rows))


def by_level(row: UsualDose) -> bool:
    """Whether a dose has IU per kg and a level."""
    return row.level is not None and row.high is not None


def _each(catalogue: Catalogue, case: Case, rows: Sequence[UsualDose]) -> Iterator[UsualDose]:
    drug, formulas, age = case.subject.drug, case.formulas, case.typed.age
    counted = drug.billing_unit.unit if drug is not None and drug.billing_unit else None
    if drug is None or counted is None or not counted.is_activity:
        yield from rows
        return
    known = [rise for rise in catalogue.rises(drug.code) if age is None or rise.age is None or rise.age.holds(age)]
    default = [formulas.rise_factor.value] if counted.of == formulas.rise_activity else []
    unit = Unit(f"{counted.symbol}/kg")
    for row in rows:
        own = [rise.factor for rise in known if plain_name(rise.product) == plain_name(row.product)]
        factors = own or default
        if row.level is None or row.high is not None or not factors:
            yield row
            continue
        low, high = row.level.low * min(factors), row.level.high * max(factors)
        yield row._replace(low=Amount(low, unit), high=Amount(high, unit))
