"""The drug is billed, and no administration of it is recorded.

What: The claims hold lines of the drug, and the table of what was given has no row of that encounter, day and code:
    no dose, and no note that none was given.
Why: To an auditor, what nobody charted was not given. Drugs billed and not administered are a finding of federal
    audits (OIG); all lines of the drug are taken back.
Example: Four vials of infliximab were dispensed and J1745-JZ with 40 units is billed, but no nurse charted a dose.
    Without a dose 0 units are due; 40 x $30.525 = $1,221.00 are at stake.
Instead: Look for the dose before you touch the claim: under another encounter number, day or code, or in a chart
    that was still open when the table was made. If it was given, whoever gave it completes the chart, and you
    reconcile again. If it was not, take the lines off, or void the claim that was paid.
Exceptions: Drug dispensed for use at home (event dispensed_home) is given elsewhere. A dose charted as not given is
    told by nothing-given, lines of the day before or after by line-on-another-day. Where no table of what was given
    was handed over, nothing is said. If rows of that table could not be read, mend them first.
Source: RULES R7, 2.6, 10.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Lines, and no row of a dose."""
    missing = f.three_tables & f.has_administered & (f.administered_rows == 0) & no(f.recorded)
    return missing & no(f.at_home) & (f.lines > 0)


def expected(f: AccountFacts) -> Number:
    """Units."""
    return 0


def observed(f: AccountFacts) -> Number:
    """Units billed."""
    return f.administered + f.discarded


def difference(f: AccountFacts) -> Number:
    """All units are too many."""
    return f.administered + f.discarded


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is billed, and no administration of it is recorded for the encounter that day"


CHECK = Check(
    "B01",
    "billed-not-administered",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    difference=difference,
    needs=(Needs.TABLES,),
)
