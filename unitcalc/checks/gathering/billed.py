"""What was billed on an account: sums and counts over its lines."""

from collections import Counter
from fractions import Fraction
from typing import Any

from unitcalc.account import BilledLine
from unitcalc.catalogue.modifiers import Modifiers

ZERO = Fraction(0)


def billed(lines: tuple[BilledLine, ...], modifiers: Modifiers) -> dict[str, Any]:
    """The facts of an account that its lines alone give; `modifiers` say what belongs together."""
    liability, separate, esa, routes_ = (
        frozenset(modifiers.group(name)) for name in ("liability", "separate-service", "esa", "route")
    )
    administered = [line for line in lines if not line.is_discard]
    discarded = [line for line in lines if line.is_discard]
    marks = Counter(mark for line in lines for mark in set(line.modifiers))
    routes = {mark for line in lines for mark in line.modifiers if mark in routes_}
    return {
        "lines": len(lines),
        "administered": sum((line.units for line in administered), ZERO),
        "discarded": sum((line.units for line in discarded), ZERO),
        "administered_lines": len(administered),
        "jw_lines": len(discarded),
        "jz_lines": sum("JZ" in line.modifiers for line in administered),
        "both_lines": sum("JZ" in line.modifiers for line in discarded),
        "bare_lines": sum("JZ" not in line.modifiers for line in administered),
        "largest_line": max((line.units for line in lines), default=ZERO),
        "charge": sum((line.charge or ZERO for line in lines), ZERO),
        "has_charge": any(line.charge is not None for line in lines),
        "tb_lines": marks["TB"],
        "liability_lines": sum(bool(liability & set(line.modifiers)) for line in lines),
        "repeat_lines": marks["76"],
        "separate_lines": sum(bool(separate & set(line.modifiers)) for line in lines),
        "esa_lines": sum(len(esa & set(line.modifiers)) == 1 for line in lines),
        "route_modifier": next(iter(routes)) if len(routes) == 1 else "",
        "fraction_lines": marks["LU"],
    }
