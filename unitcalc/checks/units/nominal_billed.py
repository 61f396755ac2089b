"""Nominal sizes were billed where the potency is assayed.

What: The administered units are the sizes by which the vials are ordered (1,000 IU), while each vial carries
    its own assayed potency (1,046 IU).
Why: A clotting factor is billed by the potency that is printed on each vial and lot. The nominal size bills too
    little for a strong lot and too much for a weak one, and neither agrees with the chart.
Example: Three vials of Kovaltry, nominally 1,000 IU, are labelled 1,046 IU each, and all was given: 3,138 IU,
    J7211 3,138 units. 3,000 were billed, 138 too few.
Instead: Read the potency from the vials or from the lot numbers in the pharmacy's record, add it up, and bill
    that. Let the nurse chart the IU that are printed on the vial.
Exceptions: None known. Where exactly the nominal amount was given and the rest discarded, the nominal number is
    right and nothing is said.
Source: RULES 4.2, 10.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The nominal sizes stand as administered units."""
    return is_wrong_bill(f, f.nominal_units)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The nominal sizes of the containers were billed as units of {f.code}, not what is printed on them"


CHECK = Check(
    "U11",
    "nominal-billed",
    ERROR,
    Scope.ACCOUNT,
    broken,
    due,
    billed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD,),
)
