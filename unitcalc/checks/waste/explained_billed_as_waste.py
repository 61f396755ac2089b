"""What stayed in the tubing or was spilled is billed as waste.

What: The JW units are what was discarded and what is explained (tubing, pump, spill, breakage) together. Only the
    discarded amount counts.
Why: What stays in tubing and pump belongs to the prescribed dose, and what was spilled or broken was not discarded
    from a dose that was given. Neither is billable waste; the units are taken back.
Example: 350 mg of infliximab are given from four vials of 100 mg, 30 mg are discarded, 20 mg stay in the tubing. JW
    is 3 units for the 30 mg. JW with 5 bills the tubing too.
Instead: Bill with JW only what is charted as discarded; keep the explained part in the record, so that it balances.
    If less than a unit is left then, take the JW line away and put JZ on the administered line.
Exceptions: None known for Medicare.
Source: RULES 2.8, R4.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import is_explained_part


def broken(f: AccountFacts) -> Truth:
    """JW units that come out only with the explained part."""
    return is_explained_part(f)


def expected(f: AccountFacts) -> Number:
    """JW units by the record."""
    return f.expected_discarded


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"JW of {f.code} bills what stayed in the tubing, was spilled or broke, which is no discarded drug"


CHECK = Check(
    "W25",
    "explained-billed-as-waste",
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
