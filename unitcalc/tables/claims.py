"""Claim lines out of a table (CSV, Excel, Parquet; also zipped) or out of what a person pasted or wrote.

A line that can't be read is told cell by cell and never stops the others. Lines whose code is of Level I (procedures)
or of no drug are counted and left alone.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unitcalc.account import BilledLine, Place
from unitcalc.codes import is_code, read_code
from unitcalc.codes.hcpcs import is_level_one
from unitcalc.codes.icd10 import read_diagnosis
from unitcalc.codes.modifier import read_modifiers
from unitcalc.findings import Problem, Refused
from unitcalc.reference.sheets import Sheet, read_sheets, uncomputed
from unitcalc.tables.cells import Cell, Reading, day_of, dollars, number, units
from unitcalc.tables.columns import Names, columns_of, doubles, heading_of, missing, separated_by_semicolons
from unitcalc.tables.parquet import read_parquet

NAMES: Names = {
    "claim_id": ("claim_id", "claim", "claim_number", "claim_no", "icn"),
    "encounter_id": ("encounter_id", "encounter", "visit", "visit_id", "account", "account_number"),
    "line": ("line", "line_number", "line_no"),
    "service_date": (
        "service_date",
        "date",
        "dos",
        "date_of_service",
        "from_date",
        "service_from",
        "service_from_date",
        "from_dos",
        "svc_date",
    ),
    "service_end": ("service_end", "to_date", "service_to", "end_date", "service_to_date", "to_dos"),
    "code": (
        "code",
        "hcpcs",
        "hcpcs_code",
        "cpt_hcpcs",
        "procedure_code",
        "procedure",
        "proc_code",
        "hcpcs_cpt",
    ),
    "modifiers": ("modifiers", "modifier", "mods", "mod"),
    "modifier_1": ("modifier_1", "modifier1", "mod1", "mod_1"),
    "modifier_2": ("modifier_2", "modifier2", "mod2", "mod_2"),
    "modifier_3": ("modifier_3", "modifier3", "mod3", "mod_3"),
    "modifier_4": ("modifier_4", "modifier4", "mod4", "mod_4"),
    "units": (
        "units",
        "unit",
        "quantity",
        "qty",
        "billed_units",
        "service_units",
        "units_billed",
        "units_of_service",
        "hcpcs_units",
        "svc_units",
        "number_of_units",
    ),
    "frequency": ("frequency", "claim_frequency", "frequency_code"),
    "original_claim_id": ("original_claim_id", "original_claim", "replaces"),
    "form": ("form", "claim_form", "claim_type"),
    "place_or_bill_type": ("place_or_bill_type", "place_of_service", "pos", "bill_type", "type_of_bill", "tob"),
    "revenue_code": ("revenue_code", "rev_code"),
    "ndc": ("ndc", "ndc_number", "ndc11"),
    "ndc_quantity": ("ndc_quantity", "ndc_qty", "ndc_units"),
    "ndc_unit": ("ndc_unit", "ndc_uom", "ndc_unit_of_measure"),
    "narrative": ("narrative", "description", "line_note"),
    "charge": ("charge", "charges", "charge_amount", "billed_amount"),
    "paid": ("paid", "paid_amount", "payment"),
    "payer": ("payer", "payor", "insurer"),
    "diagnosis": ("diagnosis", "diagnoses", "icd10", "icd_10", "dx"),
    "authorization": ("authorization", "auth", "authorization_number", "prior_authorization"),
    "submitted_date": ("submitted_date", "submitted", "received_date"),
    "biller": ("biller", "coder"),
    "site": ("site", "location", "facility", "department"),
}
"""The columns of the claims table, the usual name first, and what others call them."""
KIND = "claims"
REQUIRED = ("service_date", "code", "units")
NEEDED = frozenset({*REQUIRED, "modifiers", *(f"modifier_{at}" for at in range(1, 5))})
"""What has to be readable for a line to be judged: half of its modifiers would say something else."""
HINTED = frozenset({"file-not-found", "file-not-opened", "file-encrypted", "zip-too-deep"})
"""Problems whose hints hold for any file."""
EXPORT = "Export it once more, as csv or xlsx."
Formulas = frozenset[tuple[int, int]]
"""Row and column of each cell with a formula whose result was not saved."""
_TOTAL = re.compile(r"\W*(?:(?:grand|sub|report)[\s-]*)?(?:totals?|sum)\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(?P<date>(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})[\s,]+)?"
    r"(?P<code>[A-Za-z]\d{4}|\d{4}[\dA-Za-z])(?P<modifiers>(?:[\s,:-]+(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{2}|-\d\d)*)"
    r"[\s,x*:]+(?P<units>-?[\d,.]+)(?:\s*units?)?"
    r"(?:[\s,]+N4(?P<ndc>[\d-]+)(?:\s+(?P<unit>UN|ML|GR|ME|F2)\s*(?P<quantity>[\d.]+))?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file of claim lines holds."""

    lines: tuple[BilledLine, ...]
    cells: tuple[Cell, ...]
    """Every field that can't be used, with its row."""
    rows: int
    """Rows that hold something, the heading not among them."""
    others: int
    """Lines of procedures, which are left alone."""
    totals: int = 0
    """Rows that add up others, as spreadsheets end with, which are left alone too."""
    unlinked: tuple[str, ...] = ()
    """Files that name neither claim nor encounter, so that all lines of a day and a code seem to be one claim."""

    def __add__(self, other: "Claims") -> "Claims":
        return Claims(
            self.lines + other.lines,
            self.cells + other.cells,
            self.rows + other.rows,
            self.others + other.others,
            self.totals + other.totals,
            self.unlinked + other.unlinked,
        )


