"""Whether JW and JZ apply, by date, setting, status and group of codes (RULES R2, R3, R8, 1, 3, 4b, 2.11, 7)."""

import pytest

from tests.billing.asking import Ask, checks, finding, marked
from unitcalc.findings import Severity

JW = [(35, ()), (5, ("JW",))]
JZ = [(40, ("JZ",))]
NEITHER = [(40, ())]

WASTED = {"given": "350 mg", "discarded": "50 mg"}
WHOLE = {"given": "400 mg", "discarded": ""}


@pytest.mark.parametrize(
    "day, record, lines, said",
    [
        ("2016-12-31", WASTED, JW, "modifier-by-contractor"),
        ("2017-01-01", WASTED, JW, ""),
        ("2022-12-31", WASTED, JW, ""),
        ("2023-07-01", WASTED, JW, ""),
        ("2016-12-31", WHOLE, NEITHER, "modifier-by-contractor"),
        ("2017-01-01", WHOLE, NEITHER, ""),
        ("2022-12-31", WHOLE, NEITHER, ""),
        ("2023-01-01", WHOLE, NEITHER, "jz-allowed"),
        ("2023-06-30", WHOLE, NEITHER, "jz-allowed"),
        ("2023-07-01", WHOLE, JZ, ""),
        ("2023-10-01", WHOLE, JZ, ""),
    ],
)
def test_modifiers_by_date(ask: Ask, day: str, record: dict[str, str], lines: list[object], said: str) -> None:
    found = ask.infliximab(date=day, **record)
    assert marked(found.lines) == lines
    assert checks(found) & {"modifier-by-contractor", "jz-allowed"} == ({said} if said else set())


@pytest.mark.parametrize(
    "day, discarded, lines",
    [
        ("2023-12-31", "", NEITHER),  # JZ from 2024-01-01, half a year after those who administer
        ("2024-01-01", "", JZ),
        ("2024-12-31", "", JZ),
        ("2025-01-01", "", JZ),
        ("2025-01-01", "50 mg", JW),  # JW for discard in the supplier's own preparation, from 2025-01-01
    ],
)
@pytest.mark.parametrize("setting", ["home", "office"])
def test_dispensed_modifiers_by_date(ask: Ask, day: str, discarded: str, lines: list[object], setting: str) -> None:
    found = ask.infliximab(given="", dispensed=True, discarded=discarded, date=day, setting=setting)
    assert marked(found.lines) == lines


def test_a_supplier_before_2025_bills_no_jw(ask: Ask) -> None:
    found = ask.infliximab(given="", dispensed=True, discarded="50 mg", date="2024-12-31")
    assert found.discarded_units == 0
    assert not any("JW" in line.modifiers for line in found.lines)


@pytest.mark.parametrize(
    "setting, day, wasted, whole",
    [
        ("office", "2025-03-01", JW, JZ),
        ("home", "2025-03-01", JW, JZ),
        ("asc", "2025-03-01", JW, JZ),
        ("hospital-outpatient", "2025-03-01", JW, JZ),
        ("esrd", "2024-12-31", [(35, ())], NEITHER),
        ("esrd", "2025-01-01", JW, JZ),
        ("rhc", "2025-03-01", [(35, ())], NEITHER),
        ("inpatient", "2025-03-01", [(35, ())], NEITHER),
    ],
)
def test_modifiers_by_setting(ask: Ask, setting: str, day: str, wasted: list[object], whole: list[object]) -> None:
    assert marked(ask.infliximab(setting=setting, date=day, **WASTED).lines) == wasted
    assert marked(ask.infliximab(setting=setting, date=day, **WHOLE).lines) == whole


# Code, amounts in its own unit, units given and discarded; the status of October 2025.
STATUSES = [
    ("G", "J0174", "100 mg", "200 mg", 100, 100, True, ""),
    ("K", "J1745", "350 mg", "400 mg", 35, 5, True, ""),
    ("K1", "J1096", "0.2 mg", "0.4 mg", 2, 2, True, "subject-unsettled"),
    ("N", "J0122", "60 mg", "100 mg", 60, 0, False, "not-separately-paid"),
    ("B", "J0270", "5 mcg", "20 mcg", 4, 0, False, "not-separately-paid"),
    ("E1", "J3290", "500 mg", "1000 mg", 100, 0, False, "not-separately-paid"),
    ("E2", "J2355", "5 mg", "10 mg", 1, 0, False, "not-separately-paid"),
    ("M", "J7605", "15 mcg", "30 mcg", 1, 0, False, "not-separately-paid"),
    ("L", "Q0249", "400 mg", "800 mg", 400, 0, False, "not-separately-paid"),
]


