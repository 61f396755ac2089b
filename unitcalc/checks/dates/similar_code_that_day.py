"""Two codes of one drug were billed on one day.

What: Besides this code another code of the same substance was billed for the encounter on the same day.
Why: Hardly anybody gets a drug and its biosimilar in one visit. Mostly one of the lines is left from a substitution
    in the pharmacy, and one dose is paid twice; payers deny the second as a conflicting service.
Example: The order was for Remicade (J1745), the pharmacy gave Inflectra (Q5103), and both stand on the claim with 40
    units. Only Q5103 was given.
Instead: See in the chart, by name and NDC, which product was given. Take the line of the other away. If both were
    given, keep the record of both at hand; a payer will ask.
Exceptions: Some drugs have a code for each size or use, and these may well stand together: bags of saline (J7040,
    J7050), heparin that keeps a line open (J1642) beside heparin that treats (J1644). And a stock may run out in the
    middle of a large dose of immune globulin, so that two products were given.
Source: RULES 10.2, 2.4.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Another code of the substance stands beside it; of the two, the first tells."""
    return (f.lines > 0) & no(f.other_code == "") & (f.code < f.other_code)


def expected(f: AccountFacts) -> Word:
    """How a drug is billed."""
    return "one code of the drug"


def observed(f: AccountFacts) -> Word:
    """The other code."""
    return f.other_code


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was billed together with another code of the same drug on one day"


CHECK = Check(
    "T02",
    "similar-code-that-day",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
