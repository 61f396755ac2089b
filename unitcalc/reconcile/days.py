"""Days as columns hold them."""

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def number_of(day: date) -> int:
    """A day as a number: days since 1970.

    >>> number_of(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    """The day of such a number."""
    return EPOCH + timedelta(days=number)