@pytest.mark.parametrize("status, code, given, opened, units, wasted, pays, said", STATUSES)
@pytest.mark.parametrize("setting", ["hospital-outpatient", "asc"])
def test_status_decides_where_it_speaks(
    ask: Ask,
    status: str,
    code: str,
    given: str,
    opened: str,
    units: int,
    wasted: int,
    pays: bool,
    said: str,
    setting: str,
) -> None:
    known = ask.catalogue.reference.status(code)
    assert known is not None
    assert known.status == status
    found = ask(
        code=code,
        given=given,
        opened=[f"1 x {opened}"],
        date="2025-10-15",
        setting=setting,
        container_type="single-dose",
    )
    assert marked(found.lines) == [(units, ()), *([(wasted, ("JW",))] if wasted else [])]
    assert all((line.payment is not None) is pays for line in found.lines)
    assert checks(found) & {"subject-unsettled", "not-separately-paid"} == ({said} if said else set())


def test_a_packaged_drug_has_jz_in_the_office(ask: Ask) -> None:
    """Status is the hospital's: the same drug, given whole, is a separate drug in an office."""
    record = {"code": "J0122", "given": "50 mg", "opened": ["1 x 50 mg"], "date": "2025-10-15"}
    assert marked(ask(**record).lines) == [(50, ("JZ",))]
    assert marked(ask(**record, setting="hospital-outpatient").lines) == [(50, ())]


def test_no_status_is_said_to_be_unknown(ask: Ask) -> None:
    """J3291 began in 2026, after the status list of October 2025."""
    found = ask(
        code="J0013",
        given="56 mg",
        opened=["1 x 56 mg single-dose"],
        date="2026-01-15",
        setting="hospital-outpatient",
    )
    assert "status-unknown" in checks(found, Severity.WARNING)
    assert all(line.payment is None for line in found.lines)


@pytest.mark.parametrize(
    "day, lines",
    [("2025-12-31", [(20, ()), (24, ("JW",))]), ("2026-01-01", [(20, ())])],
)
def test_skin_substitutes_lose_both_modifiers_in_2026(ask: Ask, day: str, lines: list[object]) -> None:
    found = ask(code="Q4101", given="20 cm2", opened=["1 x 44 cm2"], date=day, container_type="single-dose")
    assert marked(found.lines) == lines
    whole = ask(code="Q4101", given="44 cm2", opened=["1 x 44 cm2"], date=day, container_type="single-dose")
    assert marked(whole.lines) == [(44, ("JZ",) if day < "2026" else ())]


@pytest.mark.parametrize("code", ["Q2034", "Q2035", "Q2039"])
def test_vaccines_carry_neither(ask: Ask, code: str) -> None:
    found = ask(code=code, given="1 dose", opened=["1 x 1 dose"], date="2025-10-15", container_type="single-dose")
    assert marked(found.lines) == [(1, ())]


def test_contrast_is_flagged(ask: Ask) -> None:
    found = ask(code="A9585", given="7 mL", opened=["1 x 7.5 mL"], date="2025-03-01", container_type="single-dose")
    assert marked(found.lines) == [(70, ()), (5, ("JW",))]
    one = finding(found, "subject-unsettled")
    assert one.severity is Severity.WARNING
    assert "contractor guidance" in one.source


@pytest.mark.parametrize("code", ["J3490", "J3590", "J7199", "J7999", "J9999", "C9399"])
def test_unclassified_codes_are_one_unit(ask: Ask, code: str) -> None:
    record = {"code": code, "given": "350 mg", "opened": ["4 x 100 mg"], "date": "2025-03-01"}
    found = ask(**record, narrative="infliximab-abcd 350 mg IV, NDC 99999-0001-01")
    assert marked(found.lines) == [(1, ())]
    assert not found.waits_for_a_person
    assert {"subject-unsettled", "unclassified-one-unit"} <= checks(found)
    bare = ask(**record)
    assert checks(bare, Severity.ERROR) == {"narrative-missing"}
    assert marked(bare.lines) == [(1, ())]


