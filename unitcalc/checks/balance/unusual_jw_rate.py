"""The share of claims with JW at a site does not fit its doses and sizes.

What: For a code at one site, the accounts with a JW line are counted, and those that must have one because dose and
    containers of their records leave a unit or more. The two numbers are clearly apart.
Why: One missing JW line is a slip. Many point to how the site bills: a default of JZ in the charge master, a JW that
    is put on every claim, discards that never reach the biller. Too few, and waste is not paid, while JZ says what
    is not true. Too many, and waste is paid that was not there. A payer who holds all claims of a site can count
    them too.
Example: Of twenty accounts of infliximab (J1745, 10 mg a unit) twelve are 350 mg of four vials of 100 mg, with 50 mg
    discarded: each must have JW with 5 units, 60 in all. Three have it: 15 units, 45 too few.
Instead: Look where the modifier comes from: the charge master, the order set, the person. Mend that first. Then
    correct the claims one by one, as their own findings say, and mind the time limit for filing.
Exceptions: Accounts whose record leaves the waste open are not counted, nor payers who want discarded units on the
    one line. It speaks of 20 accounts or more, where the two numbers are more than 10 % of the accounts apart: both are
    our own choice and unverified (data/sites.yaml).
Source: RULES 1, 1.5, 10.3.
"""

from unitcalc.checks.facts import Number, SiteFacts, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.units import most


def broken(f: SiteFacts) -> Truth:
    """Clearly more or fewer accounts with a JW line than their records give."""
    apart = most(f.jw_billed - f.jw_due, f.jw_due - f.jw_billed)
    return (f.claimed >= f.fewest) & (apart > f.jw_share * f.claimed)


def expected(f: SiteFacts) -> Number:
    """JW units that the records give."""
    return f.jw_units_due


def observed(f: SiteFacts) -> Number:
    """JW units billed."""
    return f.jw_units


def message(f: SiteFacts) -> str:
    """In a biller's words."""
    where = f" at {f.site}" if f.site else ""
    return f"{f.jw_billed} of {f.claimed} accounts of {f.code}{where} have a JW line, where {f.jw_due} must have one"


CHECK = Check(
    "B10",
    "unusual-jw-rate",
    WARNING,
    Scope.SITE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD, Needs.SITE),
    measure=lambda f: "JW units",
)
