"""A code's payment limit over the quarters, and what its OPPS status means."""

from fractions import Fraction
from typing import NamedTuple

from unitcalc.reference.records import LimitRow, Quarter
from unitcalc.reference.store import Reference

_POLICY = "policies/medicare-part-b"


class Price(NamedTuple):
    """The payment limit of a billing unit in a quarter."""

    period: str
    amount: Fraction | None
    """Dollars; None where the quarter's file has no price of the code."""
    coinsurance: Fraction | None
    """Per cent."""
    change: Fraction | None
    """Per cent of the quarter before, exactly; None where there is nothing to compare it with."""
    dosage: str
    """What the price is of, as the file says."""


def prices(reference: Reference, code: str) -> tuple[Price, ...]:
    """Every quarter that is loaded, the oldest first; none where no quarter has a price."""
    rows = reference.limits(code)
    found: list[Price] = []
    before: LimitRow | None = None
    for info in reference.periods("limits") if rows else ():
        quarter = Quarter.read(info.period)
        row = next((row for row in rows if row.first <= quarter <= row.last), None)
        amount = row.limit if row else None
        found.append(
            Price(
                info.period,
                amount,
                row.coinsurance if row and amount is not None else None,
                _change(before, row),
                row.dosage if row else "",
            )
        )
        before = row
    return tuple(found) if any(price.amount is not None for price in found) else ()


def _change(before: LimitRow | None, row: LimitRow | None) -> Fraction | None:
    """Of another amount of the drug a price says nothing: its change is not computed."""
    if before is None or row is None or not before.limit or row.limit is None or before.dosage != row.dosage:
        return None
    return (row.limit - before.limit) / before.limit * 100


def per_cent(change: Fraction) -> str:
    """A change for show, to one decimal: +2.4 %.

    >>> per_cent(Fraction(-1, 8)), per_cent(Fraction(12)), per_cent(Fraction(0))
    ('-0.1 %', '+12.0 %', '0.0 %')
    """
    tenths = int(abs(change) * 10 + Fraction(1, 2))
    sign = ("-" if change < 0 else "+") if tenths else ""
    return f"{sign}{tenths // 10:,}.{tenths % 10} %"


def status_meaning(reference: Reference, status: str) -> str:
    """What an OPPS status indicator means for a drug; empty for one that the policy doesn't name."""
    policy = reference.document(_POLICY) or {}
    meaning = policy.get("statuses", {}).get(status, {}).get("meaning", "")
    return str(meaning)