@pytest.mark.parametrize(
    "letter, code, amount, units",
    [("I", "J1105", "120 mcg", 120), ("M", "J8515", "0.5 mg", 2), ("S", "J7297", "52 mg", 1)],
)
def test_coverage_letters_pay_nothing(ask: Ask, letter: str, code: str, amount: str, units: int) -> None:
    row = ask.catalogue.reference.code(code)
    assert row is not None
    assert row.coverage == letter
    found = ask(code=code, given=amount, opened=[f"1 x {amount}"], date="2025-03-01", container_type="single-dose")
    assert "not-payable" in checks(found, Severity.WARNING)
    assert marked(found.lines) == [(units, ())]
    assert all(line.payment is None for line in found.lines)


@pytest.mark.parametrize(
    "day, lines, said",
    [
        ("2024-12-31", [(35, ()), (5, ("JW",))], {"340b-modifier"}),
        ("2025-01-01", [(35, ("TB",)), (5, ("JW", "TB"))], set()),
    ],
)
def test_discounted_drugs_carry_tb_on_every_line_from_2025(
    ask: Ask, day: str, lines: list[object], said: set[str]
) -> None:
    found = ask.infliximab(supply="340b", date=day, **WASTED)
    assert marked(found.lines) == lines
    assert checks(found) & {"340b-modifier"} == said
    whole = marked(ask.infliximab(supply="340b", date=day, **WHOLE).lines)
    assert whole == [(40, ("JZ", "TB") if day >= "2025" else ("JZ",))]


@pytest.mark.parametrize("supply", ["white-bag", "free", "study"])
def test_a_drug_that_was_not_purchased_has_no_line(ask: Ask, supply: str) -> None:
    found = ask.infliximab(supply=supply, **WASTED)
    assert found.lines == ()
    assert not found.alternatives
    assert finding(found, "not-purchased").severity is Severity.INFO
    assert (found.administered_units, found.discarded is not None) == (35, True)


@pytest.mark.parametrize("setting", ["office", "asc", "home"])
def test_car_t_is_billed_in_tenths_on_professional_claims(ask: Ask, setting: str) -> None:
    found = ask(
        code="Q2041",
        given="1 dose",
        opened=["1 x 1 dose"],
        date="2022-01-01",
        setting=setting,
        container_type="multi-dose",
    )
    records = [line.as_json() for line in found.lines]
    assert [record["units"] for record in records] == ["0.1"] * 10
    assert [record["modifiers"] for record in records] == [["KX", "LU"], *[["KX", "LU", "76"]] * 9]
    assert found.administered_units == 1


@pytest.mark.parametrize("setting, day", [("office", "2021-12-31"), ("hospital-outpatient", "2022-01-01")])
def test_car_t_is_one_line_before_2022_and_in_a_hospital(ask: Ask, setting: str, day: str) -> None:
    record = {"code": "Q2041", "given": "1 dose", "opened": ["1 x 1 dose"], "container_type": "multi-dose"}
    found = ask(**record, date=day, setting=setting)
    assert marked(found.lines) == [(1, ())]
    assert found.lines[0].as_json()["units"] == 1


def test_multi_dose_containers_carry_neither(ask: Ask) -> None:
    """R2: 440 mg held, 30 given; what is left may be kept for others, so it is neither discarded nor unexplained."""
    found = ask(code="J9355", given="30 mg", opened=["1 x 440 mg"], date="2025-03-01", container_type="multi-dose")
    assert marked(found.lines) == [(3, ())]
    assert found.discarded_units == 0
    assert (found.discarded, found.unexplained) == (None, None)
    charted = ask(
        code="J9355",
        given="30 mg",
        opened=["1 x 440 mg"],
        discarded="10 mg",
        date="2025-03-01",
        container_type="multi-dose",
    )
    assert marked(charted.lines) == [(3, ())]
    assert str(charted.discarded) == "10 mg"
