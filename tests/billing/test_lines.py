"""Claim lines: payment by quarter and setting, splitting by MUE and width (RULES 4.3, 5.5), fractions (1.12)."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.asking import Ask, checks, finding, marked
from tests.billing.conftest import Payer
from unitcalc.billing.lines import ClaimLine, NdcQuantity, in_fractions, paid, split
from unitcalc.findings import Severity
from unitcalc.quantity import amount

TABLES = Path(__file__).resolve().parents[2] / "data" / "reference"
QUARTERS = {
    "2024Q1": "2024-01-01", "2024Q2": "2024-06-30", "2024Q3": "2024-07-01", "2024Q4": "2024-12-31",
    "2025Q1": "2025-03-31", "2025Q2": "2025-04-01", "2025Q3": "2025-09-30", "2025Q4": "2025-10-01",
    "2026Q1": "2026-02-01",
}  # fmt: skip


def in_file(code: str, quarter: str) -> tuple[Decimal | None, Decimal]:
    """Limit and coinsurance as the table has them, read by nothing of ours."""
    with (TABLES / "limits.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] == code and row["first"] <= quarter <= row["last"]:
                return (Decimal(row["limit"]) if row["limit"] else None), Decimal(row["coinsurance"])
    raise AssertionError(f"{code} has no row in {quarter}")


def cents(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def published(shared: Path, code: str, quarter: str) -> str:
    """The limit in CMS's file."""
    path = shared / "data" / "asp_payment_limits_2024q1_2026q1.csv"
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if quarter in row.values() and code in row.values())
    return next(value for name, value in row.items() if "limit" in name.lower())


@pytest.mark.parametrize("setting", ["office", "hospital-outpatient", "asc", "home"])
@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize(
    "code, given, opened, administered, discarded",
    [
        ("J1745", "350 mg", "4 x 100 mg", 35, 5),
        ("J7211", "900 IU", "1 x 1046 IU", 900, 146),
        ("J0885", "7000 units", "1 x 10000 units", 7, 3),
        ("J9271", "123 mg", "2 x 100 mg", 123, 77),
    ],
)
def test_each_line_is_paid_by_its_quarter(
    ask: Ask, code: str, given: str, opened: str, administered: int, discarded: int, quarter: str, setting: str
) -> None:
    limit, coinsurance = in_file(code, quarter)
    assert limit is not None
    found = ask(
        code=code,
        given=given,
        opened=[opened],
        date=QUARTERS[quarter],
        setting=setting,
        container_type="single-dose",
    )
    records = [line.as_json() for line in found.lines]
    payments = [cents(limit * units) for units in (administered, discarded)]
    assert [record["payment"] for record in records] == payments
    assert [record["coinsurance"] for record in records] == [
        cents(Decimal(payment) * coinsurance / 100) for payment in payments
    ]


@pytest.mark.shared
@pytest.mark.parametrize("code, quarter", [("J1745", "2025Q1"), ("J7211", "2025Q3"), ("J0885", "2024Q4")])
def test_the_table_has_the_limit_of_cms(shared: Path, code: str, quarter: str) -> None:
    limit, _ = in_file(code, quarter)
    assert Decimal(published(shared, code, quarter)) == limit


def test_a_payment_worked_by_hand(ask: Ask) -> None:
    """2025Q3: 1,046 IU of Kovaltry at $1.580 are $1,652.68; 19.554 % of that is $323.165..., half up $323.17."""
    found = ask(code="J7211", given="1046 IU", opened=["1 x 1046 IU"], date="2025-08-01")
    (record,) = (line.as_json() for line in found.lines)
    assert (record["payment"], record["coinsurance"]) == ("1652.68", "323.17")


def test_the_share_that_a_payer_states(payer: Payer) -> None:
    """2025Q1: 35 and 5 units at $30.525 are $1,068.38 and $152.63, half up; 30 % are $320.514 and $45.789."""
    bills = payer(profile="  patient-share: [{for: J1745, from: 2025-01-01, per-cent: 30, tag: C, source: contract}]\n")
    records = [line.as_json() for line in bills.infliximab(payer="mine").lines]
    assert [(record["payment"], record["coinsurance"]) for record in records] == [
        ("1068.38", "320.51"),
        ("152.63", "45.79"),
    ]
    earlier = bills.infliximab(payer="mine", date="2024-12-31").lines
    limit, by_the_file = in_file("J1745", "2024Q4")
    assert limit is not None
    assert [line.as_json()["coinsurance"] for line in earlier] == [
        cents(Decimal(cents(limit * units)) * by_the_file / 100) for units in (35, 5)
    ]


