"""How often a label gives a dose."""

import re
from fractions import Fraction

_EVERY = re.compile(r"(?:every )?(?P<number>\d+)(?:\s*(?:to|-)\s*\d+)? ?(?P<unit>hour|day|week|month)s?", re.IGNORECASE)
_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7), "month": Fraction(28)}
"""A month of a label is taken as four weeks: an interval is never thought longer than it may be."""


def interval_of(every: str) -> Fraction:
    """The days between two doses by a label's words, the least of a range; 0 where the text tells no interval.

    >>> interval_of("every 8 weeks"), interval_of("2 to 6 hours"), interval_of("once")
    (Fraction(56, 1), Fraction(1, 12), Fraction(0, 1))
    """
    match = _EVERY.match(every.strip())
    return Fraction(match["number"]) * _DAYS[match["unit"].lower()] if match else Fraction(0)
