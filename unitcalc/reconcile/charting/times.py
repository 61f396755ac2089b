"""Times of day and days of expiry as they are typed on a number pad or printed on a vial."""

import re
from calendar import monthrange
from datetime import date, time

from unitcalc.catalogue.dates import read_date
from unitcalc.findings import Problem, Refused

_TIME = re.compile(r"(?P<hour>[0-9]{1,2})[:.h]?(?P<minute>[0-9]{2})\s*(?P<half>[ap])?\.?(?:m\.?)?", re.IGNORECASE)
_MONTH = re.compile(r"(?:(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})|(?P<first>[0-9]{1,2})[-/](?P<last>[0-9]{4}))")


def read_time(text: str) -> time:
    """A time of day; Refused for anything else. Four or three digits are enough.

    >>> [read_time(text).isoformat("minutes") for text in ("0910", "9:10", "910", "2:05 pm", "12:00 am")]
    ['09:10', '09:10', '09:10', '14:05', '00:00']
    """
    match = _TIME.fullmatch(text.strip())
    if match:
        hour, minute, half = int(match["hour"]), int(match["minute"]), (match["half"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Refused(Problem("time-not-read", f"'{text.strip()[:20]}' is not a time of day.", "Write 0910, 9:10 or now."))


def read_expiry(text: str, today: date) -> date:
    """The last day on which a container may be used. A month alone, as on many labels, is used to its last day.

    Refused for what is no date.

    >>> [str(read_expiry(text, date(2026, 1, 1))) for text in ("2027-05-31", "05/2027", "2028-02", "5/31/2027")]
    ['2027-05-31', '2027-05-31', '2028-02-29', '2027-05-31']
    """
    match = _MONTH.fullmatch(text.strip())
    if match:
        year, month = int(match["year"] or match["last"]), int(match["month"] or match["first"])
        if 1 <= month <= 12 and 1990 <= year <= 2100:
            return date(year, month, monthrange(year, month)[1])
    if not text.strip():
        raise Refused(Problem("date-not-read", "No expiry was stated.", "Write 2027-05-31, or 05/2027."))
    return read_date(text, today)
