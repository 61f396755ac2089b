"""RULES 2.3, 2.4: what was opened against what is sold. Expected containers are worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.billing.asking import TODAY, Ask, checks, finding
from unitcalc.billing.bill import Bill
from unitcalc.billing.planned import bill_of_plan
from unitcalc.findings import Severity
from unitcalc.planning.planner import plan
from unitcalc.planning.request import PlanRequest
from unitcalc.quantity import dollars, plain

AVASTIN = {"code": "J9035", "given": "300 mg", "opened": ["1 x 400 mg"], "date": "2026-02-01"}


def wasteful(found: Bill) -> bool:
    return "avoidable-waste" in checks(found)


@pytest.mark.parametrize(
    "code, dose, containers, better, left, units",
    [
        # 3 x 100 = 300; 40 - 30 = 10 units.
        ("J9035", "300 mg", ["1 x 400 mg"], "3 x 100 mg", "0 mg", 10),
        ("J9035", "0.3 g", ["1 x 0.4 g"], "3 x 0.1 g", "0 g", 10),
        # By NDC: the vial of 400 mg.
        ("J9035", "300 mg", ["1 x 50242-0061-01"], "3 x 100 mg", "0 mg", 10),
        # 500 + 3 x 100 = 800 leaves 5 units; 2 x 500 = 1,000 leaves 25.
        ("J9312", "750 mg", ["2 x 500 mg"], "1 x 500 mg and 3 x 100 mg", "50 mg", 20),
        # A vial too many: 3 x 250 = 750 leaves 40 units, 2 x 250 = 500 leaves 15.
        ("J0129", "350 mg", ["3 x 250 mg"], "2 x 250 mg", "150 mg", 25),
        # 0.5 - 0.3 = 0.2 mg, two units of 0.1 mg; the syringe of 0.3 mg leaves none.
        ("J2778", "0.3 mg", ["1 x 0.5 mg"], "1 x 0.3 mg", "0 mg", 2),
        # 5,000 + 2,000 = 7,000 leaves 700; 8,000 leaves 1,700.
        ("J7189", "6300 mcg", ["1 x 8000 mcg"], "1 x 5,000 mcg and 1 x 2,000 mcg", "700 mcg", 1000),
        # Of assayed vials those that were opened are compared: 1,046 alone leaves 46, both leave 566.
        ("J7211", "1000 IU", ["1 x 1046 IU", "1 x 520 IU"], "1 x 1,046 IU", "46 IU", 520),
    ],
)
def test_waste_that_was_avoidable(
    ask: Ask, code: str, dose: str, containers: list[str], better: str, left: str, units: int
) -> None:
    found = ask(code=code, given=dose, opened=containers, date="2026-02-01", container_type="single-dose")
    told = finding(found, "avoidable-waste")
    assert told.severity is Severity.ERROR
    assert f"{better} would leave {left}:" in told.message
    assert f": {units:,} discarded units" in told.message
    assert "--shortage" in told.message
    assert found.waits_for_a_person
    # The lines still state what was opened.
    assert found.opened is not None
    assert found.discarded_units is not None
    assert found.discarded_units >= units


@pytest.mark.parametrize(
    "code, dose, containers",
    [
        ("J9035", "300 mg", ["3 x 100 mg"]),
        ("J9035", "400 mg", ["1 x 400 mg"]),
        # Eight vials waste as little as four.
        ("J9312", "750 mg", ["8 x 100 mg"]),
        # The syringes are for subcutaneous use (RULES 2.4).
        ("J0129", "350 mg", ["2 x 250 mg"]),
        # 105 + 30 would mix concentrations.
        ("J7170", "135 mg", ["1 x 150 mg"]),
        # Two syringes waste less, and are two injections.
        ("J0129", "90 mg", ["1 x 125 mg"]),
        # Less than a unit: 7 of 100 mg at 10 mg a unit.
        ("J1745", "93 mg", ["1 x 100 mg"]),
        ("J7211", "1000 IU", ["1 x 1046 IU"]),
    ],
)
def test_waste_that_nobody_could_avoid(ask: Ask, code: str, dose: str, containers: list[str]) -> None:
    found = ask(code=code, given=dose, opened=containers, date="2026-02-01", container_type="single-dose")
    assert not wasteful(found)


def test_its_worth_is_told(ask: Ask) -> None:
    # 10 units by CMS's limit of that quarter: the payment of the JW line, which has 10 units.
    found = ask(**AVASTIN)
    _, waste = found.lines
    assert waste.units == 10
    assert waste.payment is not None
    assert f"10 discarded units ({dollars(waste.payment)})" in finding(found, "avoidable-waste").message


def test_a_documented_shortage_explains_it(ask: Ask) -> None:
    found = ask(**AVASTIN, shortage="100 mg on allocation since January")
    told = finding(found, "avoidable-waste")
    assert told.severity is Severity.INFO
    assert "Documented: 100 mg on allocation since January." in told.message
    assert not found.waits_for_a_person


@pytest.mark.parametrize(
    "changes",
    [
        {"container_type": "multi-dose"},  # R2: there is no waste
        {"setting": "inpatient"},  # R3: none is billed
        {"stopped": "bill-rest-as-discarded"},  # what is left was part of the dose that was ordered
        {"given": "", "dispensed": True, "setting": "home"},
        {"explained": ["100 mg spilled"]},  # 300 + 100 = 400 had to be opened
        {"discarded": "100 mg", "given": "0 mg"},
    ],
)
def test_where_it_is_not_asked(ask: Ask, changes: dict[str, object]) -> None:
    assert not wasteful(ask(**{**AVASTIN, **changes}))


CODES = {"J9312": "mg", "J9035": "mg", "J9354": "mg", "J9299": "mg", "J7189": "mcg", "J1931": "mg", "J9023": "mg"}


@pytest.mark.parametrize("code", CODES)
@given(tenths=st.integers(1, 15_000))
@settings(max_examples=20)
def test_the_plan_of_least_waste_is_never_avoidable(ask: Ask, code: str, tenths: int) -> None:
    dose = f"{plain(Fraction(tenths, 10))} {CODES[code]}"
    planned = plan(ask.catalogue, PlanRequest(code=code, doses=(dose,), date="2026-02-01"), TODAY)
    assert not wasteful(bill_of_plan(ask.catalogue, planned.best, code, planned.date, TODAY))
    for other in planned.plans[1:]:
        its = bill_of_plan(ask.catalogue, other, code, planned.date, TODAY)
        if other.pool == planned.best.pool and its.discarded_units is not None:
            assert wasteful(its) is (other.discarded_units > planned.best.discarded_units)


@pytest.mark.parametrize("supply", ["white-bag", "free", "study"])
def test_no_waste_of_what_somebody_else_supplied(ask: Ask, supply: str) -> None:
    # Nothing is billed of it, so that nothing was avoidable in dollars; of what was bought it is.
    assert wasteful(ask(**AVASTIN))
    found = ask(**AVASTIN, supply=supply)
    assert not wasteful(found)
    assert found.lines == ()