def test_half_a_cent_goes_up() -> None:
    line = paid(ClaimLine("J0000", (), 5, None), Fraction("0.201"), Fraction(50))
    assert (line.payment, line.coinsurance) == (Fraction("1.01"), Fraction("0.51"))  # 1.005 and 0.505


@pytest.mark.parametrize("setting", ["esrd", "rhc", "inpatient"])
def test_settings_that_do_not_pay_by_the_limit(ask: Ask, setting: str) -> None:
    found = ask.infliximab(setting=setting)
    assert found.lines
    assert all((line.payment, line.coinsurance) == (None, None) for line in found.lines)


@pytest.mark.parametrize(
    "code, given, opened",
    [("A9606", "100 mcCi", "200 mcCi"), ("J1411", "1 dose", "1 dose")],
)
def test_no_limit_no_payment(ask: Ask, code: str, given: str, opened: str) -> None:
    """A9606 stands in the file with N/A, J1411 in no ASP file."""
    found = ask(code=code, given=given, opened=[opened], date="2025-03-01", container_type="single-dose")
    assert found.lines
    assert all(line.as_json()["payment"] is None for line in found.lines)
    assert finding(found, "no-payment-limit").severity is Severity.INFO


def test_ones_own_unit_is_not_priced(ask: Ask) -> None:
    found = ask.infliximab(billing_unit="100 mg")
    assert marked(found.lines) == [(4, ("JZ",))]  # 350 of 100 mg a unit: 4 units hold the whole label
    assert found.lines[0].payment is None
    assert "billing-unit-overridden" in checks(found, Severity.WARNING)


# The MUE of the service and its MAI; the width of a professional line is 9,999, of an institutional one 9,999,999.
SPLITS = [
    ("J7192", "22000", "22000", "office", [9999, 9999, 2002], []),  # MUE 22,000 MAI 1, wider than the form
    ("J7192", "22000", "22000", "hospital-outpatient", [22000], []),
    ("J7192", "44001", "44001", "hospital-outpatient", [22000, 22000, 1], []),
    ("J7193", "9000", "9000", "office", [4000, 4000, 1000], []),  # MUE 4,000 MAI 1, narrower than the form
    ("J7193", "9000", "9000", "hospital-outpatient", [9000], []),
    ("J7193", "4000", "4000", "office", [4000], []),
    ("J7193", "4001", "4001", "office", [4000, 1], []),
    ("J7193", "1000", "9500", "office", [1000], [4000, 4000, 500]),  # JW lines split alike
    ("J0585", "600", "600", "office", [600], []),
]


@pytest.mark.parametrize("code, given, opened, setting, administered, discarded", SPLITS)
def test_lines_are_filled_to_the_limit(
    ask: Ask, code: str, given: str, opened: str, setting: str, administered: list[int], discarded: list[int]
) -> None:
    unit = "units" if code == "J0585" else "IU"
    found = ask(
        code=code,
        given=f"{given} {unit}",
        opened=[f"1 x {opened} {unit}"],
        discarded="" if given == opened else f"{int(opened) - int(given)} {unit}",
        date="2025-03-01",
        setting=setting,
        container_type="single-dose",
    )
    jz = () if discarded else ("JZ",)
    wanted = [(units, (*jz, *(("76",) if index else ()))) for index, units in enumerate(administered)]
    wanted += [(units, ("JW", *(("76",) if index else ()))) for index, units in enumerate(discarded)]
    assert marked(found.lines) == wanted
    amounts = [line.amount.value for line in found.lines if line.amount]
    assert amounts == [*administered, *discarded]


