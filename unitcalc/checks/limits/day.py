"""Units of a day against the MUE of the day: over it, and hidden by splitting or not."""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.units import most


def day_units(f: AccountFacts) -> Number:
    """All units of the code that day, JW included (RULES 6, an inference)."""
    return f.administered + f.discarded


def day_limit(f: AccountFacts) -> Number:
    """Units of a day at most."""
    return f.day_limit


def is_above(f: AccountFacts) -> Truth:
    """More units than an MUE with MAI 2 or 3 allows a day."""
    return (f.day_limit > 0) & (day_units(f) > f.day_limit)


def is_hidden(f: AccountFacts) -> Truth:
    """Above the day's limit, while one dose stands on several lines, each within it. A dose and its JW are no split."""
    doses = most(f.administrations, 1)
    split = (f.administered_lines > doses) | (f.jw_lines > doses)
    return is_above(f) & split & (f.largest_line <= f.day_limit)
