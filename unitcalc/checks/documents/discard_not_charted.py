"""What was left in a single-dose container is not charted as discarded.

What: Less was given than the single-dose containers held, nothing explains the rest, and the record does not say that
    it was discarded.
Why: CMS asks for the amount given and the amount discarded in the patient's record, also where less than a unit was
    left and JZ is billed. Without it nobody can show that JZ is right, and a JW line that should have been billed has
    no record to stand on. A federal audit (OIG A-01-12-00518) was about waste paid without a record.
Example: 4,800 mg of Privigen (J1459, 500 mg a unit) are given from one vial of 5 g. 200 mg are left, less than a
    unit: one line, JZ, 10 units. The 200 mg went into the bin all the same, and the chart has to say so.
Instead: Ask the nurse to chart the amount discarded, with date, time and reason. If something was left in the tubing
    or spilled, chart that as what it is: it is no waste that can be billed. It is a matter of a minute or so while it
    is fresh, and of much asking later.
Exceptions: A clotting factor of which the sum of nominal sizes is charted: first it is asked whether the vials were
    given whole. A multi-dose container, whose rest is kept. Drug that was dispensed and not given here. Where JW is
    billed without a charted discard, a check of its own says so.
Source: RULES 9, 1.5, 2.8, 10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.quantity import grouped
from unitcalc.units import no


def rest(f: AccountFacts) -> Number:
    """What was opened and neither given nor explained."""
    return f.label - f.given - f.explained


def broken(f: AccountFacts) -> Truth:
    """Something was left, nothing was charted, and no JW line speaks of it."""
    is_left = (f.given > 0) & (rest(f) > 0)
    of_interest = f.single_dose & no(f.discard_charted) & no(f.dispensed) & (f.nominal_question == "")
    return is_left & of_interest & (f.jw_lines == 0)


def expected(f: AccountFacts) -> Word:
    """What the chart must hold."""
    return "the discarded amount in the chart"


def observed(f: AccountFacts) -> Word:
    """That the chart is silent."""
    return "none"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    left = f"{grouped(rest(f))} {f.measure}".rstrip()
    return f"{left} of the single-dose containers of {f.code} were not given, and their discard is not charted"


CHECK = Check(
    "D08",
    "discard-not-charted",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    needs=(Needs.RECORD,),
)
