import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from unitcalc.catalogue import content
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.presentations import Presentation, container_type, of_code, of_ndc
from unitcalc.catalogue.scale import _STEPS, in_unit, same
from unitcalc.quantity import Unit, amount
from unitcalc.quantity.registry import factor
from unitcalc.reference.records import Quarter
from unitcalc.reference.store import Reference

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "presentations.yaml").read_text(encoding="utf-8"))


def of(reference: Reference, code: str, day: date) -> tuple[Presentation, ...]:
    """A code's presentations by its official descriptor."""
    row = reference.code(code)
    assert row is not None
    return of_code(reference, code, content.official(row.long), day)


@pytest.fixture(scope="module")
def current(reference: Reference, day: date) -> tuple[Presentation, ...]:
    """Every presentation of the newest quarter's file."""
    codes = sorted({row.code for row in reference.crosswalk() if row.last == Quarter(2026, 1)})
    return tuple(p for code in codes for p in of(reference, code, day) if p.last and p.in_force)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['product']}-{case['ndc']}")
def test_presentation(reference: Reference, tables: Reference, case: dict[str, object]) -> None:
    """By the public tables alone, unless the case is about what is curated."""
    asked = reference if case.get("curated") else tables
    found = [p for p in of_ndc(asked, str(case["ndc"]), case["day"]) if p.code == case["code"]]  # type: ignore[arg-type]
    assert len(found) == 1
    presentation = found[0]

    def text(value: object) -> str | None:
        return None if value is None else str(value)

    assert presentation.product == case["product"]
    assert presentation.potency == case.get("potency", "labelled")
    assert text(presentation.label_amount and presentation.label_amount.short) == case.get("label")
    assert text(presentation.label_at_most) == case.get("at_most")
    assert text(presentation.nominal_amount) == case.get("nominal")
    assert text(presentation.units_per_container) == text(case.get("units"))
    assert text(presentation.containers_per_package) == text(case.get("per_package"))
    assert presentation.form == case.get("form")
    assert text(presentation.volume) == case.get("volume")
    assert text(presentation.concentration) == case.get("concentration")
    assert presentation.route == case["route"]
    assert presentation.container_type == case["type"]
    assert sorted(f.check for f in presentation.findings) == case.get("findings", [])
    assert presentation.in_force
    if "row" in case:
        assert presentation.source.place == f"row {case['row']}"


def test_every_finding_names_the_ndc(current: tuple[Presentation, ...]) -> None:
    nameless = [
        f for p in current for f in p.findings if (p.ndc not in f.message and f.check != "product-note") or not f.source
    ]
    assert nameless == []


def test_amounts_and_units_agree(reference: Reference, current: tuple[Presentation, ...]) -> None:
    for p in current:
        assert (p.label_amount is not None) + (p.label_at_most is not None) + (p.potency is Potency.ASSAYED) <= 1
        assert p.nominal_amount is None or p.potency is Potency.ASSAYED
        if p.label_amount is None or p.units_per_container is None:
            continue
        row = reference.code(p.code)
        assert row is not None
        unit = content.official(row.long).amount
        if unit is not None:
            assert unit * p.units_per_container == p.label_amount


# --- placeholders ----------------------------------------------------------------------------------------------------


def test_placeholders_of_2026q1(current: tuple[Presentation, ...]) -> None:
    """145 of 167 IU rows, and the proteins that are counted in milligrams or units the same way."""
    assayed = [p for p in current if p.potency is Potency.ASSAYED]
    by_code = {code: sum(p.code == code for p in assayed) for code in {p.code for p in assayed}}
    others = {"J0256": 6, "J0257": 3, "J2724": 2, "J7171": 2, "J7177": 2, "J7178": 1}
    assert {code: by_code[code] for code in others} == others
    assert sum(by_code.values()) - sum(others.values()) == 145
    assert all(p.label_amount is None and p.units_per_container is None for p in assayed)


@pytest.mark.parametrize(
    "code", ["J1110", "J1610", "J1611", "J3105", "J9350", "J1645", "J2790", "J1670", "J3470", "J9040"]
)
def test_real_sizes_are_no_placeholders(reference: Reference, day: date, code: str) -> None:
    """One mg of glucagon, 1 x 250 units of tetanus immune globulin: small, and real."""
    found = of(reference, code, day)
    assert found
    assert all(p.potency is Potency.LABELLED for p in found)


def test_no_quarter_has_a_container_of_one_unit(reference: Reference) -> None:
    """Whatever the quarter, no presentation of a clotting factor holds 1 IU."""
    for year, quarter in ((2024, 1), (2024, 3), (2025, 2), (2025, 4)):
        for code in ("J7192", "J7211", "J7207", "J7195", "J7183", "J7178", "J0256"):
            for p in of(reference, code, Quarter(year, quarter).first_day):
                assert p.potency is Potency.ASSAYED, p


