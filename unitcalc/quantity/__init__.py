"""Exact amounts: numbers, units, and the grammar that reads them."""

from unitcalc.quantity.amount import Amount, Unit, zero
from unitcalc.quantity.grammar import amount, read_amount, read_count, read_positive, read_unit
from unitcalc.quantity.number import dollars, grouped, money, plain, read_number, rounded

__all__ = [
    "Amount",
    "Unit",
    "amount",
    "dollars",
    "grouped",
    "money",
    "plain",
    "read_amount",
    "read_count",
    "read_number",
    "read_positive",
    "read_unit",
    "rounded",
    "zero",
]
