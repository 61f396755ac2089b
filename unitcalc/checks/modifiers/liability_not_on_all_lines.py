"""A liability modifier stands on some lines of the drug, and not on all.

What: GA, GZ, GY or GX says who pays if Medicare does not. It stands on one line of the drug and is missing on another
    of the same day. Expected and found are numbers of lines.
Why: Given and discarded drug are one item. Where only one line is marked, the payer decides on the two differently:
    one is billed to the patient or written off, the other paid or denied for another reason.
Example: J1745-GA, 35 units, and J1745-JW, 5 units. The patient signed the notice for the whole infusion: J1745-JW-GA,
    5 units.
Instead: Put the same modifier on every line of the drug, the JW line and the split lines too. If it stands there by
    mistake, take it off all of them.
Exceptions: If one part of that day's drug is covered and another is not (two indications, two infusions), they are
    two items: leave the lines as they are and note why.
Source: RULES 7.3.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.words import in_lines


def broken(f: AccountFacts) -> Truth:
    """On a line and not on all."""
    return (f.liability_lines > 0) & (f.liability_lines < f.lines)


def expected(f: AccountFacts) -> Number:
    """Lines that carry one: all."""
    return f.lines


def observed(f: AccountFacts) -> Number:
    """Lines that do."""
    return f.liability_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"A liability modifier (GA, GZ, GY or GX) stands on some lines of {f.code} only"


CHECK = Check(
    "M05",
    "liability-not-on-all-lines",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    measure=in_lines,
)
