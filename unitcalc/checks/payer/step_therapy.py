"""The payer wants something else tried first, and the record does not show it.

What: The payer's profile asks for step therapy: other drugs come before this one. The record names none of them among
    the patient's earlier treatments.
Why: Payers deny a drug whose steps are not shown, at the authorization or later, when they ask for the record of a
    paid claim. Published code pages name step therapy among what insurers ask for.
Example: A made-up payer wants methotrexate or Inflectra (Q5103) tried before J1745. The patient had methotrexate for
    a year; the note is in the rheumatologist's letter and not in the record of the infusion. The claim is open to
    denial until it is.
Instead: Take from the history which drugs were tried, from when to when, and why they were ended, and put that under
    earlier treatments. If a step could not be taken (allergy, contraindication), let the prescriber say so and ask
    the payer for an exception.
Exceptions: A payer may exempt a patient who has long been treated with the drug; its letter belongs in the record.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Steps are asked for and not shown."""
    return is_used(f) & no(f.steps_required == "") & no(f.steps_documented)


def expected(f: AccountFacts) -> Word:
    """What has to be tried first."""
    return f.steps_required


def observed(f: AccountFacts) -> Word:
    """That the record is silent."""
    return "not in the record"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer covers {f.code} after other treatments, and the record does not show that they were tried"


CHECK = Check(
    "P05",
    "step-therapy",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.PAYER, Needs.DOCUMENTS),
)
