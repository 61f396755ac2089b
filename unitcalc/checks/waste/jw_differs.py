"""The JW units are not what the record leaves.

What: The JW line has more or fewer units than given and discarded amount make, and no commoner mistake explains the
    number.
Why: Too many units are overpaid and taken back. Too few give money away, and the claim no longer adds up to what
    was opened, which is how an auditor finds both.
Example: 350 mg of infliximab are given from four vials of 100 mg, 50 mg are discarded: J1745 35 units, JW 5. JW
    with 4 leaves 10 mg that nobody accounts for.
Instead: Add what was given and what was charted as discarded, at most the label amount, and take the whole units of
    it. Subtract the administered units; bill the rest with JW.
Exceptions: A discard that is not charted is only an estimate, so the JW units are not compared with it; another
    check asks for the chart. Several doses on one day are computed one after the other.
Source: RULES R4, 1.2, 1.3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import has_named_cause, jw_has_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JW units that differ from a charted record, for no reason that another check names."""
    differs = jw_has_place(f) & f.compared & f.discard_charted & no(f.discarded == f.expected_discarded)
    return differs & no(has_named_cause(f)) & no(f.rounded_otherwise)


def expected(f: AccountFacts) -> Number:
    """JW units by the record."""
    return f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The JW units of {f.code} are not what given and discarded amount leave"


CHECK = Check(
    "W19",
    "jw-differs",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
