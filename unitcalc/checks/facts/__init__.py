"""What checks look at: flat rows of exact numbers, words, truths and dates, or columns of the same names.

Every fact is known: what is not stated has a truth beside it (`has_charge`, `recorded`, `compared`) and stands as 0, as
an empty word or as the account's own day. So no check meets an empty cell, on one row or on a column.

Units are units of the code; amounts are numbers of the code's own unit of measure (mg, IU); money is dollars.
"""

from unitcalc.checks.facts.account import AccountFacts
from unitcalc.checks.facts.kinds import Day, Number, Truth, Word
from unitcalc.checks.facts.line import LineFacts, ModifierFacts
from unitcalc.checks.facts.others import CellFacts, DocumentFacts, SiteFacts

__all__ = [
    "AccountFacts",
    "CellFacts",
    "Day",
    "DocumentFacts",
    "LineFacts",
    "ModifierFacts",
    "Number",
    "SiteFacts",
    "Truth",
    "Word",
]
