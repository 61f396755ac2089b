"""A dose was given, and no container was dispensed for it.

What: A dose is charted, and the table of what was dispensed has no container for that encounter, day and code.
Why: Without the container nobody can say how much it held. So neither JW nor JZ can be proved, and lot and expiry are
    missing too. An auditor who asks for the purchase finds none: then the dose is doubted, or the drug came from
    somebody else and may not be charged at all.
Example: 400 mg of infliximab are charted and J1745-JZ is billed with 40 units, but pharmacy has no vial for the
    encounter. JZ says that four vials of 100 mg were used up; nothing shows that.
Instead: Ask pharmacy where the drug came from: a cabinet on the ward, a vial booked for another encounter, the
    patient's own supply. Enter what was opened, or how it was supplied (white-bag, free, study); then reconcile again.
Exceptions: Drug that was not purchased. A container shared with another patient, where the dose names its number. A
    drug of multi-dose containers, since one of them serves many patients. Where no table of what was dispensed was
    handed over, nothing is said.
Source: RULES 9, 9.1, 2.11.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A dose, and no container: neither of its own nor a part of another patient's."""
    none = (f.dispensed_rows == 0) & (f.label == 0) & (f.shared_units == 0)
    given = (f.administered_rows > 0) & (f.given > 0)
    return f.three_tables & f.has_dispensed & none & given & f.purchased & no(f.multi_dose)


def expected(f: AccountFacts) -> Word:
    """What must be recorded."""
    return "the containers that were opened"


def observed(f: AccountFacts) -> Word:
    """What is."""
    return "none"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"A dose of {f.code} was given, and no container was dispensed for it"


CHECK = Check(
    "B03",
    "given-without-container",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.TABLES,),
)
