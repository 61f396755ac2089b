"""Several doses of a day were rounded in another way than the payer's.

What: The lines are just what the record gives if the doses of the day are rounded once together, while each of them
    is rounded by itself for this payer; or the other way about.
Why: Both are in use, and no rule of Medicare's settles it. A claim that is rounded in the other way than the payer
    expects differs by a unit or two on the administered and on the JW line, which looks like a mistake.
Example: 31 mg of bevacizumab (J9035, 10 mg a unit) are given twice on a day, each time from a vial of 100 mg. Each by
    itself: 4 + 4 = 8 units, and 6 + 6 = 12 with JW. Together: 62 mg are 7 units, and 200 mg less that leave 13 with
    JW.
Instead: Ask the payer whether it rounds each administration or once a day. If once a day, set rounding-per to day in
    its payer file; if not, correct the lines to what is expected.
Exceptions: Where both ways give the same units, nothing is said.
Source: RULES 1.9.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due
from unitcalc.quantity import grouped


def broken(f: AccountFacts) -> Truth:
    """The lines are the record's, rounded otherwise."""
    return f.compared & f.rounded_otherwise & (f.lines > 0)


def difference(f: AccountFacts) -> Number:
    """Units too many of all lines together."""
    return f.administered + f.discarded - f.expected_administered - f.expected_discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    jw = f"JW {grouped(f.discarded)} in place of {grouped(f.expected_discarded)}"
    ask = "ask the payer, or set rounding-per"
    return f"The doses of {f.code} that day are rounded in another way than the payer's ({jw}): {ask}"


CHECK = Check(
    "U19",
    "rounded-for-the-day",
    WARNING,
    Scope.ACCOUNT,
    broken,
    due,
    billed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    difference=difference,
    needs=(Needs.RECORD,),
)
