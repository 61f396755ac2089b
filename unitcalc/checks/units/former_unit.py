"""The units are those of another period of the code.

What: The administered units are right for the unit of the code that was in force before, and wrong for the one
    in force on the date of service.
Why: When a code is replaced, its unit often changes and the multiplier in the charge master does not. Every
    claim since that day is then wrong by the same factor.
Example: 6 mg of Neulasta were given in 2025. J2506 is 0.5 mg a unit: 12 units. 1 was billed, which was right
    for J2505 (6 mg a unit, ended 2021-12-31) and is 11 too few.
Instead: Bill by the code's unit on the date of service, and set the multiplier right in the charge master. Then
    look for all claims since the day on which the unit changed.
Exceptions: None known. Where the old and the new unit give the same number, nothing is said.
Source: RULES 10.1, 10; HCPCS Level II.
"""

from unitcalc.checks.facts import AccountFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.units.causes import billed, due, is_wrong_bill


def broken(f: AccountFacts) -> Truth:
    """The units by the unit of another period stand as administered units."""
    return is_wrong_bill(f, f.former_units)


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was billed by the unit of another period: {f.former_unit}"


CHECK = Check(
    "U13",
    "former-unit",
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
