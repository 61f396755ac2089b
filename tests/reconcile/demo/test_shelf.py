"""Doses, containers and lines of the hospital's drugs, worked out by hand."""

from fractions import Fraction

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reconcile.demo.hospital import read_hospital
from unitcalc.reconcile.demo.shelf import Line, Opening, Shelf, nearest

HOSPITAL = read_hospital()


@pytest.fixture(scope="module")
def shelf(catalogue: Catalogue) -> Shelf:
    return Shelf(catalogue, HOSPITAL.drugs)


@pytest.mark.parametrize(
    ("code", "amount", "kilograms"),
    [
        ("J1745", 355, 71),  # 5 mg/kg x 71 kg
        ("J9355", 426, 71),  # 6 mg/kg x 71 kg
        ("J9312", 686, 71),  # 375 mg/m2 x 1.83 m2, the root of 170 x 71 / 3600; 686.25 to whole milligrams
        ("J9041", Fraction("2.4"), 71),  # 1.3 mg/m2 x 1.83 m2 = 2.379, to 0.1 mg
        ("J1459", 35_000, 71),  # 0.5 g/kg x 71 kg = 35.5 g, to vials of 5 g
        ("J9271", 200, None),  # 200 mg, whoever it is
    ],
)
def test_the_usual_dose(shelf: Shelf, code: str, amount: Fraction, kilograms: int | None) -> None:
    assert shelf.ordered(HOSPITAL.drug(code), 71, 170) == (amount, kilograms)


def test_the_containers_that_waste_least_and_their_lines(shelf: Shelf) -> None:
    # 686 mg of vials of 500 and 100 mg: 500 + 2 x 100. 68.6 units begin the 69th; 700 mg are 70 units: JW 1.
    drug = HOSPITAL.drug("J9312")
    planned = shelf.planned(drug, Fraction(686), drug.ndcs)
    openings = (Opening("50242-0053-06", Fraction(500), 1), Opening("50242-0051-21", Fraction(100), 2))
    assert planned == (openings, 69, 1)
    lines = shelf.lines(drug, shelf.first_quarter, Fraction(686), openings, "medicare-part-b", "office")
    assert [(line.modifiers, line.units) for line in lines] == [("", 69), ("JW", 1)]


def test_a_multi_dose_vial_has_no_waste(shelf: Shelf) -> None:
    # 426 mg of two vials of 420 mg: 42.6 units begin the 43rd; what is left stays in the vial.
    drug = HOSPITAL.drug("Q5117")
    planned = shelf.planned(drug, Fraction(426), drug.ndcs)
    assert planned == ((Opening("55513-0132-01", Fraction(420), 2),), 43, 0)
    (line,) = shelf.lines(drug, shelf.first_quarter, Fraction(426), planned.openings, "anthem", "office")
    assert line[:2] == ("", 43)


def test_assayed_vials_are_billed_by_their_potency(shelf: Shelf) -> None:
    drug = HOSPITAL.drug("J7211")
    openings = (Opening("00026-3824-25", Fraction(1046), 2),)
    lines = shelf.lines(drug, shelf.first_quarter, Fraction(2092), openings, "medicare-part-b", "office")
    assert lines == (Line("JZ", 2092, "00026-3824-25", "2", "UN"),)


def test_each_is_worked_out_once(shelf: Shelf) -> None:
    drug = HOSPITAL.drug("J1745")
    one = shelf.planned(drug, Fraction(355), drug.ndcs)
    assert shelf.planned(drug, Fraction(355), drug.ndcs) is one


def test_half_a_step_is_rounded_up() -> None:
    assert [nearest(Fraction(each), Fraction(5)) for each in (352, Fraction("352.5"), 353)] == [350, 355, 355]
