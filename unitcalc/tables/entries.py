"""Rows of the tables `dispensed` and `administered`: each field read by itself, what can't be used told with it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from unitcalc.account import Administration, Dispensing, Event, Place, Status
from unitcalc.billing.request import Supply
from unitcalc.billing.typed import STATED_TYPES
from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.container import ContainerType
from unitcalc.codes import read_code, read_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_amount, read_number
from unitcalc.tables.cells import Cell, Reading, day_of
from unitcalc.tables.claims import NAMES as CLAIM_NAMES
from unitcalc.tables.columns import Names

_SHARED: dict[str, tuple[str, ...]] = {
    name: CLAIM_NAMES[name] for name in ("encounter_id", "service_date", "code", "ndc", "site")
} | {
    "container_id": ("container_id", "container", "vial_id", "vial"),
    "lot": ("lot", "lot_number", "batch"),
    "administration_id": ("administration_id", "administration", "mar_id", "dose_id"),
    "patient_id": ("patient_id", "patient", "mrn"),
}
DISPENSED: Names = {
    **_SHARED,
    "event": ("event", "event_type", "transaction"),
    "container_amount": ("container_amount", "amount", "strength", "vial_size", "size", "label_amount"),
    "container_unit": ("container_unit", "unit", "uom", "amount_unit"),
    "container_count": ("container_count", "count", "quantity", "qty", "vials", "containers"),
    "container_type": ("container_type", "vial_type"),
    "expiry": ("expiry", "expiration", "expiration_date", "expires"),
    "supply": ("supply", "source", "acquisition"),
}
"""The columns of the table `dispensed`, the usual name first, and what others call them."""
ADMINISTERED: Names = {
    **_SHARED,
    "given_amount": ("given_amount", "given", "dose", "dose_given", "administered", "administered_amount"),
    "given_unit": ("given_unit", "unit", "uom", "dose_unit"),
    "discarded_amount": ("discarded_amount", "discarded", "waste", "wasted", "waste_amount"),
    "discarded_unit": ("discarded_unit", "waste_unit"),
    "explained_amount": ("explained_amount", "explained"),
    "explained_unit": ("explained_unit",),
    "explained_reason": ("explained_reason",),
    "reason": ("reason", "discard_reason", "waste_reason"),
    "status": ("status", "administration_status"),
    "ordered_amount": ("ordered_amount", "ordered", "order", "dose_ordered"),
    "weight": ("weight", "patient_weight"),
    "weight_date": ("weight_date",),
    "start": ("start", "start_time", "started"),
    "stop": ("stop", "stop_time", "end_time", "stopped_at"),
    "route": ("route",),
    "by": ("by", "given_by", "nurse"),
    "witness": ("witness", "witnessed_by"),
}
"""The columns of the table `administered`."""
DISPENSED_REQUIRED = ("encounter_id", "service_date", "container_amount", "container_unit", "container_count")
ADMINISTERED_REQUIRED = ("encounter_id", "service_date", "given_amount", "given_unit")
DRUG = ("code", "ndc")
"""One of them names the drug."""
_OPTIONAL = frozenset({"ndc", "container_type", "supply", "weight_date"})
"""Fields without which a row can still be reconciled."""
Entry = TypeVar("Entry")


class Row(NamedTuple):
    """What a row holds: the entry, None where it can't be used, and every field that can't be read."""

    entry: Dispensing | Administration | None
    cells: tuple[Cell, ...]


def dispensing_of(
    place: Place, fields: Mapping[str, str], today: date, zero: date | None = None, formulas: Collection[str] = ()
) -> Row:
    """One row of `dispensed` by its fields. `zero` and `formulas` are as for a claim line (`claims.line_of`)."""
    reader = _Reader(place, fields, DISPENSED, today, zero, formulas)
    day = reader.key(DISPENSED_REQUIRED)
    code = reader.drug()
    each = reader.amount("container_amount", "container_unit")
    count = reader.reading.read("container_count", reader["container_count"], _count, 0)
    event = reader.reading.read("event", reader["event"], _event, Event.OPENED)
    reader.reading.read("container_type", reader["container_type"], _container_type, None)
    reader.reading.read("supply", reader["supply"], _supply, None)
    if day is None or not reader.usable or not count:
        return reader.aside()
    return reader.row(
        Dispensing(
            place=place,
            encounter=reader["encounter_id"],
            day=day,
            code=code,
            ndc=reader.ndc,
            event=event,
            each=each,
            count=count,
            container_type=reader.good("container_type").lower(),
            container=reader["container_id"],
            lot=reader["lot"],
            expiry=reader["expiry"],
            supply=reader.good("supply").lower(),
            administration=reader["administration_id"],
            patient=reader["patient_id"],
            site=reader["site"],
        )
    )


def administration_of(
    place: Place, fields: Mapping[str, str], today: date, zero: date | None = None, formulas: Collection[str] = ()
) -> Row:
    """One row of `administered` by its fields."""
    reader = _Reader(place, fields, ADMINISTERED, today, zero, formulas)
    status = reader.reading.read("status", reader["status"], _status, Status.GIVEN)
    # Of a dose that was not given nobody states how much of it was.
    needed = [name for name in ADMINISTERED_REQUIRED if status is not Status.NOT_GIVEN or not name.startswith("given")]
    day = reader.key(needed)
    code = reader.drug()
    given = reader.amount("given_amount", "given_unit")
    if day is None or not reader.usable:
        return reader.aside()
    unit = reader["given_unit"]
    return reader.row(
        Administration(
            place=place,
            encounter=reader["encounter_id"],
            day=day,
            code=code,
            ndc=reader.ndc,
            given=given,
            discarded=reader.amount("discarded_amount", "discarded_unit", unit),
            explained=reader.amount("explained_amount", "explained_unit", unit),
            explained_reason=reader["explained_reason"],
            reason=reader["reason"],
            status=status,
            administration=reader["administration_id"],
            container=reader["container_id"],
            lot=reader["lot"],
            ordered=reader.amount("ordered_amount", "", unit),
            weight=reader["weight"],
            weight_date=reader["weight_date"],
            start=reader["start"],
            stop=reader["stop"],
            route=reader["route"],
            by=reader["by"],
            witness=reader["witness"],
            patient=reader["patient_id"],
            site=reader["site"],
        )
    )


class _Reader:
    """The fields of one row, and what is wrong with them."""

    def __init__(
        self,
        place: Place,
        fields: Mapping[str, str],
        names: Names,
        today: date,
        zero: date | None,
        formulas: Collection[str],
    ) -> None:
        self.reading = Reading(place)
        self.text = {name: fields.get(name, "").strip() for name in names}
        self.today, self.zero = today, zero
        self.complete = True
        self.ndc = ""
        for name in formulas:
            what = f"'{name}' holds a formula, and its result was not saved."
            hint = "Open the file in Excel, save it, and try again."
            self.reading.add(name, "a formula", Problem("formula-not-computed", what, hint))

    def __getitem__(self, name: str) -> str:
        return self.text[name]

    @property
    def unread(self) -> set[str]:
        return {cell.facts.column for cell in self.reading.found}

    @property
    def usable(self) -> bool:
        """Whether what stands in the row can be reckoned with."""
        return self.complete and not self.unread - _OPTIONAL

    def good(self, name: str) -> str:
        """A field's text, where it could be read."""
        return "" if name in self.unread else self.text[name]

    def key(self, required: Collection[str]) -> date | None:
        """What must be there; the day of service."""
        for name in required:
            if not name.endswith("_unit"):  # an amount may carry it; one that does not is told so
                self.complete &= self.reading.require(name, self.text[name])
        if not any(self.text[name] for name in DRUG):
            self.complete &= self.reading.require("code", "")
        return self.reading.read(
            "service_date", self.text["service_date"], lambda cell: day_of(cell, self.today, self.zero), None
        )

    def drug(self) -> str:
        """The code as stated; the NDC is read beside it, and needed where no code stands."""
        ndc = self.reading.read("ndc", self.text["ndc"], read_ndc, None)
        self.ndc = str(ndc) if ndc is not None else ""
        if not self.text["code"] and not self.ndc:
            self.complete = False
        return self.reading.read("code", self.text["code"].upper(), read_code, "")

    def amount(self, name: str, unit: str, other: str = "") -> str:
        """An amount with its unit, as text; empty where none is stated. `other` is the unit of the row."""
        number = self.text[name]
        if not number:
            return ""
        symbol = self.text.get(unit, "") or ("" if _has_unit(number) else other)
        text = f"{number} {symbol}".strip()
        return text if self.reading.read(name, text, read_amount, None) is not None else ""

    def aside(self) -> Row:
        return Row(None, tuple(self.reading.found))

    def row(self, entry: Dispensing | Administration) -> Row:
        """The entry, unless one of its further fields turned out to be unreadable."""
        return Row(entry if self.usable else None, tuple(self.reading.found))


