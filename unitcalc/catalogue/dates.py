"""Dates of service as people write them."""

import re
from datetime import date

from unitcalc.findings import Problem, Refused

_TIME = re.compile(r"[T ]\s*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s*[AP]M)?", re.IGNORECASE | re.ASCII)


def read_date(text: str, today: date) -> date:
    """A date as YYYY-MM-DD or MM/DD/YYYY, with or without the time of day, which is left out; empty is today.

    Refused for anything else, for a year of two digits, and for years outside 1990-2100.

    >>> read_date("03/05/2025 10:30", date(2026, 1, 1))
    datetime.date(2025, 3, 5)
    """
    text = text.strip()
    if not text:
        return today
    if (time := _TIME.search(text)) and time.start() and time.end() == len(text):
        text = text[: time.start()].strip()
    if short := re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{2})", text):
        message = f"'{text}' has a year of two digits, which does not say the century."
        hint = f"Write all four digits of the year, as in {int(short[1]):02}/{int(short[2]):02}/20{short[3]}."
        raise Refused(Problem("date-not-read", message, hint))
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
