"""A site wastes more of a drug than its container sizes ask for.

What: For a code at one site, all accounts are added up. A clearly larger share of what was opened was discarded than
    the containers that waste least would have left of the very same doses.
Why: avoidable-waste tells it of one account, where it may be a slip or a missing size. Of many accounts it is a
    habit: one size on the shelf, or vials taken as they come. Payers ask for the containers that waste least and may
    refuse the rest (CGS, Noridian); where the drug was bought, it is your own money in the bin.
Example: A site gives 300 mg of bevacizumab (J9035, 10 mg a unit) twenty times, each time from one vial of 400 mg. 200
    of 800 units opened are discarded, 25 %. Three vials of 100 mg would have left nothing.
Instead: Ask pharmacy which sizes it stocks and how it chooses. unitcalc plan names the containers for a dose, also
    from the stock that is there. If a size can't be had, document the shortage with the account: then its waste counts
    as unavoidable.
Exceptions: Only accounts whose record decides the waste have a part in it. Where the sizes on the market are not
    known, where a shortage is documented or an infusion was stopped, no waste counts as avoidable. It speaks of 20
    accounts or more, where the two shares are more than 5 % of the units opened apart: both numbers are our own
    choice and unverified (data/sites.yaml).
Source: RULES 2.3, 10.3.
"""

from unitcalc.checks.facts import Number, SiteFacts, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.quantity import plain, rounded


def broken(f: SiteFacts) -> Truth:
    """The share discarded is too far above the least: waste / opened - least / least opened > share.

    Both sides are multiplied by both amounts opened, so that nothing is divided.
    """
    opened, least_opened = f.used + f.waste, f.used + f.least_waste
    above = f.waste * least_opened - f.least_waste * opened
    return (f.decided >= f.fewest) & (above > f.waste_share * opened * least_opened)


def expected(f: SiteFacts) -> Number:
    """Units that the containers that waste least would have left."""
    return f.least_waste


def observed(f: SiteFacts) -> Number:
    """Units discarded."""
    return f.waste


def message(f: SiteFacts) -> str:
    """In a biller's words, with both shares in percent."""
    where = f" at {f.site}" if f.site else ""
    shares = (each * 100 / (f.used + each) for each in (f.waste, f.least_waste))
    wasted, least = (plain(rounded(share, 1)) for share in shares)
    return (
        f"Of the units of {f.code} opened{where} in {f.decided} accounts {wasted} % were discarded, where the "
        f"containers that waste least would have left {least} %"
    )


CHECK = Check(
    "B09",
    "unusual-waste",
    WARNING,
    Scope.SITE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.DIFFERENCE,
    needs=(Needs.RECORD, Needs.SITE),
    measure=lambda f: "discarded units",
)
