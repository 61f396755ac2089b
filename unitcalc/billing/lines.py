"""Claim lines: modifiers, splitting by the setting's line limit, NDC quantities and payment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from unitcalc.quantity import Amount, money, plain, rounded


@dataclass(frozen=True, slots=True)
class NdcQuantity:
    """How much of an NDC a line carries: the quantity in the NDC's unit of measure (ML, UN), to three decimals."""

    ndc: str
    quantity: Fraction
    unit: str

    def as_json(self) -> dict[str, str]:
        """The quantity as an amount."""
        return {"amount": plain(self.quantity), "unit": self.unit}

    def __str__(self) -> str:
        return f"{self.unit}{plain(self.quantity)}"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of the claim."""

    code: str
    modifiers: tuple[str, ...]
    units: int | Fraction
    """Whole, but a fraction of one CAR-T dose where LU stands (RULES 1.12)."""
    amount: Amount | None
    """What the line stands for physically."""
    ndcs: tuple[NdcQuantity, ...] = ()
    payment: Fraction | None = None
    """Dollars: payment limit times units, half up to cents, before coinsurance. None where there is no limit."""
    coinsurance: Fraction | None = None
    """The patient's part of it, dollars, by the payment file's own percentage."""
    charge: Fraction | None = None
    """Dollars, where the payer wants a nominal charge (RULES 2.11); any other charge is the provider's own."""

    @property
    def ndc(self) -> NdcQuantity | None:
        """The line's NDC, where it is one."""
        return self.ndcs[0] if len(self.ndcs) == 1 else None

    def __str__(self) -> str:
        """As a biller copies it: code with modifiers, units, NDC."""
        # A quantity without a unit is not known: then the NDC stands alone.
        ndc = "".join(f"  N4{each.ndc.replace('-', '')}{f' {each}' if each.unit else ''}" for each in self.ndcs)
        return f"{'-'.join((self.code, *self.modifiers))}  {plain(self.units)}{ndc}"

    def as_json(self) -> dict[str, object]:
        """The line as other programs read it."""
        return {
            "code": self.code,
            "modifiers": list(self.modifiers),
            "units": self.units if isinstance(self.units, int) else plain(self.units),
            "ndc": self.ndc.ndc if self.ndc else None,
            "ndc_quantity": self.ndc.as_json() if self.ndc else None,
            "ndcs": [{"ndc": each.ndc, "ndc_quantity": each.as_json()} for each in self.ndcs],
            "amount": self.amount.as_json() if self.amount else None,
            "payment": money(self.payment) if self.payment is not None else None,
            "coinsurance": money(self.coinsurance) if self.coinsurance is not None else None,
            "charge": money(self.charge) if self.charge is not None else None,
        }


REPEATED = "76"
"""A line that repeats the one before, for payers that ask for no other modifier."""


def split(line: ClaimLine, limit: int, modifier: str = REPEATED, *, whole_vials: bool = False) -> tuple[ClaimLine, ...]:
    """RULES 4.3: lines filled to the limit, the modifier from the second; amount and NDC quantities go along.

    The modifier is the payer's, 76 for Medicare; empty for none. `whole_vials`: a vial is not divided among lines.

    >>> [(part.units, part.modifiers) for part in split(ClaimLine("J7211", ("JZ",), 22_000, None), 9_999)]
    [(9999, ('JZ',)), (9999, ('JZ', '76')), (2002, ('JZ', '76'))]
    """
    total = int(line.units)
    if total <= limit:
        return (line,)
    counts = [limit] * (total // limit) + ([total % limit] if total % limit else [])
    return tuple(
        replace(
            line,
            units=count,
            modifiers=(*line.modifiers, *((modifier,) if index and modifier else ())),
            amount=line.amount * share if line.amount else None,
            ndcs=ndcs,
        )
        for index, (count, share, ndcs) in enumerate(
            zip(
                counts,
                (Fraction(count, total) for count in counts),
                _shared(line.ndcs, counts, whole_vials=whole_vials),
                strict=True,
            )
        )
    )


def in_fractions(
    line: ClaimLine, parts: int, modifiers: Sequence[str], repeated: str = REPEATED
) -> tuple[ClaimLine, ...]:
    """RULES 1.12: one dose in equal decimal parts that total 1, each with the modifiers, 76 from the second."""
    share = Fraction(1, parts)
    return tuple(
        replace(
            line,
            units=line.units * share,
            modifiers=(*modifiers, *((repeated,) if index and repeated else ()), *line.modifiers),
            amount=line.amount * share if line.amount else None,
            ndcs=ndcs,
        )
        for index, ndcs in enumerate(_shared(line.ndcs, [1] * parts))
    )


def in_whole_vials(
    administered: Sequence[NdcQuantity], discarded: Sequence[NdcQuantity]
) -> tuple[tuple[NdcQuantity, ...], tuple[NdcQuantity, ...]]:
    """RULES 5.6, for a payer that takes no part of a vial: one that was begun counts with the dose, the rest with
    the discard. Only `UN` is counted so; other quantities stay as they are.

    >>> vials = NdcQuantity("57894-0030-01", Fraction(7, 2), "UN")
    >>> in_whole_vials([vials], [replace(vials, quantity=Fraction(3, 2))])[0][0].quantity
    Fraction(4, 1)
    """
    given = tuple(
        replace(each, quantity=Fraction(ceil(each.quantity))) if each.unit == "UN" else each for each in administered
    )
    rounded_up = {
        (whole.ndc, whole.unit): whole.quantity - each.quantity for whole, each in zip(given, administered, strict=True)
    }
    left = (
        replace(each, quantity=Fraction(ceil(each.quantity - rounded_up.get((each.ndc, each.unit), Fraction(0)))))
        if each.unit == "UN"
        else each
        for each in discarded
    )
    return given, tuple(each for each in left if each.quantity > 0)


def _shared(
    ndcs: tuple[NdcQuantity, ...], counts: Sequence[int], *, whole_vials: bool = False
) -> list[tuple[NdcQuantity, ...]]:
    """NDC quantities shared by units, to three decimals; the last line takes the remainder (RULES 5.5)."""
    total, left = sum(counts), list(ndcs)
    lines = []
    for index, count in enumerate(counts):
        if index == len(counts) - 1:
            lines.append(tuple(left))
            break
        parts = tuple(
            replace(
                each, quantity=rounded(each.quantity * count / total, 0 if whole_vials and each.unit == "UN" else 3)
            )
            for each in ndcs
        )
        left = [replace(each, quantity=each.quantity - part.quantity) for each, part in zip(left, parts, strict=True)]
        lines.append(parts)
    return [tuple(each for each in line if each.quantity) for line in lines]


def paid(line: ClaimLine, limit: Fraction, coinsurance: Fraction | None) -> ClaimLine:
    """The line with its payment: limit in dollars a unit; coinsurance in per cent."""
    payment = rounded(limit * line.units, 2)
    share = rounded(payment * coinsurance / 100, 2) if coinsurance is not None else None
    return replace(line, payment=payment, coinsurance=share)
