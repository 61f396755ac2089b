"""The diagnosis is unusual for this product.

What: No diagnosis of the record or the lines is on the list of those that the product is usually given for. The list
    is open: others are possible.
Why: A payer may deny the line as not medically necessary, or ask for a review off label. Often the reason is simple:
    the code of a symptom or of another illness of the patient was put on the drug line.
Example: 210 mg of Hemlibra (J7170) are billed with M25.50, joint pain. Emicizumab is given for haemophilia A, D66; the
    pain is what the patient came with, and D66 belongs on the line.
Instead: Look in the note for the illness that the drug was ordered for and put its code on the line. If the use is
    off label, keep the prescriber's reason and the payer's approval with the claim.
Exceptions: Lists that are known here are not complete, and a payer's own list of covered diagnoses comes first
    (indication-not-covered). A code without a list is never found, nor one whose
    list is known to be far from complete, as that of immune globulins.
Source: RULES 9.2; ICD-10-CM.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """There is a diagnosis, none is on the list, and the list is open."""
    return f.diagnosed & no(f.diagnosis_fits) & no(f.diagnosis_closed)


def expected(f: AccountFacts) -> Word:
    """What it is usually given for."""
    return f.fitting_diagnoses


def observed(f: AccountFacts) -> Word:
    """What was stated."""
    return f.diagnoses


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is not usually given for the diagnosis"


CHECK = Check(
    "D05",
    "diagnosis-unusual",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
