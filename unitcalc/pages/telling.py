"""What a bill says in a few words, the same on the page and on the printed sheet."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from unitcalc.billing.bill import Bill
from unitcalc.billing.containers import Fate, together
from unitcalc.billing.lines import ClaimLine
from unitcalc.pages.words import counted
from unitcalc.quantity import Amount, dollars, grouped, plain

_TOO_MUCH = frozenset({"discard-above-label", "record-above-label"})
"""The findings that say that more is charted than the containers held."""


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


def stands_for(bill: Bill, line: ClaimLine) -> str:
    """What a line stands for physically; of a waste line also how much of it its whole units are."""
    if line.amount is None:
        return ""
    billed = _in_whole_units(bill, line)
    return f"{billed.short} of {line.amount.short}" if billed is not None else line.amount.short


def wasted(bill: Bill) -> str:
    """What the JW lines stand for."""
    lines = [line for line in bill.lines if "JW" in line.modifiers]
    amounts = [line.amount for line in lines if line.amount is not None]
    if not amounts:
        return "JW"
    if len(lines) == 1 and _in_whole_units(bill, lines[0]) is not None:
        return f"JW: {stands_for(bill, lines[0])} discarded"
    return f"JW for {' and '.join(amount.short for amount in amounts)}"


def _in_whole_units(bill: Bill, line: ClaimLine) -> Amount | None:
    """What the units of a waste line are physically, where that is less than what was discarded."""
    if "JW" not in line.modifiers or line.amount is None or not bill.billing_unit.fits(line.amount.unit):
        return None
    billed = bill.billing_unit.bound_to(line.amount.unit) * line.units
    return billed if billed < line.amount else None


def not_as_waste(bill: Bill) -> str:
    """Why less is billed as waste than was discarded; empty where that is not so.

    The rest is billed with the dose, as far as the dose's last unit was rounded up over it.
    """
    found = [line for line in bill.lines if _in_whole_units(bill, line) is not None]
    if len(found) != 1 or found[0].amount is None:
        return ""
    waste = found[0]
    assert waste.amount is not None
    unit = bill.billing_unit.bound_to(waste.amount.unit)
    doses = [line for line in bill.lines if "JW" not in line.modifiers and line.amount is not None]
    if len(doses) == 1 and doses[0].amount is not None and doses[0].amount.fits(unit.unit):
        room = unit * doses[0].units - doses[0].amount.bound_to(unit.unit)
        if waste.amount - unit * waste.units <= room:
            return f"JW: {stands_for(bill, waste)} discarded; the rest is in the unit rounded up."
    return f"JW: {stands_for(bill, waste)} discarded; the rest is no whole unit."


def on_the_claim(bill: Bill) -> str:
    """The discarded units that are billed."""
    if bill.discarded_units is None:
        return "undecided"
    return counted(bill.discarded_units if bill.lines or bill.alternatives else 0, "unit")


def balance(bill: Bill) -> str:
    """Opened = what became of it, part by part; empty where that is not known.

    What the containers held above their labels is added where it was stated; where the chart holds more than that, it
    does not balance, and that is said.
    """
    if bill.opened is None or not bill.containers:
        return ""
    amounts = [(fate, amount) for fate in Fate if (amount := together(bill.containers, fate))]
    parts = " + ".join(f"{amount.short} {fate.value}" for fate, amount in amounts)
    above = [part.amount for each in bill.containers for part in each.above]
    if not above:
        return f"Opened {bill.opened.short} = {parts}"
    more = sum(above[1:], above[0])
    if any(finding.check in _TOO_MUCH for finding in bill.findings):
        whole = (bill.opened + more).short
        return f"Not balanced: {whole} charted ({parts}), {more.short} more than the {bill.opened.short} opened"
    return f"Opened {bill.opened.short} + {more.short} overfill = {parts}"


def installed_version() -> str:
    """The version of unitcalc; empty where it is not installed."""
    try:
        return version("unitcalc")
    except PackageNotFoundError:
        return ""
