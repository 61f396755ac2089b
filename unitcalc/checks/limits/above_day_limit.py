"""The units are above the limit of a day.

What: All units of the code on one day, those with JW included, are more than the medically unlikely edit (MUE)
    allows a day. It speaks of edits with indicator MAI 2 or 3, in the table of the setting: practitioner or
    outpatient hospital.
Why: Units above the edit are denied. An MAI 2 limit is absolute. An MAI 3 limit can be reviewed: the dose is
    paid if the record shows why it was needed.
Example: 10 mg/kg for 160 kg is 1,600 mg of infliximab: J1745 160 units. The MUE is 150 units a day with MAI 3
    (2026Q3), so the line is denied first and can be appealed with the chart.
Instead: See first whether the units are right: an amount billed as units often shows up here. If they are, send
    the claim as it is, on one line, keep weight, dose and reason ready, and ask for a review of the denial. Do
    not split the line: it does not help and looks like hiding.
Exceptions: That JW units count is our inference; no text of CMS that we saw says so. A payer that does not
    follow Medicare may have other limits. Where the table has no row, nothing is said.
Source: RULES 6, 4.3; MUE tables.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.limits.day import day_limit, day_units, is_above, is_hidden
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.units.causes import differ
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Above the day's limit, openly; hidden by splitting is a check of its own."""
    # Where a record gives other units, the check of the units speaks: these are not the ones to be billed.
    return is_above(f) & no(is_hidden(f)) & no(differ(f))


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The units of {f.code} on this day are more than the MUE allows a day"


CHECK = Check(
    "L02",
    "above-day-limit",
    WARNING,
    Scope.ACCOUNT,
    broken,
    day_limit,
    day_units,
    message,
    __doc__,
    stake=Stake.ALL,
)