NOTHING = Claims((), (), 0, 0)


def read_claims(path: Path, today: date, day: date | None = None) -> Claims:
    """The lines of a file. `day` is the date of service of a table without that column.

    Refused where the file can't be opened or lacks a column that must be there, with the nearest that is there.
    """
    sheets = read_parquet(path) if path.suffix.lower() == ".parquet" else _sheets(path)
    formulas: Sequence[Formulas] = uncomputed(path)
    found = _headed(sheets, day)
    if not found and separated_by_semicolons(sheets):
        found = _headed(_sheets(path, ";"), day)
    if not found:
        first = next((cells for sheet in sheets for _, cells in sheet.rows[:1]), ())
        raise missing(path.name, first, NAMES, _required(day), KIND)
    total = NOTHING
    for place, sheet, (at, columns) in found:
        problems = doubles(path.name, next(cells for number_, cells in sheet.rows if number_ == at), NAMES, KIND)
        if problems:
            raise Refused(*problems)
        table = _Table(sheet.name, columns, sheet.day_zero, formulas[place] if formulas else frozenset())
        total += _of_rows(table, ((n, cells) for n, cells in sheet.rows if n > at), today, day)
        if not columns.keys() & {"claim_id", "encounter_id"} and total.rows > 1:
            total = replace(total, unlinked=(*total.unlinked, sheet.name))
    return total


def _headed(sheets: Sequence[Sheet], day: date | None) -> list[tuple[int, Sheet, tuple[int, dict[str, int]]]]:
    """The sheets of a file that hold claim lines: each with its place in the file and its heading."""
    return [
        (place, sheet, heading)
        for place, sheet in enumerate(sheets)
        if (heading := heading_of(sheet, NAMES, _enough(day)))
    ]


def _sheets(path: Path, delimiter: str = "") -> tuple[Sheet, ...]:
    try:
        return tuple(read_sheets(path, delimiter=delimiter))
    except Refused as refused:
        # What its hints say holds for a file that was downloaded from CMS.
        told = (each if each.code in HINTED else replace(each, hint=EXPORT) for each in refused.problems)
        raise Refused(*told) from None