def test_novoseven_in_a_hospital_is_one_line(ask: Ask) -> None:
    """RULES 4.3: 25,200 mcg; MUE 26,000 in a hospital, 13,000 (and 9,999 on the form) in an office."""
    record = {"code": "J7189", "given": "25.2 mg", "opened": ["5 x 5 mg", "1 x 1 mg"], "discarded": "0.8 mg"}
    hospital = ask(**record, date="2025-03-01", setting="hospital-outpatient")
    assert marked(hospital.lines) == [(25200, ()), (800, ("JW",))]
    office = ask(**record, date="2025-03-01")
    assert marked(office.lines) == [(9999, ()), (9999, ("76",)), (5202, ("76",)), (800, ("JW",))]


@pytest.mark.parametrize(
    "code, given, opened, units, limit",
    [
        ("J2778", "1.2 mg", "4 x 0.3 mg", 12, 10),  # MAI 2
        ("J1745", "2000 mg", "20 x 100 mg", 200, 150),  # MAI 3
        ("J7191", "1000 IU", "1 x 1000 IU", 1000, 0),  # MAI 3 and an MUE of 0: none is expected at all
    ],
)
def test_daily_limits_are_never_split(ask: Ask, code: str, given: str, opened: str, units: int, limit: int) -> None:
    found = ask(code=code, given=given, opened=[opened], date="2025-03-01", container_type="single-dose")
    assert marked(found.lines) == [(units, ("JZ",))]
    said = finding(found, "mue-exceeded")
    assert said.severity is Severity.WARNING
    assert f"MUE of {limit} a day" in said.message
    assert any(use.table for use in found.data if not use.covers), "the MUE of 2026Q3 is not of 2025"


def test_discarded_units_count_into_the_daily_limit(ask: Ask) -> None:
    """RULES 6: 145 administered and 5 discarded are 150, the limit; 146 and 4 as well; 146 and 14 are above it."""
    at = ask.infliximab(given="1450 mg", opened=["15 x 100 mg"], discarded="50 mg")
    above = ask.infliximab(given="1460 mg", opened=["16 x 100 mg"], discarded="140 mg")
    assert (marked(at.lines), marked(above.lines)) == ([(145, ()), (5, ("JW",))], [(146, ()), (14, ("JW",))])
    assert "mue-exceeded" not in checks(at)
    assert "mue-exceeded" in checks(above)


def test_a_charge_too_large_for_a_claim_is_flagged(ask: Ask) -> None:
    """RULES 4.4: $31.09 x 3,217 units are above $99,999.99; 3,216 are not (2025Q4)."""
    assert in_file("J1745", "2025Q4")[0] == Decimal("31.09")
    for units, above in ((3216, Decimal("31.09") * 3216 > Decimal("99999.99")), (3217, True)):
        found = ask.infliximab(given=f"{units}0 mg", opened=[f"{units} x 10 mg"], date="2025-11-01")
        assert ("charge-above-limit" in checks(found)) is above
    assert Decimal("31.09") * 3216 < Decimal("99999.99") < Decimal("31.09") * 3217


@given(units=st.integers(1, 60_000), limit=st.integers(700, 9_999), quantity=st.integers(1, 10**6))
def test_parts_add_up(units: int, limit: int, quantity: int) -> None:
    whole = Fraction(quantity, 1000)
    line = ClaimLine("J7211", ("JZ", "TB"), units, amount(units, "IU"), (NdcQuantity("x", whole, "UN"),))
    parts = split(line, limit)
    assert sum(part.units for part in parts) == units
    assert all(part.units == limit for part in parts[:-1])
    assert 0 < parts[-1].units <= limit
    assert ["76" in part.modifiers for part in parts] == [index > 0 for index in range(len(parts))]
    assert all({"JZ", "TB"} <= set(part.modifiers) for part in parts)
    assert sum(part.amount.value for part in parts if part.amount) == units
    shares = [each.quantity for part in parts for each in part.ndcs]
    assert sum(shares) == whole
    assert all((share * 1000).denominator == 1 for share in shares)


@given(parts=st.integers(2, 20))
def test_fractions_total_one(parts: int) -> None:
    lines = in_fractions(ClaimLine("Q2041", ("JZ",), 1, None), parts, ("KX", "LU"))
    assert sum(line.units for line in lines) == 1
    assert [("76" in line.modifiers) for line in lines] == [False] + [True] * (parts - 1)
    assert all({"KX", "LU", "JZ"} <= set(line.modifiers) for line in lines)
