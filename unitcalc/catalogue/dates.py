"""Dates of service as people write them."""

import re
from datetime import date

from unitcalc.findings import Problem, Refused


def read_date(text: str, today: date) -> date:
    """A date as YYYY-MM-DD or MM/DD/YYYY; empty is today. Refused for anything else and for years outside 1990-2100."""
    text = text.strip()
    if not text:
        return today
    american = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    iso = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", text)
    try:
        if american:
            day = date(int(american[3]), int(american[1]), int(american[2]))
        elif iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        else:
            raise ValueError
    except ValueError:
        raise Refused(
            Problem("date-not-read", f"'{text[:30]}' is not a date.", "Write it as 2025-03-01 (or 03/01/2025).")
        ) from None
    if not 1990 <= day.year <= 2100:
        raise Refused(Problem("date-implausible", f"{day} can't be a date of service.", "Check the year."))
    return day
