"""Usual doses and rises of labels: read as amounts; what a user's own document says of a product stands in place."""

from fractions import Fraction

import pytest

from unitcalc.catalogue.usual import UsualDose, rises, usual_doses
from unitcalc.quantity import read_amount
from unitcalc.quantity.ranges import read_bounds, read_numbers
from unitcalc.reference.store import Reference
from unitcalc.reference.vials import model
from unitcalc.reference.vials.model import OURS, UNSOURCED, YOURS


def stated(document: str = OURS, **texts: str) -> model.UsualDose:
    """A row of a document."""
    empty = dict.fromkeys(("indication", "use", "dose", "level", "every", "age", "weight", "cap", "note"), "")
    known = {"code": "J1745", "product": "Remicade", "route": "intravenous", **empty, **texts}
    return model.UsualDose(**known, source=UNSOURCED, document=document, line=7)


def read(**texts: str) -> UsualDose:
    (found,) = usual_doses([stated(**texts)])
    return found


@pytest.mark.parametrize(
    "dose, low, high, words",
    [
        ("5 mg/kg", "5 mg/kg", "5 mg/kg", "5 mg/kg"),
        ("3 to 10 mg/kg", "3 mg/kg", "10 mg/kg", "3 to 10 mg/kg"),
        ("up to 8 mg", None, "8 mg", "up to 8 mg"),
    ],
)
def test_a_dose(dose: str, low: str | None, high: str, words: str) -> None:
    found = read(dose=dose)
    assert found.low == (read_amount(low) if low else None)
    assert found.high == read_amount(high)
    assert (found.area, found.level) == (None, None)
    assert found.words == words


def test_an_area() -> None:
    found = read(dose="AUC 4 to 6")
    assert found.area == read_numbers("4 to 6")
    assert (found.low, found.high) == (None, None)
    assert found.words == "AUC 4 to 6"


def test_a_level() -> None:
    found = read(level="80 to 100")
    assert found.level == read_numbers("80 to 100")
    assert found.words == "to a level of 80 to 100 IU/dL"


def test_conditions_and_the_rest() -> None:
    found = read(dose="5 mg/kg", age=">= 12 years", weight="< 40 kg", cap="400 mg", every="8 weeks", note="slowly")
    assert (found.age, found.weight) == (read_bounds(">= 12 years"), read_bounds("< 40 kg"))
    assert found.cap == read_amount("400 mg")
    assert (found.every, found.note, found.document, found.line) == ("8 weeks", "slowly", OURS, 7)
    bare = read(dose="5 mg/kg")
    assert (bare.age, bare.weight, bare.cap) == (None, None, None)


def test_yours_stands_in_place_of_ours() -> None:
    found = usual_doses(
        [
            stated(dose="5 mg/kg"),
            stated(dose="3 mg/kg", route="subcutaneous"),
            stated(dose="9 mg/kg", product="Inflectra"),
            stated(YOURS, dose="7 mg/kg", product="REMICADE", route="Intravenous"),
        ]
    )
    # Of the same product and route, however they are written; other products and routes stay.
    assert sorted(each.words for each in found) == ["3 mg/kg", "7 mg/kg", "9 mg/kg"]


@pytest.mark.parametrize(
    "factor, recovery, of_each",
    [
        ("0.5", "", Fraction(1, 2)),
        ("", "2", Fraction(1, 2)),
        ("", "0.7", Fraction(10, 7)),
        ("1.3", "", Fraction(13, 10)),
    ],
)
def test_a_rise(factor: str, recovery: str, of_each: Fraction) -> None:
    row = model.Rise("J7195", "BeneFIX", "intravenous", factor, recovery, ">= 12 years", "", UNSOURCED, OURS, 3)
    (found,) = rises([row])
    assert found.factor == of_each
    assert found.age == read_bounds(">= 12 years")


def test_every_row_of_ours_is_read(reference: Reference) -> None:
    rows = [*reference.usual_doses("J1745"), *reference.usual_doses("J9045"), *reference.usual_doses("J7211")]
    found = usual_doses(rows)
    assert len(found) == len(rows) > 0
    assert all(each.high or each.area or each.level for each in found)
