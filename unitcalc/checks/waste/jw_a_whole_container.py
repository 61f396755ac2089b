"""JW bills a whole container or more.

What: The JW units are as many as the smallest single-dose container holds that could have been used, or more. For
    one dose, the containers that waste least leave less than the smallest of those that may be combined.
Why: Auditors and payers look for just this (BCBS NC caps JW at the units of the smallest vial). It mostly means
    that too many or too large containers were opened, that a vial was drawn up and not used, or that the whole dose
    was billed as waste.
Example: Infliximab (J1745, 10 mg a unit) comes in vials of 100 mg: 10 units. J1745 with 35 units and JW with 15
    says that 500 mg were opened for 350; four vials would have left 50 mg, JW 5.
Instead: Look up what was opened, given and discarded. Bill only what was discarded from containers of which a part
    was given; a vial that was prepared and not used is not billable. If a larger container was opened because no
    smaller one could be had, note the shortage in the record.
Exceptions: Drugs of which more than one dose a day is usual, each with waste of its own, such as factor VIIa: without
    a record nothing is said. Sizes count only where they may be combined: emicizumab of 30 mg/mL is no smaller vial of
    150 mg/mL; of several products the one counts whose smallest vial is the largest. A documented shortage explains
    it. With a record that can be billed in one way the exact units are compared instead, so this check is silent.
Source: RULES 2.3, 10, 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth, Word
from unitcalc.checks.model import WARNING, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_named_cause, jw_has_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """As much as the smallest container; a record that settles it, or allows it, is no case for suspicion."""
    allowed = f.recorded & f.fits_an_alternative
    whole_one = (f.smallest_container > 0) & (f.discarded >= f.smallest_container)
    several = no(f.recorded) & (f.several_a_day | (f.separate_lines > 0))  # doses, each with waste of its own
    return jw_has_place(f) & whole_one & no(f.compared) & no(allowed) & no(several) & no(has_named_cause(f))


def expected(f: AccountFacts) -> Word:
    """What is never left by the containers that waste least."""
    return "JW units of less than a whole container"


def observed(f: AccountFacts) -> Number:
    """JW units billed."""
    return f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} bills with JW as much as a whole container of the smallest size holds, or more"


CHECK = Check(
    "W08",
    "jw-a-whole-container",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DISCARDED,
)
