"""The columns of the three tables, and how a row of a visit becomes a row of a table.

While visits are made, people and things have numbers within their scene (see `visits`): `Row.encounter` 0 is its first
patient, container "2" its second container. `generating` makes them numbers of their own.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
"""A row: ids as numbers within the scene, amounts as `Decimal`, dates as `date`, all else text; None is empty."""

ENCOUNTER, PATIENT, CLAIM, ORIGINAL = "encounter_id", "patient_id", "claim_id", "original_claim_id"
ADMINISTRATION, CONTAINER = "administration_id", "container_id"
COLUMNS: Mapping[Table, tuple[str, ...]] = {
    Table.DISPENSED: (
        ENCOUNTER, PATIENT, "service_date", "ndc", "event", "container_amount", "container_unit", "container_count",
        CONTAINER, "lot", "expiry", "supply", ADMINISTRATION, "site",
    ),
    Table.ADMINISTERED: (
        ENCOUNTER, PATIENT, "service_date", "code", "given_amount", "given_unit", "discarded_amount", "discarded_unit",
        "explained_amount", "explained_unit", "explained_reason", "reason", "status", ADMINISTRATION, CONTAINER, "lot",
        "ordered_amount", "weight", "weight_date", "start", "stop", "route", "by", "witness", "site",
    ),
    Table.CLAIMS: (
        CLAIM, ENCOUNTER, "line", "service_date", "code", "modifiers", "units", "frequency", ORIGINAL, "form",
        "place_or_bill_type", "revenue_code", "ndc", "ndc_quantity", "ndc_unit", "charge", "payer", "submitted_date",
        "biller", "site",
    ),
}  # fmt: skip
"""The columns of each table, in order."""
_NUMBERED = frozenset({ENCOUNTER, PATIENT})
_DAYS = frozenset({"service_date", "expiry", "weight_date", "submitted_date"})
_WHOLE = frozenset({"container_count", "line", "units"})
_AMOUNTS = frozenset({"container_amount", "given_amount", "discarded_amount", "explained_amount", "ordered_amount"})


def schema(table: Table, *, numbered: bool) -> "pa.Schema":
    """The types of a table's columns; `numbered` where its people still have numbers within their scene."""
    import pyarrow as pa

    def kind(name: str) -> Any:
        if numbered and name in _NUMBERED:
            return pa.int32()
        if name in _DAYS:
            return pa.date32()
        if name in _WHOLE:
            return pa.int32()
        if name in _AMOUNTS:
            return pa.decimal128(12, 3)
        return pa.decimal128(12, 2) if name == "charge" else pa.string()

    return pa.schema([(name, kind(name)) for name in COLUMNS[table]])