def _has_unit(text: str) -> bool:
    return text[-1:].isalpha()


def _count(text: str) -> int:
    try:
        number = read_number(text)
    except ValueError:
        number = None
    if number is None or number.denominator != 1 or number < 1:
        hint = "Write how many containers of this size: 4."
        raise Refused(Problem("count-not-read", f"'{text[:30]}' is no number of containers.", hint))
    return int(number)


def _event(text: str) -> Event:
    return read_choice(Event, text.replace("-", "_").replace(" ", "_"), "event", "event")


def _status(text: str) -> Status:
    return read_choice(Status, text.replace("_", "-").replace(" ", "-"), "status", "status")


def _supply(text: str) -> Supply:
    return read_choice(Supply, text, "supply", "way of supply")


def _container_type(text: str) -> ContainerType:
    return read_choice(ContainerType, text, "container-type", "container type", *STATED_TYPES)


READERS: Mapping[str, Mapping[str, Callable[[str], object]]] = {
    "dispensed": {
        "ndc": read_ndc,
        "container_count": _count,
        "event": _event,
        "container_type": _container_type,
        "supply": _supply,
    },
    "administered": {"ndc": read_ndc, "status": _status},
}
"""What reads each field of a row that can be wrong, besides day, code and amounts, for whoever reads whole columns."""