# --- periods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 8, 1), date(2026, 11, 21), date(2020, 5, 5)])
def test_a_day_that_no_file_covers_says_nothing_of_the_ndc(reference: Reference, day: date) -> None:
    found = of_ndc(reference, "57894-0030-01", day)
    assert [p.label_amount for p in found] == [amount(100, "mg")]
    assert not found[0].in_force
    assert "presentation-period" not in {f.check for f in found[0].findings}


@pytest.mark.parametrize("day, nearest", [(date(2026, 11, 21), "2026Q1"), (date(2025, 5, 5), "2025Q2")])
def test_an_ndc_that_the_nearest_file_does_not_have(reference: Reference, day: date, nearest: str) -> None:
    (found,) = of_ndc(reference, "50242-0132-10", day)
    (said,) = (f for f in found.findings if f.check == "presentation-period")
    assert f"for 2024Q1 to 2024Q4, not for {nearest}." in said.message


def test_an_ndc_that_was_withdrawn(reference: Reference) -> None:
    """50242-0132-10 stands in the files until 2024Q4; the code's list of 2026 doesn't have it."""
    old = of_ndc(reference, "50242-0132-10", date(2026, 2, 1))
    assert [(p.in_force, p.last) for p in old] == [(False, Quarter(2024, 4))]
    assert old[0].findings[0].check == "presentation-period"
    assert "50242-0132-10" not in {p.ndc for p in of(reference, "J9355", date(2026, 2, 1)) if p.in_force}
    assert "50242-0132-10" in {p.ndc for p in of(reference, "J9355", date(2024, 2, 1))}


def test_unknown_ndc(reference: Reference, day: date) -> None:
    assert of_ndc(reference, "99999-9999-99", day) == ()


def test_several_codes(reference: Reference, day: date) -> None:
    """Procrit 59676-0310-01: J0885 and, for dialysis, Q4081."""
    found = of_ndc(reference, "59676-0310-01", day)
    assert [p.code for p in found] == ["J0885", "Q4081"]
    assert all("ndc-several-codes" in {f.check for f in p.findings} for p in found)


def test_flags_of_2026q1(current: tuple[Presentation, ...]) -> None:
    """README of the data: 45 to 49 rows with a wrong BILLUNITSPKG; NDCs under more than one code."""
    checks = [(p.ndc, f.check) for p in current for f in p.findings]
    assert sum(check == "package-units-wrong" for _, check in checks) == 49
    assert len({ndc for ndc, check in checks if check == "ndc-several-codes"}) == 136


# --- types without an NDC --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "opened", "expected"),
    [
        ("J1745", None, ContainerType.SINGLE_DOSE),
        ("J9355", None, ContainerType.SINGLE_DOSE),
        ("J9355", amount(150, "mg"), ContainerType.SINGLE_DOSE),
        ("J9355", amount(420, "mg"), ContainerType.MULTI_DOSE),
        ("J9355", amount(440, "mg"), ContainerType.MULTI_DOSE),
        ("Q5114", None, ContainerType.UNKNOWN),
        ("Q5114", amount(150, "mg"), ContainerType.SINGLE_DOSE),
        ("Q5114", amount(420, "mg"), ContainerType.MULTI_DOSE),
        ("Q5114", amount(1, "g"), ContainerType.UNKNOWN),
        ("J7211", amount(1046, "IU"), ContainerType.SINGLE_DOSE),
        ("J1411", None, ContainerType.SINGLE_DOSE),
        ("J3373", None, ContainerType.UNKNOWN),
    ],
)
def test_type_without_an_ndc(
    reference: Reference, day: date, code: str, opened: object, expected: ContainerType
) -> None:
    decision = container_type(of(reference, code, day), opened)  # type: ignore[arg-type]
    assert decision.type is expected
    assert (decision.by is None) == (expected is ContainerType.UNKNOWN)


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2026, 11, 21), date(2020, 5, 5)])
def test_a_withdrawn_size_does_not_count_on_a_day_without_a_file(reference: Reference, day: date) -> None:
    assert container_type(of(reference, "J9355", day)).type is ContainerType.SINGLE_DOSE
    assert container_type(of(reference, "J9355", day), amount(440, "mg")).type is ContainerType.MULTI_DOSE


def test_types_that_differ_are_asked_for(reference: Reference, day: date) -> None:
    decision = container_type(of(reference, "Q5114", day))
    assert [f.check for f in decision.findings] == ["container-type-by-ndc"]
    assert "multi-dose: Ogivri" in decision.findings[0].message


