"""A small table to fill in for each of the three: its heading, and the rows of one account as an example."""

import csv
import io
from collections.abc import Mapping, Sequence

from unitcalc.reconcile.tabled import Table

_KEY = {"encounter_id": "ENC-1001", "service_date": "2026-01-12", "code": "J1745"}
EXAMPLES: Mapping[Table, Sequence[Mapping[str, str]]] = {
    Table.DISPENSED: (
        {
            **_KEY,
            "ndc": "57894-0030-01",
            "event": "opened",
            "container_amount": "100",
            "container_unit": "mg",
            "container_count": "4",
            "container_type": "single-dose",
            "container_id": "",
            "lot": "PKD22A",
            "supply": "purchased",
            "administration_id": "ADM-1",
            "site": "Main infusion center",
        },
    ),
    Table.ADMINISTERED: (
        {
            **_KEY,
            "given_amount": "350",
            "given_unit": "mg",
            "discarded_amount": "50",
            "discarded_unit": "mg",
            "reason": "rest of a single-dose vial",
            "explained_amount": "",
            "explained_unit": "",
            "explained_reason": "",
            "status": "given",
            "administration_id": "ADM-1",
            "container_id": "",
            "lot": "PKD22A",
            "start": "09:10",
            "stop": "11:20",
            "route": "IV infusion",
            "by": "RN 12",
            "witness": "RN 7",
            "site": "Main infusion center",
        },
    ),
    Table.CLAIMS: tuple(
        {
            "claim_id": "CLM-1001",
            "encounter_id": _KEY["encounter_id"],
            "line": line,
            "service_date": _KEY["service_date"],
            "code": _KEY["code"],
            "modifiers": modifiers,
            "units": units,
            "frequency": "1",
            "original_claim_id": "",
            "payer": "medicare-part-b",
            "biller": "",
            "site": "Main infusion center",
        }
        for line, modifiers, units in (("1", "", "35"), ("2", "JW", "5"))
    ),
}
"""350 of 400 mg of infliximab: 35 units of 10 mg, and 5 of the 50 mg that were discarded."""


def as_csv(table: Table) -> str:
    """A table's template. With a mark for Excel, which else reads UTF-8 as something else."""
    rows = EXAMPLES[table]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def needed(table: Table) -> str:
    """The columns that a table must have, in a sentence."""
    names = [name for name in table.required if name not in ("service_date", "code", "encounter_id")]
    drug = "code or ndc" if table.by_ndc else "code"
    return f"Needs encounter_id, service_date, {drug}, {', '.join(names)}."
