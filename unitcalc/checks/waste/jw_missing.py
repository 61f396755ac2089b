"""The JW line is missing.

What: By the record a unit or more of a single-dose container was discarded, and the claim has neither a JW line nor
    JZ.
Why: Medicare returns a line of a single-dose drug that carries neither JW nor JZ beside it (dates of service from
    2023-07-01, claims received from 2023-10-01): nothing is paid until it is sent again. And the discarded units,
    which Medicare would pay, are given away; before those dates that is the whole loss.
Example: 350 mg of infliximab are given from four vials of 100 mg, 50 mg are discarded. Billed is J1745 with 35
    units alone. Right are J1745 with 35 units and J1745-JW with 5: 50 mg are 5 units of 10 mg.
Instead: See that the discarded amount is charted. Then add a line with JW and the discarded units; the administered
    line stays without JZ.
Exceptions: Silent where the whole label was billed as given (40 units in the example): that is one mistake, a check
    of the units names it, and correcting it brings the JW line. Silent too where contractors disagree whether JW
    applies, where the drug was not purchased, and before 2017: JW was each contractor's choice then.
Source: RULES R4, R5, 1, 1.7.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place, whole_label_billed
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The record leaves units to discard, and no line speaks of it."""
    neither = (f.administered_lines > 0) & (f.jw_lines == 0) & (f.jz_lines == 0) & (f.both_lines == 0)
    payable = (
        f.jw_exists & no(f.jw_by_contractor) & no(f.unsettled) & (f.purchased | f.discounted) & no(has_no_place(f))
    )
    return f.compared & (f.expected_discarded > 0) & neither & payable & no(whole_label_billed(f))


def expected(f: AccountFacts) -> Number:
    """JW units that the record leaves."""
    return f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def difference(f: AccountFacts) -> Number:
    """JW units too few."""
    return f.discarded - f.expected_discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The record of {f.code} leaves a unit or more that was discarded, and no line says so"


CHECK = Check(
    "W04",
    "jw-missing",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    difference=difference,
    needs=(Needs.RECORD,),
)
