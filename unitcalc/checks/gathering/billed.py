"""What was billed on an account: sums and counts over its lines."""

from collections import Counter
from fractions import Fraction
from typing import Any

from unitcalc.account import BilledLine

LIABILITY = frozenset({"GA", "GZ", "GY", "GX"})
SEPARATE = frozenset({"59", "XE", "XS", "XP", "XU"})
ESA = frozenset({"EA", "EB", "EC"})
ROUTES = frozenset({"JA", "JB"})
REPEATED = SEPARATE | {"76"}
ZERO = Fraction(0)


def billed(lines: tuple[BilledLine, ...]) -> dict[str, Any]:
    """The facts of an account that its lines alone give."""
    administered = [line for line in lines if not line.is_discard]
    discarded = [line for line in lines if line.is_discard]
    marks = Counter(mark for line in lines for mark in set(line.modifiers))
    routes = {mark for line in lines for mark in line.modifiers if mark in ROUTES}
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
        "paid": sum((line.paid or ZERO for line in lines), ZERO),
        "has_paid": any(line.paid is not None for line in lines),
        "tb_lines": marks["TB"],
        "liability_lines": sum(bool(LIABILITY & set(line.modifiers)) for line in lines),
        "liability_words": len(LIABILITY & set(marks)),
        "repeat_lines": marks["76"],
        "separate_lines": sum(bool(SEPARATE & set(line.modifiers)) for line in lines),
        "esa_lines": sum(len(ESA & set(line.modifiers)) == 1 for line in lines),
        "route_lines": sum(bool(ROUTES & set(line.modifiers)) for line in lines),
        "route_modifier": next(iter(routes)) if len(routes) == 1 else "",
        "fraction_lines": marks["LU"],
    }
