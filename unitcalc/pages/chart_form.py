"""The fields of 'Chart a dose': their names, what is kept of them while the page is open, and the worked example."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import streamlit as st

from unitcalc.reconcile.charting.scans import Scanned

LABELS = {
    "drug": "Drug",
    "date": "Date",
    "scan": "Scan a container",
    "opened": "Containers opened",
    "container_type": "Single-dose or multi-dose, by the label",
    "given": "Given",
    "discarded": "Discarded",
    "discard_reason": "Reason of the discard",
    "discard_time": "Discarded at",
    "explained": "Explained",
    "explained_reason": "Explained by",
    "start": "Start",
    "stop": "Stop",
    "route": "Route",
    "status": "Status",
    "status_reason": "When and why",
    "encounter": "Encounter no.",
    "administration": "Administration",
    "by": "Given by",
    "witness": "Witness",
}
TIMES = ("start", "stop", "discard_time")
OF_A_ROW = ("opened", "lot", "expiry", "number", "potency")
CHOICES: dict[str, tuple[str, ...]] = {
    "discard_reason": (
        "rest of a single-dose container, not kept",
        "rest after it was stopped",
        "prepared, and then not given",
        "beyond its time of use",
    ),
    "explained_reason": ("tubing", "spill", "broken", "kept for another patient"),
}
"""Reasons that are often charted; any other one is written."""
STATUS = {"given": "Given", "stopped": "Stopped early", "not-given": "Not given"}
TYPES = {"": "Choose one", "single-dose": "Single-dose", "multi-dose": "Multi-dose"}
STAYS = ("by",)
"""The nurse's own, not the patient's: it stands there for the next chart too."""
MOST_ROWS = 12
_ROWS, _SCANNED, _REFUSED = "chart-rows", "chart-scanned", "chart-scan-refused"
EXAMPLE = {
    "drug": "J1745",
    "date": "2026-03-02",
    "given": "350",
    "discarded": "50",
    "discard_reason": CHOICES["discard_reason"][0],
    "discard_time": "11:20",
    "start": "09:10",
    "stop": "11:10",
    "route": "IV infusion",
    "encounter": "ENC-1042",
    "administration": "1",
    "by": "RN 12",
    "witness": "RN 7",
}
EXAMPLE_NDC = "57894-0030-01"
EXAMPLE_SCANNED = (
    Scanned(EXAMPLE_NDC, "Remicade 100 mg", ("J1745",), 3, "PKD22A", date(2027, 5, 31)),
    Scanned(EXAMPLE_NDC, "Remicade 100 mg", ("J1745",), 1, "PKD31B", date(2027, 8, 31)),
)
"""350 mg of infliximab from four vials of two lots."""


class Row(NamedTuple):
    """What was typed and chosen of one kind of container."""

    opened: str
    lot: str
    expiry: str
    number: str
    potency: str


def key(name: str, row: int = 0) -> str:
    """The name under which a field's value is kept while the page is open; containers have rows."""
    return f"chart-{name}-{row + 1}" if row else f"chart-{name}"


def size_key(row: int, code: str) -> str:
    """Where the choice of a row's container is kept: each drug has its own."""
    return f"chart-of-{row}-{code}"


def potency_key(place: int) -> str:
    """Where the potency is kept that is printed on a scanned container."""
    return f"chart-scanned-potency-{place}"


def typed(name: str, row: int = 0) -> str:
    """What stands in a field."""
    return kept(key(name, row))


def kept(name: str) -> str:
    """A text that is kept under a name."""
    value = st.session_state.get(name)
    return value.strip() if isinstance(value, str) else ""


def begin(today: date) -> None:
    """The page was just opened: the date is today's."""
    if key("date") not in st.session_state:
        st.session_state[key("date")] = today.isoformat()


def rows() -> int:
    """How many kinds of containers there is room for, besides those that were scanned."""
    return int(st.session_state.get(_ROWS, 1))


def add_row() -> None:
    """Room for one more kind, or lot, of container."""
    st.session_state[_ROWS] = min(rows() + 1, MOST_ROWS)


def row(number: int) -> Row:
    """What stands in a row of containers."""
    return Row(*(typed(name, number) for name in OF_A_ROW))


def scanned() -> tuple[Scanned, ...]:
    """The containers that were scanned."""
    found: tuple[Scanned, ...] = st.session_state.get(_SCANNED, ())
    return found


def keep_scanned(found: tuple[Scanned, ...]) -> None:
    """Put containers into the list of those that were scanned."""
    st.session_state[_SCANNED] = found


def remove_scanned(place: int) -> None:
    """Take one kind of scanned container out of the list, and the potencies of those behind it one forward."""
    before = scanned()
    for number in range(place, len(before)):
        st.session_state[potency_key(number)] = kept(potency_key(number + 1))
    keep_scanned((*before[:place], *before[place + 1 :]))


def fill(values: Mapping[str, str], found: tuple[Scanned, ...] = ()) -> None:
    """Put values into the form and empty its other fields."""
    for name in [name for name in st.session_state if str(name).startswith("chart-")]:
        if name not in {key(field) for field in LABELS}:
            del st.session_state[name]
    for name in LABELS:
        put(name, values.get(name, "given" if name == "status" else ""))
    for name in OF_A_ROW:
        put(name, "")
    keep_scanned(found)


def clear(today: date) -> None:
    """Empty the form; who gives the drug stays."""
    fill({"date": today.isoformat(), **{name: typed(name) for name in STAYS}})


def put(name: str, value: str) -> None:
    """Put a value into one field: for a button's use, before the field is drawn again."""
    st.session_state[key(name)] = value


def put_now(name: str) -> None:
    """Where the word `now` was typed, the time of day takes its place."""
    if typed(name).lower() == "now":
        put(name, f"{datetime.now():%H:%M}")


def refused(text: str = "") -> None:
    """Say why the last scan was not taken; nothing to say where it was."""
    st.session_state[_REFUSED] = text


def refusal() -> str:
    """Why the last scan was not taken."""
    return kept(_REFUSED)


def untouched(today: date) -> bool:
    """Whether nothing was typed but what stays."""
    usual = {"date": today.isoformat(), "status": "given"}
    texts = [typed(name) for name in LABELS if name not in STAYS and typed(name) != usual.get(name, "")]
    return not texts and not scanned() and not any(any(row(number)) for number in range(rows()))
