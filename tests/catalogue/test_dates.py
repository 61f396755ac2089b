from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue.dates import read_date
from unitcalc.findings import Refused

TODAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    "text, day",
    [
        ("2025-03-01", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        ("03/01/2025", date(2025, 3, 1)),  # month first
        ("3/1/2025", date(2025, 3, 1)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        ("", TODAY),
        ("   ", TODAY),
        ("1990-01-01", date(1990, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2025-03-01T10:00", date(2025, 3, 1)),
        ("2025-03-01 23:59:59.999", date(2025, 3, 1)),
        ("03/05/2025 10:30", date(2025, 3, 5)),
        ("3/5/2025 10:30:00 PM", date(2025, 3, 5)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text, code",
    [
        ("2025-02-30", "date-not-read"),
        ("2025-02-29", "date-not-read"),
        ("13/13/2025", "date-not-read"),
        ("0000-00-00", "date-not-read"),
        ("2025-3-1", "date-not-read"),
        ("3/1/25", "date-not-read"),
        ("1 March 2025", "date-not-read"),
        ("12-31-25", "date-not-read"),
        ("2025-03-01 25:00", "date-not-read"),
        ("2025-03-01T23:00Z", "date-not-read"),  # which day that is depends on where
        ("10:30", "date-not-read"),
        ("٢٠٢٥-٠٣-٠١", "date-not-read"),
        ("yesterday", "date-not-read"),
        ("1989-12-31", "date-implausible"),
        ("2101-01-01", "date-implausible"),
    ],
)
def test_what_is_no_date(text: str, code: str) -> None:
    with pytest.raises(Refused) as raised:
        read_date(text, TODAY)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.hint


def test_a_year_of_two_digits_says_so() -> None:
    with pytest.raises(Refused) as raised:
        read_date("3/4/25", TODAY)
    (problem,) = raised.value.problems
    assert problem.message == "'3/4/25' has a year of two digits, which does not say the century."
    assert problem.hint == "Write all four digits of the year, as in 03/04/2025."


@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_both_ways_of_writing_are_read_back(day: date) -> None:
    assert read_date(day.isoformat(), TODAY) == day
    assert read_date(f"{day:%m/%d/%Y}", TODAY) == day
    assert read_date(f"{day:%Y%m%d}", TODAY) == day


@given(text=st.text(max_size=20))
def test_any_other_text_is_refused(text: str) -> None:
    try:
        found = read_date(text, TODAY)
    except Refused:
        return
    assert 1990 <= found.year <= 2100
