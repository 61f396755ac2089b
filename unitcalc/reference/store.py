"""Look-ups in the reference tables: rows as the files state them, by code, NDC, name and day.

Needs the standard library only. A Reference may be shared by threads.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from unitcalc.reference.cells import Row, typed
from unitcalc.reference.compiled import Progress, open_compiled, opened, recompiled
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import (
    BiologicRow,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    ModifierRow,
    MueRow,
    RejectedRow,
    SearchedRow,
    SingleDoseRow,
    StatusRow,
    TableInfo,
)

if TYPE_CHECKING:
    from unitcalc.reference.vials.model import Rise, UsualDose, VialSize

CACHED = 20_000
"""Answers kept in memory; there are about so many codes and NDCs together."""


class Reference:
    """The reference tables, open for look-ups."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress | None = None) -> None:
        self._connection = connection
        self._progress = progress
        self._lock = Lock()
        self._cached: dict[tuple[str, str], Any] = {}

    @classmethod
    def open(cls, progress: Progress | None = None) -> "Reference":
        """The embedded tables with the user's; `progress` is told when they have to be prepared first.

        Refused for a damaged table or a document (vials.yaml) that can't be read.
        """
        return cls(open_compiled(progress), progress)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens the same file."""
        _, _, path = self._connection.execute("PRAGMA database_list").fetchone()
        return _reopened, (path,)

    def close(self) -> None:
        """Close the file. Nothing can be looked up afterwards that was not looked up before."""
        with self._lock:
            self._connection.close()

    def code(self, code: str) -> CodeRow | None:
        """A code's descriptors and dates."""
        rows = self._cached.get(("code", code))
        if rows is None:
            rows = self._load("code", code, CodeRow, "SELECT * FROM codes WHERE code = ?")
        return rows[0] if rows else None

    def codes(self) -> tuple[CodeRow, ...]:
        """Every code, in order."""
        return self._all("codes", CodeRow, "SELECT * FROM codes ORDER BY code")

    def codes_saying(self, word: str) -> tuple[CodeRow, ...]:
        """Codes whose official descriptor contains a word or a part of one, in order."""
        lower = word.lower()
        statement = "SELECT * FROM codes WHERE instr(lower(long), ?) ORDER BY code"
        return self._all(f"saying {lower}", CodeRow, statement, lower)

    def codes_added(self, day: date) -> tuple[CodeRow, ...]:
        """Codes that begin on a day, in order."""
        return self._load("added", day.isoformat(), CodeRow, "SELECT * FROM codes WHERE added = ? ORDER BY code")

    def codes_ended(self, day: date) -> tuple[CodeRow, ...]:
        """Codes of which a day is the last, in order."""
        return self._load("ended", day.isoformat(), CodeRow, "SELECT * FROM codes WHERE terminated = ? ORDER BY code")

    def codes_referring(self, code: str) -> tuple[CodeRow, ...]:
        """Codes that name another as their cross-reference, in order."""
        statement = "SELECT * FROM codes WHERE instr(' ' || cross_reference || ' ', ' ' || ? || ' ') ORDER BY code"
        return self._load("referring", code, CodeRow, statement)

    def crosswalk_of_code(self, code: str) -> tuple[CrosswalkRow, ...]:
        """The NDCs that ASP pricing assigns to a code, by NDC and quarter."""
        rows: tuple[CrosswalkRow, ...] | None = self._cached.get(("crosswalk_of_code", code))
        if rows is None:
            rows = self._load(
                "crosswalk_of_code", code, CrosswalkRow, "SELECT * FROM crosswalk WHERE code = ? ORDER BY ndc, first"
            )
        return rows

    def crosswalk_of_ndc(self, ndc: str) -> tuple[CrosswalkRow, ...]:
        """The codes that ASP pricing assigns to an NDC in its standard form (00026-3824-25), by code and quarter."""
        rows: tuple[CrosswalkRow, ...] | None = self._cached.get(("crosswalk_of_ndc", ndc))
        if rows is None:
            rows = self._load(
                "crosswalk_of_ndc", ndc, CrosswalkRow, "SELECT * FROM crosswalk WHERE ndc = ? ORDER BY code, first"
            )
        return rows

    def crosswalk(self) -> Iterator[CrosswalkRow]:
        """Every row of the crosswalk, by code, NDC and quarter."""
        for cells in self._fetch("SELECT * FROM crosswalk ORDER BY code, ndc, first"):
            yield typed(CrosswalkRow, cells)

    def limits(self, code: str) -> tuple[LimitRow, ...]:
        """A code's payment limits, by quarter."""
        rows: tuple[LimitRow, ...] | None = self._cached.get(("limits", code))
        if rows is None:
            rows = self._load("limits", code, LimitRow, "SELECT * FROM limits WHERE code = ? ORDER BY first")
        return rows

    def mue(self, code: str) -> tuple[MueRow, ...]:
        """A code's medically unlikely edits, one for each service that has one."""
        rows: tuple[MueRow, ...] | None = self._cached.get(("mue", code))
        if rows is None:
            rows = self._load("mue", code, MueRow, "SELECT * FROM mue WHERE code = ? ORDER BY service DESC")
        return rows

    def status(self, code: str) -> StatusRow | None:
        """A code's OPPS status indicator."""
        rows = self._cached.get(("status", code))
        if rows is None:
            rows = self._load("status", code, StatusRow, "SELECT * FROM status WHERE code = ?")
        return rows[0] if rows else None

    def single_dose(self, code: str) -> SingleDoseRow | None:
        """The code's row in CMS's list of codes that come only in single-dose containers."""
        rows = self._cached.get(("single_dose", code))
        if rows is None:
            rows = self._load("single_dose", code, SingleDoseRow, 'SELECT * FROM "single-dose" WHERE code = ?')
        return rows[0] if rows else None

    def modifier(self, modifier: str) -> ModifierRow | None:
        """A Level II modifier's descriptors and dates; None for any other, and for those of CPT."""
        rows = self._cached.get(("modifier", modifier))
        if rows is None:
            rows = self._load("modifier", modifier, ModifierRow, "SELECT * FROM modifiers WHERE modifier = ?")
        return rows[0] if rows else None

    def modifiers(self) -> tuple[ModifierRow, ...]:
        """Every Level II modifier, in order."""
        return self._all("modifiers", ModifierRow, "SELECT * FROM modifiers ORDER BY modifier")

    def biologics(self, name: str) -> tuple[BiologicRow, ...]:
        """The Purple Book's rows of a proprietary name, however it is spelled."""
        return self._biologics("proprietary", plain_name(name))

    def biologics_of_proper(self, name: str) -> tuple[BiologicRow, ...]:
        """The Purple Book's rows of a proper name, suffix included: infliximab-dyyb."""
        return self._biologics("proper", plain_name(name))

    def products(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Product names that contain every word of a text, in their newest spelling, with their codes."""
        words = plain_name(text).split()
        if not words:
            return ()
        where, values = _containing("name", words)
        found = self._fetch(f"SELECT spelled, codes FROM product WHERE {where} ORDER BY name", *values)
        return tuple((name, tuple(codes.split())) for name, codes in found)

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """Codes whose descriptors or products contain every word of a text: a product of that name first, then
        products that begin with it, then the others, each by code."""
        plain = plain_name(text)
        words = plain.split()
        if not words:
            return ()
        where, values = _containing("names || words", words)
        rank = "CASE WHEN instr(names, ?) THEN 0 WHEN instr(names, ?) THEN 1 ELSE 2 END"
        statement = f"SELECT code FROM searched WHERE {where} ORDER BY {rank}, code LIMIT ?"
        return tuple(code for (code,) in self._fetch(statement, *values, f"| {plain} |", f"| {plain}", limit))

    def searched(self, words: Sequence[str]) -> tuple[SearchedRow, ...]:
        """The codes of which each word begins a word of a product, the descriptor or a labeler, by code."""
        where, values = _containing("names || words || labelers", [f" {word}" for word in words])
        return tuple(SearchedRow(*cells) for cells in self._fetch(f"SELECT * FROM searched WHERE {where}", *values))

    def names_beginning(self, letters: str, most: int) -> tuple[str, ...]:
        """Brands and substances that begin with letters (plain, run together), as they are written, by name."""
        found = self._fetch(
            "SELECT shown FROM spelling WHERE substr(name, 1, ?) = ? AND kind <> 'firm' ORDER BY name LIMIT ?",
            len(letters),
            letters,
            most,
        )
        return tuple(dict.fromkeys(shown for (shown,) in found))

    def spelled_like(self, grams: Sequence[str], most: int) -> tuple[tuple[str, str, str], ...]:
        """Names that have most pairs of letters in common: as compared, as shown, and of which kind."""
        statement = (
            f"SELECT spelling.* FROM gram JOIN spelling ON spelling.rowid = gram.name "
            f"WHERE gram IN ({', '.join('?' * len(grams))}) GROUP BY gram.name "
            f"ORDER BY 2 * count(*) - length(spelling.name) DESC, spelling.rowid LIMIT ?"
        )
        return tuple((name, shown, kind) for name, shown, kind in self._fetch(statement, *grams, most))

    def dosages(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every dosage text of the crosswalk and the payment limits, with the codes it stands at."""
        found = self._fetch(
            "SELECT dosage, group_concat(code, ' ') FROM "
            "(SELECT dosage, code FROM crosswalk UNION SELECT dosage, code FROM limits ORDER BY 1, 2) "
            "GROUP BY dosage ORDER BY dosage"
        )
        return tuple((dosage, tuple(sorted(codes.split()))) for dosage, codes in found)

    def periods(self, table: str) -> tuple[TableInfo, ...]:
        """The periods of a table (a key of TABLES) that are loaded, oldest first."""
        return self._all(
            f"periods {table}", TableInfo, 'SELECT * FROM info WHERE "table" = ? ORDER BY first_day', table
        )

    def info(self, table: str, day: date) -> TableInfo:
        """The period that covers a day; else the last one before it; else the first. KeyError for an unknown table."""
        periods = self.periods(table)
        if not periods:
            raise KeyError(table)
        covering = [info for info in periods if info.first_day <= day <= info.last_day]
        before = [info for info in periods if info.first_day <= day]
        return (covering or before or periods[:1])[-1]

    def document(self, name: str) -> Any:
        """A YAML document by its name (`policies/<name>`, `rules`, `examples`, ...); None where there is none.

        Numbers with a decimal point are text, dates ISO text. A caller may change what it gets.
        """
        import json  # late: a look-up of a code needs no document

        found = self._fetch("SELECT json FROM document WHERE name = ?", name)
        return json.loads(found[0][0]) if found else None

    def vials(self, code: str) -> "tuple[VialSize, ...]":
        """The curated sizes under a code, the user's before ours, each document in its order."""
        rows: tuple[VialSize, ...] | None = self._cached.get(("vials", code))
        if rows is None:
            found = self._fetch("SELECT json FROM vial WHERE code = ? ORDER BY number", code)
            rows = self._cached["vials", code] = _sizes(found)
        return rows

    def all_vials(self) -> "tuple[VialSize, ...]":
        """Every curated size, the user's before ours, each document in its order."""
        return _sizes(self._fetch("SELECT json FROM vial ORDER BY number"))

    def usual_doses(self, code: str) -> "tuple[UsualDose, ...]":
        """The usual doses of a code's products, the user's before ours."""
        from unitcalc.reference.vials.rows import read_dose  # late: a bill needs none

        rows = self._fetch("SELECT json FROM usual_dose WHERE code = ? ORDER BY number", code)
        return tuple(read_dose(text) for (text,) in rows)

    def all_usual_doses(self) -> "tuple[UsualDose, ...]":
        """Every usual dose, the user's before ours."""
        from unitcalc.reference.vials.rows import read_dose

        return tuple(read_dose(text) for (text,) in self._fetch("SELECT json FROM usual_dose ORDER BY number"))

    def rises(self, code: str) -> "tuple[Rise, ...]":
        """The doses of a code's clotting factors for a rise, the user's before ours."""
        from unitcalc.reference.vials.rows import read_rise

        rows = self._fetch("SELECT json FROM rise WHERE code = ? ORDER BY number", code)
        return tuple(read_rise(text) for (text,) in rows)

    def all_rises(self) -> "tuple[Rise, ...]":
        """Every clotting factor's dose for a rise, the user's before ours."""
        from unitcalc.reference.vials.rows import read_rise

        return tuple(read_rise(text) for (text,) in self._fetch("SELECT json FROM rise ORDER BY number"))

    def vial_codes(self, ndc: str) -> tuple[str, ...]:
        """The codes under which an NDC is curated, in order."""
        statement = "SELECT DISTINCT code FROM vial_ndc WHERE ndc = ? ORDER BY code"
        return tuple(code for (code,) in self._fetch(statement, ndc))

    def documents(self) -> tuple[str, ...]:
        """The names of all documents, in order."""
        return tuple(name for (name,) in self._fetch("SELECT name FROM document ORDER BY name"))

    def rejected(self) -> tuple[RejectedRow, ...]:
        """The rows of all files that were kept aside, with the reason."""
        return self._all("rejected", RejectedRow, "SELECT * FROM rejected ORDER BY rowid")

    def rejected_of(self, code: str) -> tuple[RejectedRow, ...]:
        """The rows about a code that were kept aside: what such a table says of the code is not known in full."""
        rows: tuple[RejectedRow, ...] | None = self._cached.get(("rejected_of", code))
        if rows is None:
            statement = "SELECT * FROM rejected WHERE about = ? AND about <> '' ORDER BY rowid"
            rows = self._load("rejected_of", code, RejectedRow, statement)
        return rows

    def _biologics(self, kind: str, name: str) -> tuple[BiologicRow, ...]:
        rows: tuple[BiologicRow, ...] | None = self._cached.get((kind, name))
        if rows is None:
            statement = (
                f"SELECT biologics.* FROM biologic_name JOIN biologics ON biologics.rowid = biologic "
                f"WHERE kind = '{kind}' AND name = ? ORDER BY biologic"
            )
            rows = self._load(kind, name, BiologicRow, statement)
        return rows

    def _load(self, kind: str, key: str, row_type: type[Row], statement: str) -> tuple[Row, ...]:
        rows = tuple(typed(row_type, cells) for cells in self._fetch(statement, key))
        if len(self._cached) >= CACHED:
            self._cached.clear()
        self._cached[kind, key] = rows
        return rows

    def _all(self, kind: str, row_type: type[Row], statement: str, *values: str) -> tuple[Row, ...]:
        rows: tuple[Row, ...] | None = self._cached.get((kind, ""))
        if rows is None:
            rows = tuple(typed(row_type, cells) for cells in self._fetch(statement, *values))
            self._cached[kind, ""] = rows
        return rows

    def _fetch(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.ProgrammingError:  # closed
                raise
            except sqlite3.DatabaseError:
                # The compiled file was damaged on its disk; what it was made from is still there.
                self._connection = recompiled(self._connection, self._progress)
                return self._connection.execute(statement, values).fetchall()


def _reopened(path: str) -> Reference:
    return Reference(opened(Path(path)) or open_compiled())


def _sizes(rows: list[Any]) -> "tuple[VialSize, ...]":
    from unitcalc.reference.vials.rows import read  # late: few codes have any

    return tuple(read(text) for (text,) in rows)


def _containing(column: str, words: list[str]) -> tuple[str, list[str]]:
    return " AND ".join(f"instr({column}, ?)" for _ in words), words
