"""The fields of 'From an order': their names, and what is kept of them while the page is open."""

import streamlit as st

from unitcalc.findings import Problem
from unitcalc.planning.request import StockRow

OFF = "off"
"""What stands for no dose rounding at all: the core has a usual one for assayed products."""
LABELS = {
    "order": "Order",
    "weight": "Weight",
    "weight_date": "Weighed on",
    "last_weight": "Last charted weight",
    "age": "Age",
    "height": "Height",
    "bsa_formula": "Body surface by",
    "sex": "Sex",
    "gfr": "GFR",
    "duration": "Duration",
    "level_measured": "Level measured",
    "product": "Product",
    "have": "At hand",
    "indication": "Indication",
    "use": "Used for",
    "max": "Most of one dose",
    "weight_basis": "Weight to dose by",
    "bsa_decimals": "Body surface, decimals",
    "stock": "Stock list",
    "objective": "Choose the plan with",
    "round_within": "Dose rounding",
}
CHOICES: dict[str, dict[str, str]] = {
    "bsa_formula": {"": "Mosteller", "du-bois": "Du Bois"},
    "sex": {"": "Choose one", "female": "Female", "male": "Male"},
    "use": {"": "Not stated", "prophylaxis": "Prophylaxis", "on-demand": "A bleed", "surgery": "Surgery"},
    "weight_basis": {"": "Actual", "ideal": "Ideal (Devine)", "adjusted": "Adjusted, between ideal and actual"},
    "objective": {
        "": "Least waste",
        "containers": "Fewest containers",
        "cost": "Lowest cost",
        "expiry": "What expires first",
    },
    "round_within": {"": "As is usual for the drug", OFF: "Off", "5%": "Within 5 %", "10%": "Within 10 %"},
}
"""What can be chosen, by what the core reads; the empty one first."""
EXAMPLE = {
    "order": "375 mg/m2 IV once weekly",
    "weight": "80 kg",
    "weight_date": "2025-02-28",
    "height": "180 cm",
}
EXAMPLE_BILL = {"drug": "J9312", "date": "2025-03-01", "setting": "office"}
"""375 mg/m2 of rituximab for 80 kg and 180 cm: 2 m2, so 750 mg, of vials of 500 mg and of 100 mg."""

PLAN = "order-plan"
"""Where the choice among the plans is kept."""
_STOCK, _UPLOADS = "order-stock-read", "order-uploads"
_PRESSED, _PUT, _OPEN = "order-pressed", "order-put", "order-open"
A_PLAN, A_DOSE = "plan", "dose"
"""What a press puts into the form of a bill; the dose of a proposal is named by its amount."""


class Stock:
    """A stock list that was uploaded: its rows, or why it can't be used. Kept while the page is open, and no longer."""

    def __init__(self, name: str, rows: tuple[StockRow, ...], problems: tuple[Problem, ...] = ()) -> None:
        self.name, self.rows, self.problems = name, rows, problems


def key(name: str) -> str:
    """The name under which a field's value is kept while the page is open."""
    return f"order-{name}"


def typed(name: str) -> str:
    """What stands in a field."""
    value = st.session_state.get(key(name))
    return value.strip() if isinstance(value, str) else ""


def lines(name: str) -> tuple[str, ...]:
    """What stands in a field of several lines."""
    return tuple(line.strip() for line in typed(name).splitlines() if line.strip())


def put(name: str, value: str) -> None:
    """Put a value into one field: for a button's use, before the field is drawn again."""
    st.session_state[key(name)] = value


def used() -> bool:
    """Whether an order was written, or anything else of this section."""
    return any(typed(name) for name in LABELS) or stock() is not None


def stock() -> Stock | None:
    """The stock list, if one was uploaded."""
    found = st.session_state.get(_STOCK)
    return found if isinstance(found, Stock) else None


def keep_stock(found: Stock | None) -> None:
    """Keep the rows of a stock list, or none."""
    st.session_state[_STOCK] = found


def forget_stock() -> None:
    """Without a stock list, and with an empty place for another."""
    keep_stock(None)
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def press(what: str) -> None:
    """Ask for something to be put into the form of a bill: the next run does it, with what stands there then."""
    st.session_state[_PRESSED] = what


def pressed() -> str:
    """What was asked for since the run before; it is asked for once."""
    return str(st.session_state.pop(_PRESSED, ""))


def mark_put(put: bool) -> None:
    """Keep whether what is given and opened came from an order."""
    st.session_state[_PUT] = put


def was_put() -> bool:
    """Whether what is given and opened came from an order."""
    return bool(st.session_state.get(_PUT))


def stays_open() -> bool:
    """Whether the section was used since the last new bill: what is open must not close under a person's hands."""
    if used():
        st.session_state[_OPEN] = True
    return bool(st.session_state.get(_OPEN))


def upload_key() -> str:
    """Under which an upload is kept: another one after each stock list that was forgotten."""
    return f"order-upload-{st.session_state.get(_UPLOADS, 0)}"


def empty() -> None:
    """Empty every field."""
    for name in LABELS:
        if name != "stock":
            put(name, "")
    for name in (PLAN, _PRESSED, _PUT, _OPEN):
        st.session_state.pop(name, None)
    if stock() is not None:
        forget_stock()


def fill(values: dict[str, str]) -> None:
    """Put values into the section and empty its other fields."""
    empty()
    for name, value in values.items():
        put(name, value)
