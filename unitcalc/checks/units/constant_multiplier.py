"""A constant wrong multiplier is at work.

What: At one site, many accounts of a code differ from their records, and all by one and the same ratio: ten
    times too much, or half.
Why: Single slips scatter; one ratio points to the charge master or an interface that multiplies by a wrong
    number. It goes on with every claim until somebody corrects it. Federal audits of drug lines look for it.
Example: Six of eight infliximab accounts at a site bill 350, 400, 290, 500, 310 and 420 units where the records
    give 35, 40, 29, 50, 31 and 42: ten to one in each. The multiplier is set to 1 mg where J1745 is 10 mg.
Instead: Correct the multiplier first. Then find the day on which it began, list all claims since, correct or
    repay them. Tell whoever is responsible for compliance before you do.
Exceptions: A site with one patient, always on the same dose, can show a constant ratio by another cause. Fewer
    than five accounts, or less than half of them, are not reported here.
Source: RULES 10.
"""

from unitcalc.checks.facts import Number, SiteFacts, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake

# Both are our own choice, from practice: no regulation sets them. Fewer accounts may be one person's slip of one day,
# and where most accounts are right it is no multiplier of the charge master.
FEWEST_ACCOUNTS = 5
AT_LEAST_ONE_IN = 2


def broken(f: SiteFacts) -> Truth:
    """Enough accounts are wrong by one ratio, and at least half of all."""
    return (f.wrong >= FEWEST_ACCOUNTS) & (f.wrong * AT_LEAST_ONE_IN >= f.accounts)


def expected(f: SiteFacts) -> Number:
    """The records' side of the ratio."""
    return f.ratio_expected


def observed(f: SiteFacts) -> Number:
    """The claims' side of the ratio."""
    return f.ratio_billed


def difference(f: SiteFacts) -> Number:
    """Units too many on these accounts together."""
    return f.difference


def message(f: SiteFacts) -> str:
    """In a biller's words."""
    where = f" at {f.site}" if f.site else ""
    return f"{f.wrong} of {f.accounts} accounts of {f.code}{where} are wrong by the same ratio of units"


CHECK = Check(
    "U16",
    "constant-multiplier",
    ERROR,
    Scope.SITE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    difference=difference,
    needs=(Needs.RECORD, Needs.SITE),
)
