from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue.content import (
    Potency,
    changes,
    content,
    dosage,
    holds_the_place,
    official,
    package_units,
    units_rounded,
)
from unitcalc.quantity import amount
from unitcalc.reference.records import CrosswalkRow, Quarter

INFLIXIMAB = official("Injection, infliximab, excludes biosimilar, 10 mg")
UNITS = st.fractions(Fraction(1, 100), 100_000, max_denominator=100)


def row(
    dosage: str = "10 MG",
    units: Fraction | int | str | None = 10,
    size: int | None = 1,
    quantity: int | None = 1,
    package: Fraction | int | str | None = 10,
    quarter: str = "2026Q1",
) -> CrosswalkRow:
    def number(value: Fraction | int | str | None) -> Fraction | None:
        return None if value is None else Fraction(value)

    when = Quarter.read(quarter)
    return CrosswalkRow(
        "00000-0000-01", "J1745", "A drug", "A company", dosage, number(size), number(quantity), number(units),
        number(package), when, when, 7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("units", "quantity", "package", "wrong"),
    [
        (10, 1, 10, False),
        ("12.5", 4, 50, False),
        ("7.2", 10, 72, False),
        ("0.25", 25, "6.25", False),
        ("0.25", 25, 7, False),  # rounded up, as CMS does since 2025Q3
        ("0.25", 25, 6, True),
        (1, 1, 5, True),  # Naglazyme
        (None, 1, 10, False),
        (10, 1, None, False),
    ],
)
def test_package_units(units: str | int | None, quantity: int, package: str | int | None, wrong: bool) -> None:
    assert (package_units(row(units=units, quantity=quantity, package=package)) is not None) == wrong


@pytest.mark.parametrize(
    ("text", "units", "size", "clotting_factor", "held"),
    [
        ("1 IU", 1, 1, False, True),
        ("PER FACTOR VIII IU", 1, 1, False, True),
        ("1 I.U. VWF:RCO", 1, 1, False, True),
        ("10 UNITS", "0.1", 1, False, True),
        ("1 IU", 1000, 1, False, False),
        ("1 IU", 1, 5, False, False),
        ("100 IU", 15, 1, False, False),
        ("1 MG", 1, 1, False, False),
        ("1 MG", 1, 1, True, True),
        ("10 MG", "0.1", 1, False, True),
        ("1 MCG", 1000, 1, True, False),
        ("300 MCG (1500 IU)", 1, 1, False, False),
        ("1 ML", 1, 1, False, False),
        ("1 IU", None, 1, False, False),
    ],
)
def test_placeholders(text: str, units: str | int | None, size: int, clotting_factor: bool, held: bool) -> None:
    found = row(text, units, size)
    assert holds_the_place(found, lambda: (found,), lambda: clotting_factor) == held


def test_one_real_size_beside_it_makes_a_milligram_real() -> None:
    """Hydromorphone, 4 MG: 0.25 units are a real syringe of 1 mg, as other rows hold other amounts."""
    found = row("4 MG", "0.25", package="0.25")
    assert not holds_the_place(found, lambda: (found, row("4 MG", 1, package=1)), lambda: False)
    # Prolastin-C in 2024Q1: 100 units a container and 0.1 a package contradict each other, and count for nothing.
    assert holds_the_place(found, lambda: (found, row("4 MG", 100, package="0.1")), lambda: False)


@given(UNITS)
def test_label_amount_is_units_times_text(units: Fraction) -> None:
    found = content(row(units=units), INFLIXIMAB, held=False)
    assert found.label == amount(units * 10, "mg")
    assert found.units == units
    assert found.findings == ()


@given(UNITS)
def test_another_text_changes_the_units_and_not_the_content(units: Fraction) -> None:
    """Counted by 1 mg under a code of 10 mg: the vial holds what it holds, and the descriptor decides the unit."""
    found = content(row("1 MG", units), INFLIXIMAB, held=False)
    assert found.label == amount(units, "mg")
    assert found.units == units / 10
    assert [f.check for f in found.findings] == ["dosage-text-differs"]


@given(UNITS)
def test_up_to_is_a_bound(units: Fraction) -> None:
    found = content(row("UP TO 80 MG", units), official("Injection, garamycin, gentamicin, up to 80 mg"), held=False)
    assert found.label is None
    assert found.at_most is not None
    assert found.at_most >= amount(units * 80, "mg")


def test_a_part_of_a_combination_stands_for_all_of_it() -> None:
    """J1454: CMS's text names the 0.25 mg of palonosetron only."""
    akynzeo = official("Injection, fosnetupitant 235 mg and palonosetron 0.25 mg")
    found = content(row("0.25 MG", 1), akynzeo, held=False)
    assert (found.units, found.findings) == (Fraction(1), ())
    assert found.label == akynzeo.amount


def test_a_text_of_another_dimension_gives_no_content() -> None:
    found = content(row("1 ML", 5), INFLIXIMAB, held=False)
    assert (found.label, found.units) == (None, None)
    assert [f.check for f in found.findings] == ["dosage-text-differs"]
    assert "read it on the label" in found.findings[0].message


def test_no_number_no_content() -> None:
    found = content(row(units=None), INFLIXIMAB, held=False)
    assert found.label is None
    assert [f.check for f in found.findings] == ["content-unknown"]


def test_a_placeholder_has_no_content() -> None:
    found = content(row("1 IU", 1), official("Injection, factor viii, 1 i.u."), held=True)
    assert (found.potency, found.label, found.units) == (Potency.ASSAYED, None, None)


@pytest.mark.parametrize(
    ("units", "rounded"), [("133.33", True), ("66.67", True), ("0.66", True), ("0.25", False), (3, False)]
)
def test_thirds(units: str | int, rounded: bool) -> None:
    assert (units_rounded(row(units=units)) is not None) == rounded


def test_contents_by_quarter() -> None:
    runs = [row("1 MG", 250, quarter="2025Q1"), row("10 MG", 25, quarter="2025Q2"), row("10 MG", 50, quarter="2025Q3")]
    assert [(str(a), str(first), str(last)) for a, first, last in changes(runs)] == [
        ("250 mg", "2025Q1", "2025Q2"),
        ("500 mg", "2025Q3", "2025Q3"),
    ]


def test_texts_are_read_once() -> None:
    assert dosage("1 MG") is dosage("1 MG")
