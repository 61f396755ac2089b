"""Other containers would have wasted less.

What: The containers that were opened left more units than those of the marketed sizes that waste least would have.
Why: Contractors want the combination of sizes that wastes least (CGS, Noridian; Horizon too), and may refuse the JW
    units that could have been avoided. The bill still has to say what was truly opened, given and discarded:
    changing the vials on paper makes it false.
Example: Bevacizumab (J9035, 10 mg a unit) comes in vials of 100 and 400 mg. For 300 mg one vial of 400 was opened:
    30 units, JW 10. Three vials of 100 mg would have left nothing: 10 units could have been avoided.
Instead: Look up why this size was opened. If the smaller one could not be had, document the shortage and keep the
    JW line. If it could, somebody who answers for it decides whether the avoidable units are billed. Tell the
    pharmacy; planning the vials before mixing saves this.
Exceptions: A documented shortage, a stopped infusion, and drug that somebody else supplied. Sizes count only if
    they belong to the same product, route and form and may be mixed (350 mg of abatacept by vein is 2 x 250 mg: its
    syringes are for injection under the skin).
Source: RULES 2.3, 2.4.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Units that other containers would not have left."""
    return f.compared & (f.avoidable_units > 0) & no(has_no_place(f))


def expected(f: AccountFacts) -> Number:
    """Discarded units of the containers that waste least."""
    return f.expected_discarded - f.avoidable_units


def observed(f: AccountFacts) -> Number:
    """Discarded units of those that were opened."""
    return f.expected_discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The containers of {f.code} that were opened leave more units than others on the market would have"


CHECK = Check(
    "W22",
    "avoidable-waste",
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
