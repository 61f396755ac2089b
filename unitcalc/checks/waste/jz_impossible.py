"""JZ stands on units that no whole containers give.

What: The line carries JZ, so that less than a unit was left; but no sum of the marketed single-dose containers
    comes to its units.
Why: It is probably a waste that nobody billed, or a JZ that the claim system put on every line. An auditor sees it
    from the claim alone, without a chart: the JZ is questioned, and with it the units.
Example: Infliximab (J1745, 10 mg a unit) comes in vials of 100 mg, 10 units each. J1745-JZ with 35 units: the
    fourth vial had 50 mg left.
Instead: Look into the chart. If a unit or more was discarded, take JZ off and bill the discarded units with JW. If all
    was given, bill the units of the whole containers. If the rest went to another patient or stayed in the tubing, note
    it, and keep JZ.
Exceptions: A vial shared between patients under pharmacy rules, a rest that was spilled or stayed in the tubing, a
    stopped infusion. With a record its amounts are compared instead, so this check is silent.
Source: RULES 1.5, 2.7, 2.8, 3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JZ alone, and units that are no sum of containers."""
    jz_only = (f.jz_lines > 0) & (f.jw_lines == 0) & (f.both_lines == 0) & f.jz_exists & no(has_no_place(f))
    return jz_only & no(f.recorded) & f.single_dose & no(f.can_be_whole)


def expected(f: AccountFacts) -> Word:
    """What fits."""
    return "JW beside it, or the units of whole containers"


def observed(f: AccountFacts) -> Number:
    """Units billed with JZ."""
    return f.administered


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} carries JZ, but no whole containers give its units without a unit left"


CHECK = Check(
    "W12",
    "jz-impossible",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
)
