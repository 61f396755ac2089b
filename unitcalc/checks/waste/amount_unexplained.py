"""A part of what was opened is not accounted for.

What: What was given, discarded and explained comes to less than the containers held, by a unit or more.
Why: A record has to balance: given, discarded and explained amount together are what was opened. Here the missing
    part decides between JW, JZ and fewer JW units, and a rest that nobody can name is what an auditor, or whoever
    counts the stock, asks about first.
Example: 350 mg of infliximab are given from four vials of 100 mg, 30 mg are charted as discarded. 400 - 350 - 30 =
    20 mg are missing. If they were discarded, JW is 5 units; if they stayed in the tubing, 3.
Instead: Ask who prepared and who gave the drug. Chart the rest as discarded, or explain it (20 mg tubing, spilled,
    given to the next patient); then bill.
Exceptions: Multi-dose containers, whose rest is kept; drug that was dispensed and not given; a stopped infusion
    whose rest waits for a decision; a rest on which the bill does not depend. Where no discard is charted at all,
    other checks ask for it.
Source: RULES R4, 9, 2.8.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import nothing_given
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A unit or more missing, on which the bill depends."""
    missing = (f.unit > 0) & (f.unexplained >= f.unit) & f.discard_charted
    depends = f.single_dose & f.purchased & no(f.compared)
    of_interest = depends & no(f.stopped_open) & no(f.dispensed) & no(nothing_given(f))
    return f.recorded & missing & of_interest


def expected(f: AccountFacts) -> Number:
    """What was opened."""
    return f.label


def observed(f: AccountFacts) -> Number:
    """What is accounted for."""
    return f.label - f.unexplained


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Given, discarded and explained amount of {f.code} come to less than the containers held"


CHECK = Check(
    "W23",
    "amount-unexplained",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
    needs=(Needs.RECORD,),
)
