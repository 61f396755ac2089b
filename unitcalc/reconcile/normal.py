"""The three tables in one form: Parquet with a row's number, its encounter, day and code, and its fields as text.

A row that can't be used is kept aside and told, field by field, in the words of whoever reads a single row; the others
go on. Every text is read once, however often it stands there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.account import ORIGINAL, REPLACEMENT, VOID, Place
from unitcalc.catalogue.places import frequency_of
from unitcalc.checks.gathering.tables import Tables
from unitcalc.codes import is_code, read_code, read_ndc
from unitcalc.codes.hcpcs import is_level_one
from unitcalc.codes.modifier import read_modifiers
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_amount
from unitcalc.reconcile.batches import Piece, Source
from unitcalc.reconcile.days import number_of
from unitcalc.reconcile.plain.rows import Rows as Kinded
from unitcalc.reconcile.tabled import Table
from unitcalc.reconcile.words import Words
from unitcalc.tables import claims as claim_lines
from unitcalc.tables import entries
from unitcalc.tables.cells import Cell, Reading, day_of, dollars, number, units

if TYPE_CHECKING:
    import pyarrow as pa

KEYS = ("row", "encounter_id", "day", "code")
_MODIFIERS = ("modifiers", *(f"modifier_{at}" for at in range(1, 5)))
_SEPARATOR = "\x1f"
_AMOUNTS: Mapping[Table, tuple[tuple[str, str, str], ...]] = {
    Table.DISPENSED: (("container_amount", "container_unit", ""),),
    Table.ADMINISTERED: (
        ("given_amount", "given_unit", ""),
        ("discarded_amount", "discarded_unit", "given_unit"),
        ("explained_amount", "explained_unit", "given_unit"),
        ("ordered_amount", "", "given_unit"),
    ),
    Table.CLAIMS: (),
}
"""Each amount, its unit, and the unit that stands for it where it has none."""


class Aside(NamedTuple):
    """A field that can't be used, and the encounter of its row; empty where that is missing itself."""

    encounter: str
    cell: Cell
    kept: bool
    """Whether the row goes on without the field; else it was kept aside."""


@dataclass
class Normal:
    """What became of a table's rows."""

    table: Table
    file: str
    path: Path
    """The rows that can be used, as Parquet."""
    rows: int = 0
    """Rows that hold something."""
    used: int = 0
    others: int = 0
    """Lines of procedures and of codes that are no drugs."""
    totals: int = 0
    aside: list[Aside] = field(default_factory=list)
    """Every field that can't be used."""


Progress = Callable[[int], None]
"""Told how many rows were read since it was told last."""


def normalise(
    tables: Tables,
    source: Source,
    path: Path,
    progress: Progress = lambda rows: None,
    kinded: Kinded | None = None,
) -> Normal:
    """Write the rows of a file that can be used to `path`, with what `kinded` adds for columns.

    Refused where the file can't be read to its end.
    """
    import pyarrow as pa
    from pyarrow import parquet

    normaliser = _Normaliser(tables, source)
    result = Normal(source.table, source.name, path)
    more = kinded.columns(source.table) if kinded is not None else []
    schema = pa.schema([*normaliser.schema, *more])
    with parquet.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for piece in source.pieces():
            for batch in normaliser.of_piece(piece, result):
                added = kinded.added(source.table, batch) if kinded is not None else []
                writer.write_batch(pa.record_batch([*batch.columns, *added], schema=schema))
                result.used += batch.num_rows
            progress(piece.rows.num_rows)
    return result


