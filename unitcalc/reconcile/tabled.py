"""The three tables: what each is called, its columns, and what must be there."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from unitcalc.tables import claims, entries
from unitcalc.tables.columns import Names


class Table(StrEnum):
    """A table that is handed over."""

    DISPENSED = "dispensed"
    ADMINISTERED = "administered"
    CLAIMS = "claims"

    @property
    def names(self) -> Names:
        """Its columns, and what others call them."""
        return _NAMES[self]

    @property
    def required(self) -> Sequence[str]:
        """Columns that must be there; besides them either code or NDC, where a row may name its drug by its NDC."""
        return _REQUIRED[self]

    @property
    def by_ndc(self) -> bool:
        """Whether an NDC may stand for the code."""
        return self is not Table.CLAIMS


_NAMES: Mapping[Table, Names] = {
    Table.DISPENSED: entries.DISPENSED,
    Table.ADMINISTERED: entries.ADMINISTERED,
    Table.CLAIMS: claims.NAMES,
}
_REQUIRED: Mapping[Table, Sequence[str]] = {
    Table.DISPENSED: entries.DISPENSED_REQUIRED,
    Table.ADMINISTERED: entries.ADMINISTERED_REQUIRED,
    # An encounter links a line to what was given; without one the three records can't be brought together.
    Table.CLAIMS: ("encounter_id", *claims.REQUIRED),
}
