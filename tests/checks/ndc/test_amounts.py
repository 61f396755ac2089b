"""An NDC quantity fits the units of every right bill; that of a whole dose fits no other number of units."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from unitcalc.checks.ndc.amounts import fits_administered, fits_discarded
from unitcalc.quantity import rounded
from unitcalc.units import administered_units, discarded_units

PER_CONTAINER = some.integers(1, 5000)
"""Units of the code in a container: 10 in a vial of infliximab, 5,000 in one of NovoSeven RT."""
PART = some.fractions(Fraction(1, 1000), 1, max_denominator=1000)


def line(units: int, quantity: Fraction, per: int) -> Any:
    """What the two functions look at."""
    return SimpleNamespace(units=units, quantity=quantity, units_per_quantity=per)


@given(per=PER_CONTAINER, containers=some.integers(1, 30), dose=PART, charted=PART)
def test_every_right_bill_fits(per: int, containers: int, dose: Fraction, charted: Fraction) -> None:
    # One unit of the code is 1; a container holds `per` of them.
    label = Fraction(per * containers)
    used = label * dose
    wasted = (label - used) * charted
    # Half a thousandth of a container is what rounding can hide, and smaller than a unit where it holds below 2,000.
    hidden, coarse = Fraction(per, 2000), per >= 1000
    administered = line(administered_units(used, label, 1), rounded(used / per, 3), per)
    if coarse or used - (administered.units - 1) > hidden:
        assert fits_administered(administered)
    discarded = line(discarded_units(used, wasted, label, 1), rounded(wasted / per, 3), per)
    if discarded.units and (coarse or discarded.units + 2 - wasted > hidden):
        assert fits_discarded(discarded)


@given(
    per=some.sampled_from([per for per in range(1, 500) if 1000 % per == 0]),
    units=some.integers(2, 10_000),
    off=some.sampled_from([-1, 1]),
)
def test_a_whole_dose_does_not_fit_another_number_of_units(per: int, units: int, off: int) -> None:
    # A thousandth is a part of these, so that the quantity is exact and rounding explains nothing.
    quantity = Fraction(units, per)
    assert fits_administered(line(units, quantity, per))
    assert not fits_administered(line(units + off, quantity, per))
    assert not fits_discarded(line(units + 1, quantity, per))
    assert not fits_discarded(line(units - 2, quantity, per))
