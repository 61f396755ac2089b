"""A full record as a person writes it in YAML: order, measures, what was opened, given and discarded, documents, lines.

What can't be read is told with its line and never stops the rest. A file holds one record, or a list of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from unitcalc.account import Authorization, BilledLine, Earlier, Place, Record
from unitcalc.billing.request import BillRequest
from unitcalc.codes import read_code
from unitcalc.codes.icd10 import read_diagnosis
from unitcalc.dosing.request import DoseRequest
from unitcalc.findings import Problem, Refused
from unitcalc.reference.documents import Entry, read_marked
from unitcalc.tables.cells import Cell, Reading, day_of, number
from unitcalc.tables.claims import NAMES, NOTHING, Claims, line_of, written

USES = {"prophylaxis": "prophylaxis", "on-demand": "on-demand", "perioperative": "surgery"}
"""The uses of a clotting factor, and what an order calls them."""
ONE = frozenset(
    {
        "given",
        "discarded",
        "overfill",
        "stopped",
        "reason",
        "container_type",
        "ndc",
        "billing_unit",
        "form",
        "concentration",
        "supply",
        "narrative",
        "shortage",
        "dispensed",
    }
)
"""What is said of one administration, besides what was opened and explained."""
MANY = frozenset({"opened", "explained"})
ORDER = frozenset(
    {
        "order",
        "weight",
        "weight_date",
        "height",
        "age",
        "sex",
        "product",
        "gfr",
        "duration",
        "rise",
        "max",
        "indication",
        "use",
    }
)
SAID = frozenset(
    {
        "route",
        "frequency",
        "lot",
        "expiry",
        "start",
        "stop",
        "given_by",
        "witness",
        "place",
        "discard_reason",
        "patient_id",
        "site",
        "prepared_by",
    }
)
"""What stands in a record and is only looked for."""
OTHERS = frozenset(
    {
        "encounter",
        "date",
        "payer",
        "setting",
        "code",
        "administrations",
        "diagnosis",
        "authorization",
        "history",
        "documents",
        "lines",
    }
)
KNOWN = ONE | MANY | ORDER | SAID | OTHERS
NOTHING_LEFT = frozenset({"0", "none", "nothing", "no"})
"""What a nurse writes where nothing was discarded."""
AUTHORIZATION = frozenset({"number", "code", "units", "used", "from", "to"})
HISTORY = frozenset({"date", "code", "units"})


@dataclass(frozen=True, slots=True)
class Written:
    """One record of a file, with its claim lines and every field that can't be used."""

    record: Record
    claims: Claims
    cells: tuple[Cell, ...]
    day: date
    code: str
    """As stated; empty where the NDC or the lines have to tell it."""
    payer: str
    """As stated, in small letters; it may be the name of no policy."""
    setting: str
    documents: Mapping[str, int]
    """The names under `documents`, each with its line."""
    dated: bool
    """Whether its day is known; else `day` is today, and nothing can be judged by the tables of a day."""

    def under(self, payer: str, setting: str) -> "Written":
        """The same record, billed by a policy and in a setting: those that its own words stand for."""
        administrations = tuple(replace(each, payer=payer, setting=setting) for each in self.record.administrations)
        return replace(self, record=replace(self.record, administrations=administrations), payer=payer, setting=setting)


def read_records(path: Path, today: date) -> tuple[Written, ...]:
    """The records of a YAML file. Refused where it is no YAML, or holds no record."""
    if not path.is_file():
        raise Refused(Problem("file-not-found", f"{path} is not there.", "Check the name."))
    marked = read_marked(path)
    entries = marked.value if isinstance(marked.value, list) else [marked]
    if not entries or not all(isinstance(entry.value, dict) for entry in entries):
        hint = "Begin with fields such as 'date: 2025-03-01', or with a list of records."
        raise Refused(Problem("record-not-read", f"{path.name} holds no record.", hint))
    return tuple(record_of(entry, path.name, today) for entry in entries)


def record_of(marked: Entry, name: str, today: date) -> Written:
    """One record of a document; `name` is the file's."""
    return _Reader(marked, name, today).read()


def entry_of(value: Any) -> Entry:
    """A plain value as if it had been read from a file, for records that come from elsewhere."""
    if isinstance(value, Mapping):
        return Entry({key: entry_of(each) for key, each in value.items()}, 0)
    if isinstance(value, list | tuple):
        return Entry([entry_of(each) for each in value], 0)
    return Entry(value, 0)


def _is_without_day(cell: Cell) -> bool:
    return cell.facts.column == "service_date" and not cell.facts.stated


