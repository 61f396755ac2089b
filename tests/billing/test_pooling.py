"""Containers that must not make up one dose together (RULES 2.4)."""

import pytest

from tests.billing.asking import Ask


def not_combined(ask: Ask, code: str, given: str, *opened: str) -> list[tuple[str, str]]:
    found = ask(code=code, given=given, opened=opened, date="2026-02-01", container_type="single-dose")
    return [(f.severity.value, f.message) for f in found.findings if f.check == "not-combined"]


def test_two_concentrations_of_emicizumab(ask: Ask) -> None:
    ((severity, message),) = not_combined(ask, "J7170", "135 mg", "1 x 105 mg", "1 x 30 mg")
    assert severity == "warning"
    assert "105 mg (150 mg/mL, subcutaneous) and Hemlibra 30 mg (30 mg/mL, subcutaneous)" in message


def test_vials_and_syringes_of_abatacept(ask: Ask) -> None:
    ((severity, message),) = not_combined(ask, "J0129", "300 mg", "1 x 250 mg", "1 x 50 mg")
    assert severity == "warning"
    assert "intravenous" in message
    assert "subcutaneous" in message


@pytest.mark.parametrize(
    ("code", "given", "opened"),
    [
        ("J7170", "165 mg", ("1 x 105 mg", "1 x 60 mg")),  # both 150 mg/mL
        ("J7170", "150 mg", ("1 x 150 mg",)),
        ("J0129", "500 mg", ("2 x 250 mg",)),
        ("J9312", "600 mg", ("1 x 500 mg", "1 x 100 mg")),  # both 10 mg/mL
        ("J9312", "507 mg", ("1 x 500 mg", "1 x 7 mg")),  # 7 mg is no curated size: nothing is known of it
    ],
)
def test_what_may_be_combined_or_is_not_known(ask: Ask, code: str, given: str, opened: tuple[str, ...]) -> None:
    assert not_combined(ask, code, given, *opened) == []
