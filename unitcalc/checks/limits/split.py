"""A line whose units are above a limit, as several lines (RULES 4.3)."""

from dataclasses import replace

from unitcalc.account import BilledLine
from unitcalc.checks.facts import LineFacts


def split(f: LineFacts, line: BilledLine) -> BilledLine | tuple[BilledLine, ...]:
    """Lines filled to the limit, the payer's modifier from the second on; as it is where it must not be split.

    Charge and NDC quantity are left to a person: how they are divided is the biller's.
    """
    if not f.split_limit or line.units <= f.split_limit or line.units.denominator != 1:
        return line
    bare = replace(line, charge=None, paid=None, ndc_quantity=None)
    marks = (f.split_modifier,) if f.split_modifier and f.split_modifier not in line.modifiers else ()
    parts: list[BilledLine] = []
    left = line.units
    while left > 0:
        units = min(left, f.split_limit)
        parts.append(replace(bare, units=units, modifiers=(*line.modifiers, *(marks if parts else ()))))
        left -= units
    return tuple(parts)
