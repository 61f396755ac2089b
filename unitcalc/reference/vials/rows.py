"""Sizes as rows of the compiled tables: by code and by NDC, so that a look-up reads only what it asks for."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from unitcalc.reference.vials.model import FactSource, VialNdc, VialSize


def store(connection: sqlite3.Connection, sizes: Iterable[VialSize]) -> None:
    """Write sizes in their order: the user's first, then ours."""
    connection.execute("CREATE TABLE vial (number INTEGER PRIMARY KEY, code TEXT NOT NULL, json TEXT NOT NULL)")
    connection.execute("CREATE TABLE vial_ndc (ndc TEXT NOT NULL, code TEXT NOT NULL)")
    for number, size in enumerate(sizes):
        text = json.dumps(size, ensure_ascii=False, separators=(",", ":"))
        connection.execute("INSERT INTO vial VALUES (?, ?, ?)", (number, size.code, text))
        connection.executemany("INSERT INTO vial_ndc VALUES (?, ?)", [(entry.ndc, size.code) for entry in size.ndcs])
    connection.execute('CREATE INDEX "vial by code" ON vial (code)')
    connection.execute('CREATE INDEX "vial by ndc" ON vial_ndc (ndc)')


def read(text: str) -> VialSize:
    """A size from its row."""
    *before, ndcs, document, line = json.loads(text)
    places = VialSize._fields
    values: dict[str, Any] = dict(zip(places, before, strict=False))
    for name in ("described", "typed", "sized", "pooled"):
        values[name] = FactSource(*values[name])
    entries = tuple(VialNdc(ndc, FactSource(*listed), FactSource(*size)) for ndc, listed, size in ndcs)
    return VialSize(**values, ndcs=entries, document=document, line=line)
