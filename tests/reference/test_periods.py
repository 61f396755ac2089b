from datetime import date

import pytest

from unitcalc.reference.periods import find_day, find_stated_day, period_of


@pytest.mark.parametrize(
    "text, day",
    [
        ("Effective January 1, 2026 through March 31, 2026", date(2026, 1, 1)),
        ("January 2024 ASP NDC - HCPCS Crosswalk for Medicare Part B Drugs", date(2024, 1, 1)),
        ("section_508_version_of_January_2026_Medicare_Part_B_Payment_Limit_File_121725.csv", date(2026, 1, 1)),
        ("HCPC2026_JAN_ANWEB_12082025.xlsx", date(2026, 1, 1)),
        ("hcpcs_level2_drug_codes_2026-01.csv", date(2026, 1, 1)),
        ("2025_October_Web_Addendum_B.csv", date(2025, 10, 1)),
        ("MCR_MUE_OutpatientHospitalServices_Eff_10-01-2026.csv", date(2026, 10, 1)),
        ("ncci_mue_2026q3.csv", date(2026, 7, 1)),
        ("Q4 2025", date(2025, 10, 1)),
        ("CMS JW/JZ Policy HCPCS list (updated 2025-06-20)", date(2025, 6, 20)),
        ("Note 1: limits are based on 3Q25 ASP data.", None),
        ("CPT codes, descriptions and other data only are copyright 2025 American Medical Association", None),
        ("2026-13-40", None),
    ],
)
def test_a_title_or_name_tells_its_day(text: str, day: date | None) -> None:
    assert find_day(text) == day


def test_what_is_effective_comes_before_other_dates() -> None:
    assert find_stated_day(["Revised 12/17/2025", "Effective January 1, 2026"]) == date(2026, 1, 1)


def test_a_list_of_a_day_covers_the_rest_of_its_quarter() -> None:
    assert period_of(date(2025, 6, 20), "day") == ("2025-06-20", date(2025, 6, 20), date(2025, 6, 30))
    assert period_of(date(2025, 5, 1), "month") == ("2025-05", date(2025, 5, 1), date(2025, 5, 31))
    assert period_of(date(2024, 12, 5), "month").last_day == date(2024, 12, 31)
    assert period_of(date(2025, 12, 31), "quarter") == ("2025Q4", date(2025, 10, 1), date(2025, 12, 31))