def pasted(text: str, today: date, day: date | None = None, name: str = "") -> Claims:
    """Lines that a person pasted: a table with its heading, as from a spreadsheet, or each as `J1745-JW 5`.

    >>> [str(line) for line in pasted("J1745 35\\nJ1745-JW 5", date(2025, 4, 1), date(2025, 3, 1)).lines]
    ['J1745  35', 'J1745-JW  5']
    """
    import csv

    rows = text.splitlines()
    for mark in ("\t",) if "\t" in text else (",", ";"):
        cells = [tuple(cell.strip() for cell in row) for row in csv.reader(rows, delimiter=mark)]
        first = next((row for row in cells if any(row)), ())
        columns = columns_of(first, NAMES)
        if _enough(day)(columns) or ";" not in "".join(first):
            break
    if _enough(day)(columns):
        at = cells.index(first)
        numbered = ((place, row) for place, row in enumerate(cells, 1) if place > at + 1 and any(row))
        return _of_rows(_Table(name, columns), numbered, today, day)
    if len(columns) > 1 and not any(_WRITTEN.fullmatch(row.strip()) for row in rows):
        raise missing("What was pasted", first, NAMES, _required(day), KIND)
    total = NOTHING
    for place, row in enumerate(rows, 1):
        if row.strip():
            total += written(row, Place(name, place), today, day)
    return total


def written(text: str, place: Place, today: date, day: date | None = None) -> Claims:
    """One line as a biller writes it: `J1745-JW 5`, `2025-03-01 J1745 JZ 40`, `J1745 35 N457894003001 UN3.5`."""
    reading = Reading(place)
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        hint = "Write code, modifiers and units: J1745-JW 5."
        reading.add("line", text, Problem("line-not-read", f"'{text.strip()[:60]}' is not a claim line.", hint))
        return Claims((), tuple(reading.found), 1, 0)
    fields = {
        "service_date": (match["date"] or "").strip(" ,\t"),
        "code": match["code"],
        "modifiers": match["modifiers"] or "",
        "units": match["units"],
        "ndc": match["ndc"] or "",
        "ndc_quantity": match["quantity"] or "",
        "ndc_unit": match["unit"] or "",
    }
    return line_of(place, fields, today, day)


def line_of(
    place: Place,
    fields: Mapping[str, str],
    today: date,
    day: date | None = None,
    *,
    zero: date | None = None,
    formulas: Collection[str] = (),
) -> Claims:
    """One line of the claims table by its fields; see INTERFACE for their names.

    `zero` is the day that the file's workbook counts days from; `formulas` are fields whose result was not saved.
    """
    text = {name: fields.get(name, "").strip() for name in NAMES}
    code = text["code"].upper()
    if code and not is_code(code) and is_level_one(code):
        return Claims((), (), 1, 1)
    reading = Reading(place)
    for name in formulas:
        what = f"'{name}' holds a formula, and its result was not saved."
        hint = "Open the file in Excel, save it, and check it again."
        reading.add(name, "a formula", Problem("formula-not-computed", what, hint))
    needed = [name for name in _required(day) if name not in formulas]
    complete = [reading.require(name, text[name]) for name in needed]
    modifiers = " ".join(filter(None, (text["modifiers"], *(text[f"modifier_{at}"] for at in range(1, 5)))))

    def on(name: str) -> date | None:
        return reading.read(name, text[name], lambda cell: day_of(cell, today, zero), None)

    line = BilledLine(
        place=place,
        claim=text["claim_id"],
        encounter=text["encounter_id"],
        number=text["line"],
        day=on("service_date") or day or today,
        end=on("service_end"),
        code=reading.read("code", code, read_code, code),
        modifiers=reading.read("modifiers", modifiers, read_modifiers, ()),
        units=reading.read("units", text["units"], units, number("0")),
        frequency=reading.read("frequency", text["frequency"], frequency_code, "1"),
        replaces=text["original_claim_id"],
        form=reading.read("form", text["form"], form_of, ""),
        where=text["place_or_bill_type"],
        revenue_code=text["revenue_code"],
        ndc=text["ndc"],
        ndc_quantity=reading.read("ndc_quantity", text["ndc_quantity"], number, None),
        ndc_unit=text["ndc_unit"].upper(),
        narrative=text["narrative"],
        charge=reading.read("charge", text["charge"], dollars, None),
        paid=reading.read("paid", text["paid"], dollars, None),
        payer=text["payer"].lower(),
        diagnoses=reading.read("diagnosis", text["diagnosis"], diagnoses_of, ()),
        authorization=text["authorization"],
        submitted=on("submitted_date"),
        biller=text["biller"],
        site=text["site"],
    )
    unread = {cell.facts.column for cell in reading.found}
    usable = all(complete) and not unread & NEEDED
    return Claims((line,) if usable else (), tuple(reading.found), 1, 0)


