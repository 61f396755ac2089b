"""Whether JZ belongs on a code that counts whole doses is not settled.

What: The code counts a dose or a container as one unit, whatever is in it, CMS does not list it among the codes of
    single-dose containers, and the line carries no JZ.
Why: Nothing less than the unit can be left, so that JW never arises. The rule that every drug of a single-dose
    container carries JW or JZ makes no exception of such codes, while what is published of cell therapies names other
    modifiers only (KX and LU). Contractors differ; a line can be returned with JZ, or without.
Example: A dose of Kymriah (Q2042) is billed on ten lines of 0.1 with KX and LU. JZ on each of them is asked for by no
    source that was found, and ruled out by none.
Instead: Look it up in your contractor's article on JW and JZ, or ask, and keep the answer with its date. Then bill all
    claims of the drug alike.
Exceptions: A code on CMS's list of single-dose containers takes JZ, and its absence is an error. Multi-dose
    containers, vaccines and drugs that JW and JZ do not apply to take neither.
Source: RULES 1.12, 3, R0.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Scope, Stake
from unitcalc.checks.waste.causes import has_no_place
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A whole dose that is not listed, on a day that wants JZ, without JW and JZ."""
    neither = (f.jw_lines == 0) & (f.both_lines == 0) & (f.bare_lines > 0)
    not_purchased = f.recorded & no(f.purchased | f.discounted)
    unsettled = f.whole_doses & no(f.on_single_dose_list) & no(f.unsettled)
    return f.jz_required & unsettled & neither & no(not_purchased) & no(has_no_place(f))


def expected(f: AccountFacts) -> Word:
    """Who decides."""
    return "what your contractor asks for"


def observed(f: AccountFacts) -> Word:
    """What stands on the line."""
    return "no JZ"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} counts whole doses, of which nothing can be left; whether it takes JZ is not settled"


CHECK = Check(
    "W29",
    "jz-on-whole-doses",
    INFO,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.NOTHING,
)
