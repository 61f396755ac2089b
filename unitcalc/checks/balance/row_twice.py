"""A row stands twice.

What: Two rows of one table are the same in every column, and they carry a number or a time of their own: an
    administration, a container or a start. So they are one thing that was written twice.
Why: Counted twice, a dose would look doubled and a vial would seem to be missing. unitcalc counts it once, and says
    so, because the export that made one row twice may have made others.
Example: The dose of 350 mg with administration A1 stands twice. Counted once, 350 mg given and 50 mg discarded are
    the four vials of 100 mg; counted twice, 800 mg would have come out of 400.
Instead: Look whether it was one. If so, nothing has to be done about this account; find out why the export repeats
    rows (often two reports, joined, or a file loaded twice). If they were two doses or two containers, give each its
    own number, and reconcile again.
Exceptions: Rows that are alike and carry no number and no time may well be two: both are counted, and nothing is
    said. Lines of a claim that repeat each other are told by duplicate-line.
Source: RULES 9.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import WARNING, Check, Needs, Scope


def broken(f: AccountFacts) -> Truth:
    """Rows that were left out."""
    return f.three_tables & (f.repeated_rows > 0)


def expected(f: AccountFacts) -> Number:
    """Rows that repeat another one."""
    return 0


def observed(f: AccountFacts) -> Number:
    """How many there are."""
    return f.repeated_rows


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Rows of {f.code} repeat others word for word, so each was counted once"


CHECK = Check(
    "B07",
    "row-twice",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.TABLES,),
    measure=lambda f: "repeated rows",
)
