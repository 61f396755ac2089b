"""The NDC quantity does not fit the units.

What: The quantity of the NDC, counted in units of the code, is another amount than the units on the line. Expected
    and found are units of the code.
Why: Payers convert the one into the other and deny a line where they differ. An auditor sees at once that milligrams,
    units of the code or the whole carton were put where containers or millilitres belong.
Example: 350 mg of Remicade: J1745, 35 units. A vial is 100 mg, supplied as a powder, so the line carries 3.5 UN. With
    350 UN it says that 350 vials were given: 3,500 units.
Instead: Divide what was given by the content of one vial (UN), or by the concentration (ML); on the JW line do the
    same with what was discarded. If the quantity is right and the units are not, correct the units.
Exceptions: Up to one unit may be missing, since units are rounded up; a JW line may carry up to two more, since waste
    is rounded down. What rounding to three decimals changes is allowed for, but a dose a trace above whole units
    (280.1 mg out of vials of 400 mg, 0.700 UN) still looks one unit short. So do several doses of the day that were
    rounded up each. Payers differ on whole vials of a powder, so the fewest whole vials that
    hold the units of all lines of the NDC are accepted. Where units and quantity are exchanged, U06 says so.
Source: RULES 5.4, 5.5, 1.1, 1.2.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.ndc.amounts import fits_administered, fits_discarded
from unitcalc.units import no

TRACE = 2
"""Units by which the quantity of a line may be off where a record gives the line's units."""


def broken(f: LineFacts) -> Truth:
    """The quantity is none that these units can come from."""
    known = f.has_quantity & (f.units_per_quantity > 0) & (f.units > 0)
    fits = (f.jw & fits_discarded(f)) | (no(f.jw) & fits_administered(f))
    # Several doses of a day, each rounded up, or a trace above a whole unit: the record tells that the units are right.
    off = f.quantity * f.units_per_quantity - f.units
    near = f.agrees & (off > -TRACE) & (off < TRACE)
    # RULES 5.6: some payers want whole vials, so the fewest that hold the units are right as well.
    return known & no(fits) & no(near) & no(f.fewest_vials) & no(f.swapped)


def expected(f: LineFacts) -> Number:
    """Units of the line."""
    return f.units


def observed(f: LineFacts) -> Number:
    """The quantity in units of the code."""
    return f.quantity * f.units_per_quantity


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"Counted in units of {f.code}, the NDC quantity on the line is another amount than its units"


CHECK = Check(
    "N04",
    "ndc-quantity-differs",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
