"""JZ is missing on a drug of a single-dose container.

What: The drug comes from single-dose containers, JW and JZ apply, no unit was billed as discarded, and an
    administered line carries no JZ.
Why: Medicare returns such a line as unprocessable for dates of service from 2023-07-01 (claims received from
    2023-10-01): nothing is paid until it is sent again.
Example: Four whole vials of 100 mg infliximab were given. J1745 40 units without a modifier comes back; J1745-JZ, 40
    units, is paid.
Instead: See in the chart whether a unit or more was discarded. If so, bill it on a line of its own with JW. If not,
    put JZ on the administered line.
Exceptions: Multi-dose containers, packaged drugs, vaccines, inpatients and rural health clinics take neither. Some
    payers do not ask for JZ; of one that is not known another check says to confirm it. Silent where contractors
    disagree whether JZ applies, where the drug was not purchased, and for codes that count whole doses and are not
    on CMS's list of single-dose containers: a note says that this is not settled.
Source: RULES 1.5, 1, 3, 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """JZ is required, there is no JW line, and a line carries neither; where a record shows waste, JW is missing."""
    waste_is_recorded = f.compared & (f.expected_discarded > 0)
    not_purchased = f.recorded & no(f.purchased | f.discounted)
    neither = (f.jw_lines == 0) & (f.both_lines == 0) & (f.bare_lines > 0) & no(waste_is_recorded)
    whole_doses = f.whole_doses & no(f.on_single_dose_list)  # not settled: W29 says so
    # Of a payer that is not known P12 says to ask (RULES 8).
    required = f.jz_required & f.single_dose & no(whole_doses) & no(f.jz_unsure)
    return required & neither & no(f.unsettled) & no(not_purchased) & no(has_no_place(f))


def expected(f: AccountFacts) -> Word:
    """Which modifier."""
    return "JZ, or a JW line"


def observed(f: AccountFacts) -> Word:
    """Which modifier."""
    return "neither"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} comes from single-dose containers, and the line has neither JZ nor a JW line beside it"


CHECK = Check(
    "W05",
    "jz-missing",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
)
