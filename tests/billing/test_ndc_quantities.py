"""NDC quantities (RULES 5.3 to 5.6), with the published figures of the rule book."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.asking import Ask, checks
from unitcalc.billing.lines import NdcQuantity
from unitcalc.billing.ndc_quantities import Packed, quantities


def shown(ask: Ask, **typed: object) -> list[str]:
    return [str(line) for line in ask(**{"date": "2025-03-01", "container_type": "single-dose"} | typed).lines]


def test_the_figures_of_the_rule_book(ask: Ask) -> None:
    """RULES 5.4: 440 mg of trastuzumab are 44 units and 1 UN; 100 g of Privigen are 200 units and 1000 ML."""
    assert shown(ask, code="J9355", given="440 mg", opened=["1 x 99999-0001-01 @ 440 mg"], form="powder") == [
        "J9355-JZ  44  N499999000101 UN1"
    ]
    assert shown(
        ask,
        code="J1459",
        given="100 g",
        opened=["5 x 99999-0002-01 @ 20 g"],
        form="liquid",
        concentration="100 mg/mL",
    ) == ["J1459-JZ  200  N499999000201 ML1000"]


def test_part_of_a_powder_vial_is_a_decimal(ask: Ask) -> None:
    """350 and 50 of 400 mg in four vials: 3.5 and 0.5."""
    assert shown(ask, code="J1745", given="350 mg", opened=["4 x 57894-0030-01"], form="powder") == [
        "J1745  35  N457894003001 UN3.5",
        "J1745-JW  5  N457894003001 UN0.5",
    ]


def test_without_form_the_quantity_is_not_guessed(ask: Ask) -> None:
    found = ask.infliximab(opened=["4 x 99999-0001-01 @ 100 mg"])
    assert "ndc-quantity-unknown" in checks(found)
    assert all(line.ndc is None for line in found.lines)


def test_the_discard_comes_from_the_last_container() -> None:
    """150 of 100 and 100 given in order: the first whole, half of the second; 50 discarded from the second."""
    first, second = Packed("1", "UN", Fraction(1, 100)), Packed("2", "UN", Fraction(1, 100))
    hundred = Fraction(100)
    administered, discarded = quantities([first, second], [hundred, hundred], [hundred, Fraction(50)], Fraction(50))
    assert administered == (NdcQuantity("1", Fraction(1), "UN"), NdcQuantity("2", Fraction(1, 2), "UN"))
    assert discarded == (NdcQuantity("2", Fraction(1, 2), "UN"),)


def test_an_entry_without_ndc_has_no_quantity() -> None:
    one = Packed("1", "ML", Fraction(1, 25))
    found = quantities([None, one], [Fraction(100)] * 2, [Fraction(100), Fraction(50)], Fraction(0))
    assert found == ((NdcQuantity("1", Fraction(2), "ML"),), ())


@given(label=st.integers(1, 10_000), parts=st.tuples(st.integers(0, 100), st.integers(0, 100)), count=st.integers(1, 9))
def test_thousandths_add_up(label: int, parts: tuple[int, int], count: int) -> None:
    """However they are rounded, both lines together are the total to three decimals."""
    given_, wasted = (Fraction(label * part, 200) for part in parts)
    packed = Packed("1", "UN", Fraction(count, label))
    administered, discarded = quantities([packed], [Fraction(label)], [given_], wasted)
    both = [each.quantity for each in (*administered, *discarded)]
    exact = (given_ + wasted) * Fraction(count, label)
    assert abs(sum(both, Fraction(0)) - exact) <= Fraction(1, 2000)
    assert all(quantity > 0 and (quantity * 1000).denominator == 1 for quantity in both)


@pytest.mark.parametrize("thirds, shown_", [(1, ("UN0.333", "UN0.667")), (2, ("UN0.667", "UN0.333"))])
def test_a_third_of_a_vial(ask: Ask, thirds: int, shown_: tuple[str, str]) -> None:
    lines = shown(ask, code="J9355", given=f"{140 * thirds} mg", opened=["1 x 99999-0001-01 @ 420 mg"], form="powder")
    assert tuple(line.split()[-1] for line in lines) == shown_


def test_overfill_is_in_no_quantity(ask: Ask) -> None:
    """RULES 2.1: 105 mg drawn from a vial labelled 100 mg are ten units and one vial, not 1.05."""
    assert shown(ask, code="J1745", given="105 mg", opened=["1 x 57894-0030-01"], overfill="5 mg", form="powder") == [
        "J1745-JZ  10  N457894003001 UN1"
    ]
