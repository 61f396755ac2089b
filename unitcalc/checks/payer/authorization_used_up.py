"""More units are billed than the authorization has left.

What: The units that earlier days used, and those of this day, are together more than were authorized. Expected is
    what was left before this day, found what was billed. Discarded units (JW) count where the payer counts them.
Why: The payer pays up to the authorized units and denies the rest, or the whole line. The trap is waste: an
    authorization is asked for by doses, and the discarded units eat it up unseen.
Example: Twelve visits of 35 units of J1745 are authorized with 420. Each visit bills 35 and JW 5, so twelve bill 480.
    After ten visits 400 are used; the eleventh has 20 left and bills 40, 20 too many.
Instead: Ask the payer for more units before the next dose, and reckon the discard in: whole vials for each visit, 40
    here. Bill what was given and discarded all the same; a line cut to fit the authorization states a wrong dose.
Exceptions: A payer that does not count JW units: its profile says so, and only the administered ones are added up. An
    authorization for visits, or without units, has no such limit.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import counted_units, units_left


def broken(f: AccountFacts) -> Truth:
    """The authorization of this code states units, and fewer are left than count today."""
    is_for_code = f.has_authorized_units & f.authorization_fits
    return is_for_code & (counted_units(f) > units_left(f))


def expected(f: AccountFacts) -> Number:
    """Units left before this day."""
    return units_left(f)


def observed(f: AccountFacts) -> Number:
    """Units of this day that count."""
    return counted_units(f)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The authorization of {f.code} has fewer units left than count for this day"


CHECK = Check(
    "P04",
    "authorization-used-up",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.DOCUMENTS,),
)
