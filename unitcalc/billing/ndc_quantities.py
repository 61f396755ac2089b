"""NDC quantities of what was given and what was discarded, by entry opened (RULES 5.3 to 5.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from unitcalc.billing.lines import NdcQuantity
from unitcalc.quantity import rounded

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Packed:
    """How an opened entry is supplied under its NDC: `ML` by volume, `UN` by container."""

    ndc: str
    unit: str
    per_basis: Fraction
    """NDC quantity of one unit of the basis: mL per mg, or containers per IU."""


def quantities(
    packed: Sequence[Packed | None], labels: Sequence[Fraction], given: Sequence[Fraction], discarded: Fraction
) -> tuple[tuple[NdcQuantity, ...], tuple[NdcQuantity, ...]]:
    """The NDC quantities of the administered and of the discarded amounts; together they are what became of the label.

    Discard comes from what each container held after the dose, the last opened first. Quantities of one NDC add up;
    the total is rounded to three decimals, and the discarded part takes the remainder (RULES 5.5).
    """
    wasted = _discard_of_each(labels, given, discarded)
    administered: dict[tuple[str, str], Fraction] = {}
    total: dict[tuple[str, str], Fraction] = {}
    for entry, label, dose, waste in zip(packed, labels, given, wasted, strict=True):
        if entry is None:
            continue
        key = (entry.ndc, entry.unit)
        used = min(dose, label)
        administered[key] = administered.get(key, ZERO) + used * entry.per_basis
        total[key] = total.get(key, ZERO) + (used + waste) * entry.per_basis
    first = {key: rounded(quantity, 3) for key, quantity in administered.items()}
    second = {key: rounded(total[key], 3) - first[key] for key in first}
    return (
        tuple(NdcQuantity(ndc, quantity, unit) for (ndc, unit), quantity in first.items() if quantity),
        tuple(NdcQuantity(ndc, quantity, unit) for (ndc, unit), quantity in second.items() if quantity),
    )


def _discard_of_each(labels: Sequence[Fraction], given: Sequence[Fraction], discarded: Fraction) -> list[Fraction]:
    wasted = [ZERO] * len(labels)
    left = discarded
    for i in reversed(range(len(labels))):
        wasted[i] = min(left, max(labels[i] - given[i], ZERO))
        left -= wasted[i]
    return wasted
