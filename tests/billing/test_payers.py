"""What a payer's values change in a bill. Expected lines are worked out beside each; 10 mg of J1745 is a unit."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.asking import Ask, checks, finding, marked
from tests.billing.conftest import Payer
from unitcalc.billing.lines import ClaimLine, NdcQuantity, in_whole_vials, split
from unitcalc.findings import Severity

WHOLE = {"given": "400 mg", "discarded": ""}
REMICADE = "57894-0030-01"


@pytest.mark.parametrize(
    "value, second",
    [("76", ("JZ", "76")), ("59", ("JZ", "59")), ("none", ("JZ",))],
)
def test_split_lines_carry_the_payers_modifier(payer: Payer, value: str, second: tuple[str, ...]) -> None:
    """22,000 IU at 1 IU a unit, 9,999 a line: 9,999 + 9,999 + 2,002."""
    record = {"code": "J7211", "given": "22000 IU", "opened": ["22 x 1000 IU single-dose"], "date": "2025-03-01"}
    found = payer("split-modifier", value)(**record, payer="mine")
    assert marked(found.lines) == [(9999, ("JZ",)), (9999, second), (2002, second)]


@pytest.mark.parametrize(
    "day, setting, marks",
    [
        ("2025-04-30", "office", ()),
        ("2025-05-01", "office", ("JZ",)),
        ("2025-05-01", "asc", ("JZ",)),  # a professional claim too
        ("2025-05-01", "hospital-outpatient", ()),
    ],
)
def test_jz_on_professional_claims_only(ask: Ask, day: str, setting: str, marks: tuple[str, ...]) -> None:
    """UnitedHealthcare Community Plan MD, from 2025-05-01; JW on both kinds of claim, as before."""
    found = ask.infliximab(**WHOLE, date=day, setting=setting, payer="uhc-community-md")
    assert marked(found.lines) == [(40, marks)]
    wasted = ask.infliximab(discarded="50 mg", date=day, setting=setting, payer="uhc-community-md")
    assert marked(wasted.lines) == [(35, ()), (5, ("JW",))]


@pytest.mark.parametrize(
    "payer_name, day, marks, said",
    [
        ("medicare-part-b", "2025-03-01", ("JZ",), set()),
        ("unknown-payer", "2025-03-01", ("JZ",), {"jz-confirm"}),
        ("unknown-payer", "2023-03-01", (), {"jz-allowed"}),
        ("bcbs-nd", "2025-03-01", (), {"jz-allowed"}),
        ("bcbs-nc", "2024-10-31", (), {"jz-allowed"}),
        ("bcbs-nc", "2024-11-01", ("JZ",), set()),
        ("blue-cross-idaho", "2025-03-01", (), {"discard-on-same-line"}),
    ],
)
def test_jz_by_payer(ask: Ask, payer_name: str, day: str, marks: tuple[str, ...], said: set[str]) -> None:
    found = ask.infliximab(**WHOLE, date=day, payer=payer_name)
    assert marked(found.lines) == [(40, marks)]
    assert checks(found) & {"jz-confirm", "jz-allowed", "discard-capped", "discard-on-same-line"} == said


def test_an_unknown_payers_arithmetic_is_medicares(ask: Ask) -> None:
    """350 of 400 mg: 35 units and floor(400 / 10) - 35 = 5 discarded."""
    found = ask.infliximab(discarded="50 mg", payer="unknown-payer")
    assert marked(found.lines) == marked(ask.infliximab(discarded="50 mg").lines) == [(35, ()), (5, ("JW",))]
    assert "confirm with the payer" in finding(found, "jz-confirm").message
    assert finding(found, "jz-confirm").severity is Severity.WARNING


def test_a_payer_without_jw_has_one_line(ask: Ask) -> None:
    """Blue Cross of Idaho: 35 units given; the 50 mg in the bin are not billed, and that is said."""
    found = ask.infliximab(discarded="50 mg", payer="blue-cross-idaho")
    assert marked(found.lines) == [(35, ())]
    assert found.discarded_units == 0
    assert str(found.discarded) == "50 mg"
    assert {"discard-on-same-line", "discard-not-billed"} <= checks(found)


@pytest.mark.parametrize(
    "dose, discarded, medicare, neither",
    [
        ("395 mg", "5 mg", [(40, ("JZ",))], [(40, ())]),  # 40 units begun; 5 mg is less than a unit
        ("400 mg", "", [(40, ("JZ",))], [(40, ("JZ",))]),  # nothing was discarded
        ("390 mg", "10 mg", [(39, ()), (1, ("JW",))], [(39, ()), (1, ("JW",))]),  # a whole unit
    ],
)
def test_discard_below_one_unit(
    ask: Ask, payer: Payer, dose: str, discarded: str, medicare: list[object], neither: list[object]
) -> None:
    record = {"given": dose, "discarded": discarded}
    assert marked(ask.infliximab(**record).lines) == medicare
    assert marked(payer("discard-below-one-unit", "neither").infliximab(**record, payer="mine").lines) == neither


@pytest.mark.parametrize(
    "dose, count, decimal, whole",
    [
        ("350 mg", 4, ["3.5", "0.5"], ["4"]),  # the fourth vial was begun: it counts with the dose
        ("150 mg", 3, ["1.5", "1.5"], ["2", "1"]),
        ("300 mg", 3, ["3"], ["3"]),
    ],
)
def test_parts_of_powder_vials(
    ask: Ask, payer: Payer, dose: str, count: int, decimal: list[str], whole: list[str]
) -> None:
    """Vials of 100 mg: 350 mg are 3.5 of them. Both ways add up to the vials that were opened."""
    record = {"given": dose, "opened": [f"{count} x {REMICADE}"], "form": "powder"}
    own = payer("powder-ndc-quantity", "whole").infliximab(**record, payer="mine")
    for found, expected in ((ask.infliximab(**record), decimal), (own, whole)):
        quantities = [each for line in found.lines for each in line.ndcs]
        assert [each.quantity for each in quantities] == [Fraction(text) for text in expected]
        assert sum(each.quantity for each in quantities) == count


@given(st.integers(1, 50), st.fractions(0, 1, max_denominator=1000))
def test_whole_vials_add_up_to_what_was_opened(count: int, share: Fraction) -> None:
    dose = count * share
    administered, discarded = in_whole_vials(
        [NdcQuantity(REMICADE, dose, "UN")], [NdcQuantity(REMICADE, count - dose, "UN")] if dose < count else []
    )
    quantities = [each.quantity for each in (*administered, *discarded)]
    assert sum(quantities) == count
    assert administered[0].quantity == ceil(dose)
    assert all(quantity.denominator == 1 for quantity in quantities)


def test_a_vial_is_not_divided_among_lines() -> None:
    """22 vials over 9,999, 9,999 and 2,002 of 22,000 units: 9.999, 9.999 and 2.002 of them, or 10, 10 and 2."""
    line = ClaimLine("J7211", (), 22_000, None, (NdcQuantity("00026-3826-25", Fraction(22), "UN"),))
    decimal, whole = split(line, 9999), split(line, 9999, whole_vials=True)
    assert [str(part.ndcs[0].quantity) for part in decimal] == ["9999/1000", "9999/1000", "1001/500"]
    assert [int(part.ndcs[0].quantity) for part in whole] == [10, 10, 2]


def test_milliliters_are_never_made_whole() -> None:
    liquid = [NdcQuantity("44206-0436-05", Fraction(25, 2), "ML")]
    assert in_whole_vials(liquid, liquid) == (tuple(liquid), tuple(liquid))


def test_a_bill_says_whose_rules_and_prices_it_shows(ask: Ask, payer: Payer) -> None:
    assert not checks(ask.infliximab()) & {"payer-yours", "payment-by-medicare"}
    assert "payment-by-medicare" in checks(ask.infliximab(payer="anthem"))
    own = payer("kx", "required").infliximab(payer="mine")
    assert "your own policies/mine.yaml" in finding(own, "payer-yours").message


def test_a_date_before_all_that_is_known_of_a_payer_is_said(ask: Ask) -> None:
    early, later = (ask.infliximab(**WHOLE, date=day, payer="bcbs-nc") for day in ("2021-08-09", "2021-08-10"))
    assert "begins on 2021-08-10" in finding(early, "payer-not-known-then").message
    assert "payer-not-known-then" not in checks(later)
