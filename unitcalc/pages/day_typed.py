"""What stands in a field for a day: a date, or the words today and yesterday."""

from datetime import date, timedelta

from unitcalc.catalogue.dates import read_date
from unitcalc.findings import Refused


def in_iso(text: str, today: date) -> str:
    """A date as typed; the words today and yesterday as dates."""
    days = {"today": 0, "yesterday": 1}
    word = text.strip().lower()
    return (today - timedelta(days[word])).isoformat() if word in days else text


def read_day(text: str, today: date) -> date | None:
    """The day, where one stands there that can be read."""
    try:
        return read_date(in_iso(text, today), today) if text else None
    except Refused:
        return None
