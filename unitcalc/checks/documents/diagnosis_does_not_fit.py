"""The diagnosis can't be treated with this product.

What: No diagnosis of the record or the lines is one that the product is given for, and the list of those that fit is
    closed, or one of them is surely wrong: factor IX for haemophilia A, factor VIII for haemophilia B.
Why: The payer's system compares product and diagnosis and denies the line as not medically necessary. Worse, one of
    the two is wrong: either the diagnosis was mistyped (D66 and D67 lie side by side), or the code is not of the
    product that was given.
Example: 4,000 IU of Alprolix, a factor IX, are billed as J7201 with D66, hereditary factor VIII deficiency. Factor IX
    treats haemophilia B: D67 is expected. If D66 is right, a factor VIII was given and J7201 is the wrong code.
Instead: Read the prescriber's diagnosis and the product on the vial. Correct whichever was mistyped; a diagnosis is
    changed by the prescriber, never to make a claim pass.
Exceptions: One fitting diagnosis among several is enough. Where the list is open, another diagnosis is only unusual:
    see diagnosis-unusual.
Source: RULES 9.2; ICD-10-CM.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """There is a diagnosis, none fits, and that is surely wrong."""
    return f.diagnosed & no(f.diagnosis_fits) & f.diagnosis_closed


def expected(f: AccountFacts) -> Word:
    """What it is given for."""
    return f.fitting_diagnoses


def observed(f: AccountFacts) -> Word:
    """What was stated."""
    return f.diagnoses


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The diagnosis is not one that {f.code} is given for: diagnosis or code is wrong"


CHECK = Check(
    "D04",
    "diagnosis-does-not-fit",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
