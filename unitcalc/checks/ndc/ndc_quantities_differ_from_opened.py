"""The NDC quantities do not add up to what was opened.

What: The NDC quantities of all lines of the drug, JW lines included, are more or less together than the record gives
    for what was given and billed as discarded.
Why: Each line carries its own quantity, and together they tell the payer what came out of the vials. If they are
    short, a part of the claim has no drug behind it; if they are too much, the same drug is reported twice.
Example: Four vials of Remicade: 350 mg given, 50 mg discarded. J1745 carries 3.5 UN and J1745-JW 0.5 UN, 4 together.
    With 4 UN on the first line and 0.5 on the second, 4.5 vials are reported of 4.
Instead: Put on each line the quantity of its own part: what was given without JW, what was discarded with JW. Round
    to three decimals, and let the last line take the remainder.
Exceptions: A thousandth a line is left for rounding. Waste of a multi-dose container, waste below one unit, and what
    was lost in the tubing is on no line and not counted; but payers differ, and the quantity of the whole containers
    opened is accepted too: 4 UN for 395 of 400 mg. Where units and quantity are exchanged, U06 says so.
Source: RULES 5.5, 5.6.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """More or less than the record gives, by more than rounding can do."""
    rounding = f.lines  # thousandths
    billed, opened, whole = 1000 * f.quantity_billed, 1000 * f.quantity_opened, 1000 * f.quantity_containers
    differs = (billed - opened > rounding) | (opened - billed > rounding)
    # RULES 5.6: payers differ, and the containers as they were opened are right as well.
    of_containers = (f.quantity_containers > 0) & (billed - whole <= rounding) & (whole - billed <= rounding)
    return f.quantities_stated & differs & no(of_containers) & no(f.swapped)


def expected(f: AccountFacts) -> Number:
    """By the record."""
    return f.quantity_opened


def observed(f: AccountFacts) -> Number:
    """On the lines together."""
    return f.quantity_billed


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The NDC quantities of {f.code} do not add up to what the record says of the containers"


CHECK = Check(
    "N06",
    "ndc-quantities-differ-from-opened",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
