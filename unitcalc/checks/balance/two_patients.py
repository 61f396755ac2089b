"""One encounter has two patients.

What: Rows of one encounter name more than one patient.
Why: An encounter is one patient's visit. Where two stand in it, doses, containers and lines of two people are mixed:
    somebody is billed for a drug that another one got, and a chart holds a dose that its patient never received.
    That is a question of safety before it is one of money.
Example: Encounter E1 has four vials of infliximab for patient P1 in the pharmacy's table, and a dose of 400 mg for
    patient P2 in the nurses'. The amounts agree, so that nothing else would look wrong.
Instead: Find out who was in the chair: the wristband or the scan at the bedside, then the order. Correct the patient
    or the encounter in the system where it is wrong, not in the table alone; then reconcile again. Hold the claim
    until then.
Exceptions: A patient who has two numbers (before and after a merge of records, a number of the pharmacy's own) looks
    like two: give each patient one number in all tables. Rows that name no patient are not compared.
Source: RULES 9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake


def broken(f: AccountFacts) -> Truth:
    """More than one patient."""
    return f.three_tables & (f.patients > 1)


def expected(f: AccountFacts) -> Word:
    """How many there are of an encounter."""
    return "one patient"


def observed(f: AccountFacts) -> Word:
    """Who is named."""
    return f.patients_named


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The rows of {f.code} belong to an encounter that names more than one patient"


CHECK = Check(
    "B06",
    "two-patients",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.TABLES,),
)
