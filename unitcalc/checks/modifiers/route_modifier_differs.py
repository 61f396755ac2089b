"""JA or JB says another route than the record.

What: The line carries JA (given into a vein) or JB (given under the skin), and the record says the other.
Why: Payers ask for it because the form for the vein and the one for under the skin are covered differently. A
    reviewer who lays claim and chart side by side finds another form billed than was given, and denies the line.
Example: Abatacept, 500 mg from two vials, given by infusion: J0129-JA-JZ, 50 units. Billed with JB, it reads like the
    syringes that a patient uses at home.
Instead: See in the chart how the drug was given, and which container it came from: Orencia's vials are for infusion,
    its syringes for under the skin. Correct the modifier, or the record if the slip is there.
Exceptions: None known. A record that names no route, or another one, is not compared.
Source: RULES 7.5, 9.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.modifiers.words import SKIN, VEIN, is_one_of
from unitcalc.units import pick


def broken(f: AccountFacts) -> Truth:
    """The record names the one route, the modifier the other."""
    vein_as_skin = (f.route_modifier == "JB") & is_one_of(f.route, VEIN)
    skin_as_vein = (f.route_modifier == "JA") & is_one_of(f.route, SKIN)
    return vein_as_skin | skin_as_vein


def expected(f: AccountFacts) -> Word:
    """The modifier of the route in the record."""
    return pick(f.route_modifier == "JA", "JB", "JA")


def observed(f: AccountFacts) -> Word:
    """The modifier billed."""
    return f.route_modifier


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The record says that {f.code} was given by another route ({f.route}) than the modifier says"


CHECK = Check(
    "M17",
    "route-modifier-differs",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.DOCUMENTS,),
)