class _Reader:
    def __init__(self, marked: Entry, name: str, today: date) -> None:
        self.fields: Mapping[str, Entry] = marked.value
        self.name = name
        self.today = today
        self.place = Place(name, marked.line)
        self.cells: list[Cell] = []

    def read(self) -> Written:
        self._refuse_unknown(self.fields, KNOWN, "a record")
        stated = self._one("date", self._day, None)
        day = stated or self.today
        code = self._one("code", read_code, "")
        payer, setting = self._text("payer").lower(), self._text("setting").lower()
        claims = self._claims(stated)
        if not self._text("date") and not claims.lines:
            reading = Reading(self.place)
            reading.require("date", "")
            self.cells += reading.found
        if not claims.lines or self._text("date"):  # one day is missing, not that of each line as well
            claims = replace(claims, cells=tuple(each for each in claims.cells if not _is_without_day(each)))
        common = {"code": code, "date": day.isoformat(), "payer": payer, "setting": setting}
        record = Record(
            place=self.place,
            where={str(name): entry.line for name, entry in self.fields.items()},
            encounter=self._text("encounter"),
            code=code,
            administrations=tuple(BillRequest(**{**common, **each}) for each in self._administrations()),
            order=self._order(code, day),
            product=self._text("product"),
            use=self._use(),
            diagnoses=self._diagnoses(),
            authorization=self._authorization(),
            history=self._history(),
            said=dict(self._said()),
            documented=bool(set(self.fields) & {"diagnosis", "documents"}),
            patient=self._text("patient_id"),
        )
        if not self._text("date") and claims.lines:
            stated = day = claims.lines[0].day
        dated = stated is not None
        papers = {str(name): entry.line for name, entry in self._mapping("documents").items()}
        return Written(record, claims, (*self.cells, *claims.cells), day, code, payer, setting, papers, dated)

    # Fields
    def _text(self, name: str, fields: Mapping[str, Entry] | None = None) -> str:
        entry = (self.fields if fields is None else fields).get(name)
        if entry is None:
            return ""
        if isinstance(entry.value, dict | list):
            self._wrong(name, entry, "a single value is expected here", f"Write {name}: and the value after it.")
            return ""
        return entry.text

    def _texts(self, name: str, fields: Mapping[str, Entry] | None = None) -> Iterator[Entry]:
        """The entries of a list that are plain values; what else stands there is told."""
        for entry in self._list(name, fields):
            if isinstance(entry.value, dict | list):
                self._wrong(name, entry, "each entry is one text", f"Write {name}: [first, second].")
            elif entry.text:
                yield entry

    def _day(self, text: str) -> date:
        return day_of(text, self.today)

    def _one(
        self,
        name: str,
        reader: Callable[[str], Any],
        default: Any,
        fields: Mapping[str, Entry] | None = None,
        of: str = "",
    ) -> Any:
        """A field's value; `of` says of what it is a part."""
        entry = (self.fields if fields is None else fields).get(name)
        reading = Reading(Place(self.name, entry.line if entry else self.place.row))
        value = reading.read(f"{of} {name}".strip(), self._text(name, fields), reader, default)
        self.cells += reading.found
        return value

    def _list(self, name: str, fields: Mapping[str, Entry] | None = None) -> tuple[Entry, ...]:
        """A list, or one value that stands alone."""
        entry = (self.fields if fields is None else fields).get(name)
        if entry is None or entry.value in (None, ""):
            return ()
        return tuple(entry.value) if isinstance(entry.value, list) else (entry,)

    def _wrong(self, name: str, entry: Entry, what: str, hint: str) -> None:
        reading = Reading(Place(self.name, entry.line))
        shown = entry.text or "nothing"
        if isinstance(entry.value, dict | list):
            shown = "a list" if isinstance(entry.value, list) else "fields"
        reading.add(name, shown, Problem("field-not-read", f"{name}: {what}.", hint))
        self.cells += reading.found

    def _refuse_unknown(self, fields: Mapping[str, Entry], known: frozenset[str], whose: str) -> None:
        for name, entry in fields.items():
            if name not in known:
                close = tuple(get_close_matches(str(name), known, 2, 0.6))
                hint = (
                    f"Did you mean {' or '.join(close)}?" if close else f"Its fields are: {', '.join(sorted(known))}."
                )
                reading = Reading(Place(self.name, entry.line))
                problem = Problem("field-unknown", f"'{name}' is no field of {whose}.", hint, close)
                reading.add(str(name), "" if isinstance(entry.value, dict | list) else entry.text, problem, known=False)
                self.cells += reading.found

    # Parts
    def _administrations(self) -> Iterator[dict[str, Any]]:
        stated = self._list("administrations")
        if not stated:
            if any(name in self.fields for name in ("given", "opened", "dispensed")):
                yield self._administration(self.fields)
            return
        for entry in stated:
            if not isinstance(entry.value, dict):
                self._wrong("administrations", entry, "each is a set of fields", "Write '- given: 350 mg' and so on.")
                continue
            self._refuse_unknown(entry.value, ONE | MANY, "an administration")
            # What is said for the whole record holds for each, unless it says otherwise.
            yield self._administration({**{n: e for n, e in self.fields.items() if n in ONE | MANY}, **entry.value})

    def _administration(self, fields: Mapping[str, Entry]) -> dict[str, Any]:
        found: dict[str, Any] = {name: self._text(name, fields) for name in ONE - {"dispensed"} if name in fields}
        for name in MANY & set(fields):
            found[name] = tuple(entry.text for entry in self._texts(name, fields))
        found["dispensed"] = self._text("dispensed", fields).lower() in ("true", "yes")
        if found.get("discarded", "").lower() in NOTHING_LEFT:
            found["discarded"] = _nothing_of(found.get("given", ""))
        return found

    def _order(self, code: str, day: date) -> DoseRequest | None:
        order = self._text("order")
        if not order and not self._text("rise"):
            return None
        names = ("weight", "weight_date", "height", "age", "sex", "product", "gfr", "duration", "rise", "max")
        texts = {name: self._text(name) for name in names}
        use = USES.get(self._text("use").lower(), "")
        indication = self._text("indication")
        return DoseRequest(order=order, code=code, date=day.isoformat(), use=use, indication=indication, **texts)

    def _use(self) -> str:
        use = self._text("use").lower()
        if use and use not in USES:
            entry = self.fields["use"]
            self._wrong("use", entry, f"'{use[:30]}' is no use", f"Write {', '.join(USES)}.")
            return ""
        return use

    def _diagnoses(self) -> tuple[str, ...]:
        found = []
        for entry in self._texts("diagnosis"):
            for part in entry.text.replace(";", " ").replace(",", " ").split():
                reading = Reading(Place(self.name, entry.line))
                found.append(reading.read("diagnosis", part, read_diagnosis, ""))
                self.cells += reading.found
        return tuple(filter(None, found))

    def _mapping(self, name: str, known: frozenset[str] | None = None) -> Mapping[str, Entry]:
        entry = self.fields.get(name)
        if entry is None or entry.value is None:
            return {}
        if not isinstance(entry.value, dict):
            self._wrong(name, entry, "fields are expected below it", f"Write {name}: and its fields in further lines.")
            return {}
        if known is not None:
            self._refuse_unknown(entry.value, known, name)
        return entry.value

    def _authorization(self) -> Authorization | None:
        fields = self._mapping("authorization", AUTHORIZATION)
        if not any(self._text(name, fields) for name in fields):
            return None

        def of(name: str, reader: Callable[[str], Any], default: Any) -> Any:
            return self._one(name, reader, default, fields, "authorization")

        return Authorization(
            number=self._text("number", fields),
            code=of("code", read_code, ""),
            units=of("units", number, None),
            used=of("used", number, None),
            first=of("from", self._day, None),
            last=of("to", self._day, None),
        )

    def _history(self) -> tuple[Earlier, ...] | None:
        if "history" not in self.fields:
            return None
        found = []
        for entry in self._list("history"):
            if not isinstance(entry.value, dict):
                self._wrong("history", entry, "each dose has a date", "Write '- {date: 2025-01-04, units: 35}'.")
                continue
            self._refuse_unknown(entry.value, HISTORY, "an earlier dose")
            day = self._one("date", self._day, None, entry.value, "history")
            if day is None:
                self._wrong("history", entry, "its date is missing", "Write the date of each earlier dose.")
                continue
            code = self._one("code", read_code, "", entry.value, "history")
            units = self._one("units", number, None, entry.value, "history")
            found.append(Earlier(day=day, code=code, units=units))
        return tuple(found)

    def _said(self) -> Iterator[tuple[str, str]]:
        for name in self.fields:
            if name in KNOWN - {"documents", "lines", "administrations", "authorization", "history"}:
                plain = (each.text for each in self._list(name) if not isinstance(each.value, dict | list))
                if text := " ".join(filter(None, plain)):
                    yield name, text
        for entry in self._list("administrations"):
            if isinstance(entry.value, dict):
                yield from ((name, "stated") for name, each in entry.value.items() if each.value not in (None, "", []))
        for name, entry in self._mapping("documents").items():
            if entry.value not in (None, "", []):
                yield str(name), entry.text if not isinstance(entry.value, dict | list) else "stated"

    def _claims(self, day: date | None) -> Claims:
        total = NOTHING
        for entry in self._list("lines"):
            place = Place(self.name, entry.line)
            if isinstance(entry.value, dict):
                self._refuse_unknown(entry.value, frozenset(NAMES), "a claim line")
                total += line_of(place, {name: self._text(name, entry.value) for name in entry.value}, self.today, day)
            elif isinstance(entry.value, list) or not entry.text:
                what = "a line is one text, not a list" if entry.value else "a line is empty"
                self._wrong("lines", entry, what, "Write '- J1745-JW 5', or take it away.")
            else:
                total += written(entry.text, place, self.today, day)
        return replace(total, lines=tuple(self._completed(line) for line in total.lines))

    def _completed(self, line: BilledLine) -> BilledLine:
        """A line of a record belongs to the record's encounter and payer."""
        encounter = line.encounter or self._text("encounter")
        return replace(line, encounter=encounter, payer=line.payer or self._text("payer").lower())


def _nothing_of(given: str) -> str:
    """Nothing, in the unit of what was given.

    >>> _nothing_of("1,046 IU")
    '0 IU'
    """
    return f"0 {given.lstrip('0123456789., ')}".strip()
