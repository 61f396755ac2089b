"""What a bill says in a few words, the same on the page and on the printed sheet."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from unitcalc.billing.bill import Bill
from unitcalc.billing.containers import Fate, together
from unitcalc.billing.lines import ClaimLine
from unitcalc.pages.words import counted
from unitcalc.quantity import dollars, grouped, plain


def units(line: ClaimLine) -> str:
    """The units of a line: whole, but the fractions of a dose."""
    return grouped(line.units) if isinstance(line.units, int) else plain(line.units)


def copied(lines: Sequence[ClaimLine]) -> str:
    """Claim lines as text, one each: code with modifiers, units, NDC with its quantity."""
    return "\n".join(str(line) for line in lines) or "no line"


def paid(lines: Sequence[ClaimLine]) -> str:
    """What the lines pay together; empty where that is not known."""
    known = [line.payment for line in lines if line.payment is not None]
    return dollars(sum(known[1:], known[0])) if known else ""


def in_the_bin(bill: Bill) -> str:
    """The physical discard."""
    return bill.discarded.short if bill.discarded is not None and bill.opened is not None else "not known"


def on_the_claim(bill: Bill) -> str:
    """The discarded units that are billed."""
    if bill.discarded_units is None:
        return "undecided"
    return counted(bill.discarded_units if bill.lines or bill.alternatives else 0, "unit")


def balance(bill: Bill) -> str:
    """Opened = what became of it, part by part; empty where that is not known."""
    if bill.opened is None or not bill.containers:
        return ""
    parts = []
    for fate in Fate:
        amount = together(bill.containers, fate)
        if amount is not None and (amount or (fate is Fate.UNEXPLAINED and bill.unexplained is not None)):
            parts.append(f"{amount.short} {fate.value}")
    above = [part for each in bill.containers for part in each.above]
    note = f" ({', '.join(f'{part.amount.short} above the label' for part in above)})" if above else ""
    return f"Opened {bill.opened.short} = {' + '.join(parts)}{note}"


def installed_version() -> str:
    """The version of unitcalc; empty where it is not installed."""
    try:
        return version("unitcalc")
    except PackageNotFoundError:
        return ""