def diagnoses_of(text: str) -> tuple[str, ...]:
    """The diagnoses of a cell, however they are separated: `D66; D68.311`."""
    return tuple(read_diagnosis(part) for part in re.split(r"[\s,;|]+", text.strip()) if part)


def _required(day: date | None) -> Sequence[str]:
    return REQUIRED if day is None else REQUIRED[1:]


def _enough(day: date | None) -> Callable[[Mapping[str, int]], bool]:
    return lambda columns: all(name in columns for name in _required(day))


class _Table(NamedTuple):
    """A table whose heading was found."""

    name: str
    columns: Mapping[str, int]
    zero: date | None = None
    formulas: Formulas = frozenset()

    def row(self, number_: int, cells: Sequence[str], today: date, day: date | None) -> Claims:
        """What one row holds."""
        fields = {field: cells[at] for field, at in self.columns.items() if at < len(cells)}
        if is_total(fields, cells):
            return Claims((), (), 1, 0, totals=1)
        formulas = [field for field, at in self.columns.items() if (number_, at) in self.formulas]
        return line_of(Place(self.name, number_), fields, today, day, zero=self.zero, formulas=formulas)


def is_total(fields: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Whether a row adds up others: some cell says so, and there is neither a date nor a code."""
    own = (fields.get("service_date", ""), fields.get("code", ""))
    return any(map(_TOTAL.match, cells)) and all(not cell or _TOTAL.match(cell) for cell in own)


def _of_rows(table: _Table, rows: Iterable[tuple[int, Sequence[str]]], today: date, day: date | None) -> Claims:
    parts = [table.row(number_, cells, today, day) for number_, cells in rows]
    return Claims(
        tuple(line for part in parts for line in part.lines),
        tuple(cell for part in parts for cell in part.cells),
        len(parts),
        sum(part.others for part in parts),
        sum(part.totals for part in parts),
    )


def frequency_code(text: str) -> str:
    """How often a claim was sent: 1, 7 or 8. Refused for anything else."""
    known = {"1": "1", "7": "7", "8": "8", "original": "1", "replacement": "7", "void": "8"}
    if text.lower() not in known:
        raise Refused(Problem("frequency-unknown", f"'{text[:20]}' is no frequency.", "Write 1, 7 or 8.", tuple("178")))
    return known[text.lower()]


def form_of(text: str) -> str:
    """The form of a claim: professional or institutional. Refused for anything else."""
    known = {"professional": "professional", "cms-1500": "professional", "837p": "professional", "p": "professional"}
    known |= {"institutional": "institutional", "ub-04": "institutional", "837i": "institutional", "i": "institutional"}
    if text.lower() not in known:
        hint = "Write professional or institutional."
        raise Refused(Problem("form-unknown", f"'{text[:20]}' is no form.", hint, ("professional", "institutional")))
    return known[text.lower()]
