"""What a `vials.yaml` states as rows of the compiled tables: by code and by NDC, to be read one by one."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from unitcalc.reference.vials.model import FactSource, Rise, UsualDose, VialFacts, VialNdc, VialSize


def store(connection: sqlite3.Connection, facts: VialFacts) -> None:
    """Write everything in its order: the user's first, then ours."""
    _store(connection, "vial", facts.sizes)
    _store(connection, "usual_dose", facts.doses)
    _store(connection, "rise", facts.rises)
    connection.execute("CREATE TABLE vial_ndc (ndc TEXT NOT NULL, code TEXT NOT NULL)")
    of_ndcs = ((entry.ndc, size.code) for size in facts.sizes for entry in size.ndcs)
    connection.executemany("INSERT INTO vial_ndc VALUES (?, ?)", of_ndcs)
    connection.execute('CREATE INDEX "vial by ndc" ON vial_ndc (ndc)')


def _store(connection: sqlite3.Connection, name: str, rows: Sequence[VialSize | UsualDose | Rise]) -> None:
    connection.execute(f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, code TEXT NOT NULL, json TEXT NOT NULL)")
    for number, row in enumerate(rows):
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        connection.execute(f"INSERT INTO {name} VALUES (?, ?, ?)", (number, row.code, text))
    connection.execute(f'CREATE INDEX "{name} by code" ON {name} (code)')


def read(text: str) -> VialSize:
    """A size from its row."""
    *before, ndcs, document, line = json.loads(text)
    places = VialSize._fields
    values: dict[str, Any] = dict(zip(places, before, strict=False))
    for name in ("described", "typed", "sized", "pooled", "injected"):
        values[name] = FactSource(*values[name])
    entries = tuple(VialNdc(ndc, FactSource(*listed), FactSource(*size)) for ndc, listed, size in ndcs)
    return VialSize(**values, ndcs=entries, document=document, line=line)


def read_dose(text: str) -> UsualDose:
    """A usual dose from its row."""
    return UsualDose(**_with_source(UsualDose._fields, text))


def read_rise(text: str) -> Rise:
    """A clotting factor's rise from its row."""
    return Rise(**_with_source(Rise._fields, text))


def _with_source(names: tuple[str, ...], text: str) -> dict[str, Any]:
    values: dict[str, Any] = dict(zip(names, json.loads(text), strict=True))
    values["source"] = FactSource(*values["source"])
    return values
