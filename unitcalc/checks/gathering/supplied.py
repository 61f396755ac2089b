"""How many units of a code are in one UN or ML of an NDC, and in one gram or milligram (RULES 5.3, 5.4)."""

from fractions import Fraction

from unitcalc.catalogue.basis import Basis
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.presentations import Presentation
from unitcalc.quantity import amount

ZERO = Fraction(0)
_ML = amount(1, "mL")
_UNITS_OF_AMOUNT = {"GR": "g", "ME": "mg", "F2": "IU"}


def supplied_as(drug: Drug | None, own: Presentation | None) -> tuple[str, Fraction]:
    """The unit of measure that an NDC is counted in, and the code's units in one of it; 0 if unknown."""
    unit = drug.billing_unit if drug else None
    if drug is None or own is None or unit is None or own.form not in ("liquid", "powder"):
        return "", ZERO
    label = own.label_amount if own.label_amount and own.label_amount.fits(unit.unit) else None
    if own.form == "powder":
        return "UN", label.bound_to(unit.unit).value / unit.value if label else ZERO
    if own.concentration is not None:
        basis = Basis(unit, drug.descriptor.also, own.concentration, drug.code)
        return "ML", basis.number(_ML) / unit.value
    if label and own.volume:
        return "ML", label.bound_to(unit.unit).value / unit.value / own.volume.to(_ML.unit).value
    return "ML", ZERO


def nominal_per_container(drug: Drug | None, own: Presentation | None) -> Fraction:
    """Units of the code in a powder vial by its nominal size, where the potency is printed on each lot; else 0."""
    unit = drug.billing_unit if drug else None
    nominal = own.nominal_amount if own is not None and own.form == "powder" and own.label_amount is None else None
    if unit is None or nominal is None or not nominal.fits(unit.unit):
        return ZERO
    return nominal.bound_to(unit.unit).value / unit.value


def per_amount(drug: Drug | None, unit: str) -> Fraction:
    """Units of the code in a gram, milligram or international unit."""
    own, symbol = drug.billing_unit if drug else None, _UNITS_OF_AMOUNT.get(unit)
    if own is None or symbol is None:
        return ZERO
    one = amount(1, symbol)
    return one.bound_to(own.unit).value / own.value if one.fits(own.unit) else ZERO
