"""What the chart says of the container's expiry and of the infusion's times."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from unitcalc.account import Account
from unitcalc.catalogue.dates import read_date
from unitcalc.findings import Refused

_MONTH = re.compile(r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<first>\d{1,2})/(?P<last>\d{4}))")
_TIME = re.compile(r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


def charted(account: Account) -> dict[str, Any]:
    """The facts of an account that expiry, start and stop give."""
    said = account.record.said if account.record else {}
    expiry, start, stop = (said.get(name, "") for name in ("expiry", "start", "stop"))
    last = last_day(expiry, account.day)
    began, ended = minutes(start), minutes(stop)
    return {
        "expiry": expiry,
        "expired": last is not None and last < account.day,
        "start": start,
        "stop": stop,
        "times_reversed": began is not None and ended is not None and ended < began,
    }


def last_day(text: str, today: date) -> date | None:
    """The last day of an expiry date, of a month its last; None for what is no date.

    >>> last_day("2026-02", date(2026, 1, 1)), last_day("06/2027", date(2026, 1, 1)), last_day("see label", date.max)
    (datetime.date(2026, 2, 28), datetime.date(2027, 6, 30), None)
    """
    match = _MONTH.fullmatch(text.strip())
    if match:
        year, month = int(match["year"] or match["last"]), int(match["month"] or match["first"])
        return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year else None
    try:
        return read_date(text, today) if text.strip() else None
    except Refused:
        return None


def minutes(text: str) -> int | None:
    """A time of day in minutes; None where it is none, or a date stands beside it.

    >>> minutes("9:30"), minutes("1:05 pm"), minutes("2026-03-11 00:25"), minutes("25:30")
    (570, 785, None, None)
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None
