"""JZ is billed, though a unit or more was discarded.

What: The line carries JZ, which says that nothing billable was discarded. The record leaves at least one unit that
    was.
Why: JZ is a statement to the payer, and here the chart speaks against it: an auditor reads it as a false one. The
    discarded units, which are payable, are not paid either.
Example: 350 mg of infliximab are given from four vials of 100 mg, 50 mg are discarded. J1745-JZ with 35 units says
    that nothing was left. Right are J1745 with 35 units without a modifier, and J1745-JW with 5.
Instead: Take JZ off the administered line and add a line with JW and the discarded units. If the record is wrong,
    correct the record first.
Exceptions: Less than a unit discarded, or a rest that rounding up has billed already: there JZ is right and nothing
    is said. So too where the rest is explained (tubing, spill).
Source: RULES R5, 1.5, 2.3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JZ without a JW line, and units that the record leaves."""
    jz_only = (f.jz_lines > 0) & (f.jw_lines == 0) & (f.both_lines == 0) & no(f.rounded_otherwise)
    return f.compared & (f.expected_discarded > 0) & jz_only & f.jw_exists & f.jz_exists & no(has_no_place(f))


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
    return f"{f.code} carries JZ, which says that nothing was discarded, but the record leaves units for a JW line"


CHECK = Check(
    "W11",
    "jz-though-discarded",
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