class _Normaliser:
    """Turns pieces of one table into its normal form."""

    def __init__(self, tables: Tables, source: Source) -> None:
        self.tables, self.source, self.table = tables, source, source.table
        self.fields = tuple(source.columns)
        self.days = Words(self._day)
        self.codes = Words(read_code, "")
        self.by_ndc = Words(self._code_of)
        self.amounts = Words(read_amount)
        self.others = Words(self._is_other, False)
        self.frequencies = Words(claim_lines.frequency_code, ORIGINAL)
        self.of_bill_types = Words(_frequency)
        self.checked: dict[str, Words[Any]] = {name: Words(reader) for name, reader in self._readers.items()}

    def _day(self, text: str) -> date:
        return day_of(text, self.tables.today, self.source.zero)

    @cached_property
    def schema(self) -> "pa.Schema":
        """The normal form: what is not among the columns of the file is empty."""
        import pyarrow as pa

        rest = [(name, pa.string()) for name in self.table.names if name not in (*KEYS, "service_date")]
        keys = [("row", pa.int32()), ("encounter_id", pa.string()), ("day", pa.int32()), ("code", pa.string())]
        return pa.schema([*keys, *rest])

    @property
    def _readers(self) -> Mapping[str, Callable[[str], Any]]:
        """What reads each further field that can be wrong: as the reader of a single row does."""
        if self.table is not Table.CLAIMS:
            return entries.READERS[self.table.value]
        days = dict.fromkeys(("service_end", "submitted_date"), self.days._reader)
        return {
            **days,
            "units": units,
            "frequency": claim_lines.frequency_code,
            "form": claim_lines.form_of,
            "ndc_quantity": number,
            "charge": dollars,
            "paid": dollars,
            "diagnosis": claim_lines.diagnoses_of,
            **dict.fromkeys(_MODIFIERS, read_modifiers),
        }

    def of_piece(self, piece: Piece, result: Normal) -> Iterator["pa.RecordBatch"]:
        """The rows of a piece that can be used: those in which nothing is wrong, then those mended one by one."""
        import pyarrow as pa
        from pyarrow import compute

        batch = _without_blanks(piece.rows)
        result.rows += batch.num_rows
        text = {name: batch.column(name) for name in self.fields}
        if self.table is Table.CLAIMS:
            left = self._no_drugs(text["code"])
            result.others += compute.sum(left).as_py() or 0
            batch = batch.filter(compute.invert(left))
            text = {name: batch.column(name) for name in self.fields}
        days, bad = self.days.read(text["service_date"], pa.date32())
        codes, bad_code = self._read_codes(text, days)
        bad = _any(bad, bad_code, *self._wrong(text), *self._lacking(text))
        if piece.formulas or piece.misfits:
            odd = pa.array([row in piece.formulas or row in piece.misfits for row in batch.column("row").to_pylist()])
            bad = _any(bad, odd)
        good = compute.invert(bad)
        keys = [batch.column("row"), text["encounter_id"], days.cast(pa.int32()), codes]
        columns = [*keys, *self._rest(text, batch.num_rows)]
        yield pa.record_batch(columns, schema=self.schema).filter(good)
        mended = [row for row in batch.filter(bad).to_pylist() if not self._is_total(row, result)]
        usable = [found for row in mended if (found := self._alone(row, piece, result)) is not None]
        if usable:
            yield pa.RecordBatch.from_pylist(usable, schema=self.schema)

    def _rest(self, text: Mapping[str, Any], rows: int) -> Iterator["pa.Array"]:
        import pyarrow as pa
        from pyarrow import compute

        empty = pa.array([""] * rows, pa.string())
        for name in self.schema.names[len(KEYS) :]:
            if name != "frequency":
                yield text.get(name, empty)
                continue
            # A type of bill says in its last digit how often the claim was sent.
            stated = self.frequencies.read(text.get(name, empty), pa.string())[0]
            of_bill = self.of_bill_types.read(text.get("place_or_bill_type", empty), pa.string())[0]
            once = compute.and_(compute.equal(stated, ORIGINAL), compute.is_valid(of_bill))
            yield compute.if_else(once, of_bill, stated)

    def _no_drugs(self, codes: "pa.Array") -> "pa.Array":
        """Lines of procedures, and of codes of a kind that the tables do not hold (they hold drugs)."""
        import pyarrow as pa

        return self.others.read(codes, pa.bool_())[0]

    def _is_other(self, code: str) -> bool:
        code = code.upper()
        return is_level_one(code) if not is_code(code) else code[:2] not in self.tables.prefixes

    def _read_codes(self, text: Mapping[str, Any], days: "pa.Array") -> tuple["pa.Array", "pa.Array"]:
        """The code of each row: as stated, else that of its NDC on the day."""
        import pyarrow as pa
        from pyarrow import compute

        rows = len(days)
        stated = text.get("code")
        if stated is None:
            stated = pa.array([""] * rows, pa.string())
        codes, bad = self.codes.read(stated, pa.string())
        if not self.table.by_ndc or "ndc" not in text:
            return codes, bad
        by_ndc = compute.and_(compute.equal(stated, ""), compute.not_equal(text["ndc"], ""))
        if not compute.any(by_ndc).as_py():
            return codes, bad
        keys = compute.binary_join_element_wise(text["ndc"], compute.fill_null(days.cast(pa.string()), ""), _SEPARATOR)
        found, bad_ndc = self.by_ndc.read(keys, pa.string())
        return compute.if_else(by_ndc, found, codes), compute.or_(bad, compute.and_(by_ndc, bad_ndc))

    def _code_of(self, key: str) -> str:
        ndc, _, day = key.partition(_SEPARATOR)
        return self.code_of_ndc(ndc, date.fromisoformat(day)) if day else ""

    def code_of_ndc(self, ndc: str, day: date) -> str:
        """The one code that an NDC stands for on a day; Refused where it has none, or several."""
        codes = self.tables.catalogue.codes_of_ndc(str(read_ndc(ndc)), day)
        if len(codes) == 1:
            return codes[0]
        if not codes:
            message, hint = f"NDC {ndc} is in no quarter of CMS's crosswalk.", "State the code too."
            raise Refused(Problem("ndc-unknown", message, hint))
        message = f"NDC {ndc} belongs to {' and '.join(codes)}."
        raise Refused(Problem("ndc-on-several-codes", message, "State the code too.", codes))

    def _wrong(self, text: Mapping[str, Any]) -> Iterator["pa.Array"]:
        from pyarrow import compute

        for name, words in self.checked.items():
            if name in text:
                yield words.is_bad(text[name])
        for name, unit, other in _AMOUNTS[self.table]:
            if name not in text:
                continue
            own = text.get(unit)
            if own is None or (other and other in text):
                spare = text.get(other)
                own = spare if own is None else compute.if_else(compute.equal(own, ""), spare, own)
            joined = text[name] if own is None else compute.binary_join_element_wise(text[name], own, " ")
            stated = compute.not_equal(text[name], "")
            yield compute.and_(stated, self.amounts.is_bad(compute.utf8_trim_whitespace(joined)))

    def _lacking(self, text: Mapping[str, Any]) -> Iterator["pa.Array"]:
        """Rows that lack what must be there."""
        from pyarrow import compute

        for name in self.table.required:
            if name.endswith("_unit"):  # as the reader of a single row does
                continue
            yield compute.equal(text[name], "")
        if self.table.by_ndc:
            named = [compute.not_equal(text[name], "") for name in entries.DRUG if name in text]
            yield compute.invert(_any(*named))

    # One row by itself

    def _is_total(self, row: Mapping[str, Any], result: Normal) -> bool:
        """Whether a row adds up others, as spreadsheets end with."""
        if not claim_lines.is_total({name: row[name] for name in self.fields}, [row[name] for name in self.fields]):
            return False
        result.totals += 1
        return True

    def _alone(self, row: Mapping[str, Any], piece: Piece, result: Normal) -> dict[str, Any] | None:
        """A row read field by field, what is wrong with it told; None where it can't be used."""
        cells: list[Cell] = []
        found = self._read(row, piece, cells)
        result.aside += [Aside(row["encounter_id"], cell, found is not None) for cell in cells]
        return found

    def _read(self, row: Mapping[str, Any], piece: Piece, cells: list[Cell]) -> dict[str, Any] | None:
        place = Place(self.source.name, row["row"])
        fields = {name: row[name] for name in self.fields}
        formulas = piece.formulas.get(row["row"], frozenset())
        if misfit := piece.misfits.get(row["row"]):
            reading = Reading(place)
            what = Problem("row-does-not-fit", f"{misfit}: a separator too many, or a quote that is missing.")
            reading.add("row", "", what)
            cells += reading.found
            return None
        today, zero = self.tables.today, self.source.zero
        if self.table is Table.CLAIMS:
            read = claim_lines.line_of(place, fields, today, zero=zero, formulas=formulas)
            cells += read.cells
            if not fields["encounter_id"]:
                reading = Reading(place)
                reading.require("encounter_id", "")
                cells += reading.found
                return None
            if not read.lines:
                return None
            line = read.lines[0]
            return self._normal(fields, row["row"], line.day, line.code, read.cells)
        of_row = entries.dispensing_of if self.table is Table.DISPENSED else entries.administration_of
        found = of_row(place, fields, today, zero, formulas)
        cells += found.cells
        if found.entry is None:
            return None
        code = found.entry.code
        if not code:
            reading = Reading(place)
            day = found.entry.day
            code = reading.read("ndc", found.entry.ndc, lambda ndc: self.code_of_ndc(ndc, day), "")
            cells += reading.found
        return self._normal(fields, row["row"], found.entry.day, code, found.cells) if code else None

    def _normal(
        self, fields: Mapping[str, str], row: int, day: date, code: str, cells: tuple[Cell, ...]
    ) -> dict[str, Any]:
        """The normal form of a row, without the fields that were told to be wrong."""
        wrong = {cell.facts.column for cell in cells}
        rest = {name: "" if name in wrong else fields.get(name, "") for name in self.schema.names[len(KEYS) :]}
        if "frequency" in rest:
            stated = claim_lines.frequency_code(rest["frequency"]) if rest["frequency"] else ORIGINAL
            of_bill = _frequency(fields.get("place_or_bill_type", ""))
            rest["frequency"] = of_bill if of_bill and stated == ORIGINAL else stated
        return {"row": row, "encounter_id": fields["encounter_id"], "day": number_of(day), "code": code, **rest}


def _frequency(bill_type: str) -> str | None:
    stated = frequency_of(bill_type)
    return stated if stated in (REPLACEMENT, VOID) else None


def _without_blanks(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """The rows that hold something."""
    from pyarrow import compute

    return batch.filter(_any(*(compute.not_equal(batch.column(name), "") for name in batch.schema.names[1:])))


def _any(*conditions: "pa.Array") -> "pa.Array":
    from functools import reduce

    from pyarrow import compute

    return reduce(compute.or_, (compute.fill_null(each, False) for each in conditions))
