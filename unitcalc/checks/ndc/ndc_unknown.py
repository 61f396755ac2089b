"""The NDC is in none of our tables.

What: The NDC is written well, but no quarter of CMS's crosswalk from NDC to code has it, and no product in our own
    list of containers.
Why: Mostly a digit is wrong, or it is the number of a sample or of a foreign pack. Then the payer's list will not
    have it either, and the line is denied. And as long as nobody knows it, it can't be seen whether it belongs to the
    code.
Example: J1745 with NDC 57894-0031-01. Remicade is 57894-0030-01; one digit is wrong.
Instead: Compare it with the vial, digit by digit. If it is right, the product may be newer than our tables: look at
    the payer's NDC list, and import CMS's newest crosswalk.
Exceptions: The crosswalk names products with a payment limit. New products, and those that Medicare does not pay by
    it, can be right and missing there.
Source: RULES 5.1.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.ndc.firms import of_another_firm
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """It can be read and is not found."""
    return f.has_ndc & f.ndc_readable & no(f.ndc_known) & no(of_another_firm(f))


def expected(f: LineFacts) -> Word:
    """What an NDC should be."""
    return "an NDC of a known product"


def observed(f: LineFacts) -> Word:
    """The NDC."""
    return f.ndc


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"No table knows the NDC on the line of {f.code}"


CHECK = Check(
    "N07",
    "ndc-unknown",
    WARNING,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
)