def test_no_presentation_no_type() -> None:
    assert container_type(()).type is ContainerType.UNKNOWN


# --- curated sizes ---------------------------------------------------------------------------------------------------


def test_hemgenix_is_in_no_file_of_cms(reference: Reference, day: date) -> None:
    found = of(reference, "J1411", day)
    assert [(p.ndc, p.label_amount, p.volume, p.units_per_container) for p in found] == [
        ("", amount(10**14, "vg"), amount(10, "mL"), None)
    ]
    assert found[0].first is None
    assert "hemgenix.com" in str(found[0].source)
    assert [f.check for f in found[0].findings] == ["product-note"]
    assert "10 to 48 vials" in found[0].findings[0].message


def test_a_size_that_a_later_quarter_lists_is_not_added_to_an_earlier_one(reference: Reference) -> None:
    """Sevenfact 2 mg, 71127-2000-01: in the files since 2025Q3."""
    assert {p.ndc for p in of(reference, "J7212", date(2024, 2, 1))} == {"71127-1000-01", "71127-5000-01"}


def test_withdrawn_sizes_stand_last_and_out_of_force(reference: Reference, day: date) -> None:
    found = of(reference, "J9355", day)
    assert [(p.ndc, str(p.label_amount), p.in_force) for p in found] == [
        ("50242-0132-01", "150 mg", True),
        ("", "420 mg", False),
        ("", "440 mg", False),
    ]


# --- the floor below -------------------------------------------------------------------------------------------------


def test_the_few_factors_are_the_ground_floors() -> None:
    for source, (dimension, step) in _STEPS.items():
        for target, (other, other_step) in _STEPS.items():
            if dimension == other:
                assert factor(source, target) == step / other_step


def test_amounts_of_different_things() -> None:
    assert in_unit(amount(1, "mg"), Unit("mL")) is None
    assert in_unit(amount(1, "IU", "factor IX"), Unit("IU", "factor VIII")) is None
    assert same(amount(1, "g"), amount(1000, "mg"))
    assert same(amount(Fraction(1, 2), "IU"), amount(Fraction(1, 2), "IU", "factor VIII"))


def test_a_look_up_imports_nothing_heavy() -> None:
    program = (
        "import sys; from datetime import date; from unitcalc.reference.store import Reference;"
        "from unitcalc.catalogue.presentations import of_ndc;"
        "r = Reference.open(); day = date(2026, 2, 1);"
        "of_ndc(r, '00169-7202-01', day); of_ndc(r, '00026-3824-25', day);"
        "print([m for m in ('pint', 'pydantic', 'pandas', 'ibis') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- nominal sizes ---------------------------------------------------------------------------------------------------


def test_marketed_sizes_of_an_assayed_product(tables: Reference, day: date) -> None:
    """Jivi: Purple Book rows 899 to 902; which NDC is which is not stated anywhere."""
    found = of(tables, "J7208", day)
    assert {p.nominal_amount for p in found} == {None}
    assert [size.short for size in found[0].nominal_sizes] == ["500 IU", "1,000 IU", "2,000 IU", "3,000 IU"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("J0257", {"1,000 mg"}),  # Glassia: one product, three packages; 1G
        ("J7188", {"500 IU of factor VIII"}),  # Obizur: 500U
        ("J7177", {None}),  # Fibryga: two products, and the book has 1G alone
        ("J7197", {None}),  # Thrombate III: two products, 500IU alone
        ("J7178", {None}),  # RiaSTAP: 900-1300MG is no size
    ],
)
def test_an_only_size_is_the_ndcs_own(tables: Reference, day: date, code: str, expected: set[str | None]) -> None:
    found = of(tables, code, day)
    assert {str(p.nominal_amount) if p.nominal_amount else None for p in found} == expected


def test_a_rounded_bound_takes_in_what_was_cut(reference: Reference, day: date) -> None:
    """Pfizerpen, 33.33 x 600,000 units: a vial of 20 million, which 19,998,000 would cut short."""
    found = [p for p in of(reference, "J2540", day) if p.product == "Pfizerpen"]
    bounds = {p.label_at_most.value for p in found if p.label_at_most}
    assert bounds == {5_001_000, 20_001_000}
    assert all("billing-units-rounded" in {f.check for f in p.findings} for p in found)


def test_a_documented_content_of_an_up_to_code(reference: Reference, tables: Reference, day: date) -> None:
    """HyperTET is billed as up to 250 units, of which CMS's file tells no content; its documented syringe holds 250."""
    (by_files,) = of_ndc(tables, "13533-0634-02", day)
    assert by_files.label_amount is None
    (documented,) = of_ndc(reference, "13533-0634-02", day)
    assert str(documented.label_amount) == "250 units of tetanus immune globulin"
