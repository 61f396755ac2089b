"""The kinds of facts: one value of a row, or a column of them."""

from typing import Any

Number = Any
"""int, Fraction, or a column of them."""
Word = Any
"""str or a column of them."""
Truth = Any
"""bool or a column of them."""
Day = Any
"""date or a column of them."""
