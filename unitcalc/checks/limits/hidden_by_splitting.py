"""Units above the limit of a day are hidden by splitting.

What: Several lines of one code, each within the medically unlikely edit (MUE) of a day, are together above it.
Why: An edit of a day (MAI 2 or 3) adds up all lines, and splitting them to pass it is what federal auditors
    looked for and found (OIG A-09-14-02024). What slips through is taken back later, and the split looks like
    intent.
Example: 160 units of J1745 as two lines of 80: each is within 150, together they are 10 above the limit of the
    day.
Instead: Put the units back on one line and bill what was given. If it is right and the edit is MAI 3, let it be
    denied and ask for a review with weight, dose and reason. If the units are wrong, correct them.
Exceptions: Only an MUE with MAI 1 is split, with modifier 76. A dose and its JW line are no split, nor are two
    doses that the record shows, each on a line of its own (they are still added up: L02). Without a record, two
    lines are taken for a split.
Source: RULES 10, 6, 4.3; MUE tables.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.limits.day import day_limit, day_units, is_hidden
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """Each line is within the day's limit, together they are not."""
    return is_hidden(f)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} stands on several lines, each within the MUE of a day and together above it"


CHECK = Check(
    "L05",
    "hidden-by-splitting",
    ERROR,
    Scope.ACCOUNT,
    broken,
    day_limit,
    day_units,
    message,
    __doc__,
    stake=Stake.ALL,
)
