"""A line whose units are above a limit, as several lines (RULES 4.3)."""

from dataclasses import replace

from unitcalc.account import BilledLine
from unitcalc.checks.facts import LineFacts
from unitcalc.quantity import rounded


def split(f: LineFacts, line: BilledLine) -> BilledLine | tuple[BilledLine, ...]:
    """Lines filled to the limit, the payer's modifier from the second on; as it is where it must not be split.

    An NDC quantity is shared by units, to three decimals, and the last line takes the remainder (RULES 5.5). The charge
    is left to a person: how it is divided is the biller's.
    """
    if not f.split_limit or line.units <= f.split_limit or line.units.denominator != 1:
        return line
    bare = replace(line, charge=None, paid=None)
    marks = (f.split_modifier,) if f.split_modifier and f.split_modifier not in line.modifiers else ()
    parts: list[BilledLine] = []
    left, quantity = line.units, line.ndc_quantity
    while left > 0:
        units, part = min(left, f.split_limit), quantity
        if line.ndc_quantity is not None and quantity is not None and units < left:
            part = rounded(line.ndc_quantity * units / line.units, 3)
        marked = (*line.modifiers, *(marks if parts else ()))
        parts.append(replace(bare, units=units, modifiers=marked, ndc_quantity=part))
        left -= units
        quantity = None if quantity is None or part is None else quantity - part
    return tuple(parts)
