"""One container was opened in two accounts.

What: Two accounts state that they opened the container with the same number, and no transfer links them.
Why: A container is opened once. Each account may look right by itself, and yet one vial is billed twice: once too
    often, and with waste that does not exist. When somebody compares purchases with claims, that is what comes out.
    Until it is clear who opened it, neither record proves its bill.
Example: Vial V1 of 100 mg stands in the account of E1, who was given 350 mg of infliximab from four vials, and in
    that of E2, who was given 400 mg from four. Together that is 750 mg given and 50 mg discarded, 800 mg, out of
    seven vials that hold 700.
Instead: Look at the vial's label or the scan. If the number was mistyped in one account, correct it there. If the
    patients shared the container, let one account open it and enter the rest as transferred_out there and as
    transferred_in at the other: then its waste falls to the last. Correct the claims that change.
Exceptions: Rows without a container number are never compared: a lot is many containers. A row that stands twice in
    one account is told by row-twice.
Source: RULES 2.7, 9.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """Another account opened a container of this one."""
    return f.three_tables & no(f.opened_elsewhere == "")


def expected(f: AccountFacts) -> Word:
    """How often a container is opened."""
    return "one opening"


def observed(f: AccountFacts) -> Word:
    """How often it was."""
    return "more than one"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"A container of {f.code} that was opened here was opened in another account too ({f.opened_elsewhere})"


CHECK = Check(
    "B04",
    "container-opened-twice",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.TABLES,),
)
