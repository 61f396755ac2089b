"""The NDC is counted in the wrong unit of measure.

What: The line counts the NDC in millilitres (ML) though the product comes as a powder, or in containers (UN) though
    it comes as a liquid.
Why: The unit follows how the product is supplied, before anything is mixed. The same number in the other unit is
    another amount: 3.5 UN of Remicade are 350 mg, 3.5 ML of it do not exist. The payer denies the line or prices it
    wrong.
Example: 350 mg of Remicade, dissolved in 35 mL. The vial holds a powder, so the line carries UN 3.5, not ML 35.
Instead: Powder to be dissolved: UN, one for each vial. Liquid in a vial, syringe or bag: ML. Correct the quantity
    with the unit, and the charge master, if it makes the unit.
Exceptions: GR, ME and F2 are not compared: some payers want F2 for clotting factors. Where it is not known how a
    product is supplied, nothing is said.
Source: RULES 5.3, 5.2.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """UN or ML, and the product is supplied as the other."""
    container_or_volume = (f.quantity_unit == "UN") | (f.quantity_unit == "ML")
    supplied = (f.unit_supplied == "UN") | (f.unit_supplied == "ML")
    return f.has_quantity_unit & container_or_volume & supplied & no(f.quantity_unit == f.unit_supplied)


def expected(f: LineFacts) -> Word:
    """The unit in which the NDC is supplied."""
    return f.unit_supplied


def observed(f: LineFacts) -> Word:
    """The unit on the line."""
    return f.quantity_unit


def message(f: LineFacts) -> str:
    """In a biller's words."""
    how = "a powder, counted in containers" if f.unit_supplied == "UN" else "a liquid, counted in millilitres"
    return f"NDC {f.ndc} on the line of {f.code} is {how}"


CHECK = Check(
    "N05",
    "ndc-unit-differs",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
