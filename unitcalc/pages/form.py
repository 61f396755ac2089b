"""The fields of 'Bill a dose': their names, what is kept of them while the page is open, and the worked example."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from unitcalc.catalogue.examples import Example
from unitcalc.pages import order_form

LABELS = {
    "drug": "Drug",
    "date": "Date of service",
    "setting": "Setting",
    "given": "Given",
    "opened": "Containers opened",
    "discarded": "Discarded",
    "explained": "Explained",
    "overfill": "Overfill",
    "container_type": "Container type",
    "ndc": "NDC of the containers",
    "form": "Form",
    "concentration": "Concentration",
    "supply": "Supply",
    "stopped": "Stopped infusion",
    "reason": "Reason for that choice",
    "billing_unit": "Billing unit, if not CMS's own",
    "narrative": "Narrative",
    "shortage": "Why other containers had to be opened",
    "dispensed": "Dispensed, not administered here",
}
WORDS = {**order_form.LABELS, "dose": order_form.LABELS["order"], **LABELS}
"""What messages of the core call the fields of the page, those of an order included."""
MAIN = ("drug", "date", "setting", "given", "opened", "discarded")
REST = tuple(name for name in LABELS if name not in MAIN)
EXAMPLE = {"drug": "J1745", "date": "2025-03-01", "setting": "office", "given": "350 mg", "opened": "4"}
"""350 mg of infliximab from four vials of 100 mg; the discard was not charted."""

CHOICES: dict[str, dict[str, str]] = {
    "container_type": {"single-dose": "Single-dose", "multi-dose": "Multi-dose"},
    "form": {"liquid": "Liquid", "powder": "Powder"},
    "supply": {
        "340b": "Purchased under 340B",
        "white-bag": "White bag: payer or patient supplied it",
        "free": "Free of charge",
        "study": "From a study",
    },
    "stopped": {
        "ask": "Stopped, not decided: show both bills",
        "bill-rest-as-discarded": "Bill the rest as discarded",
        "rest-was-dose": "The rest was part of the dose",
    },
}
PAUSE = "300ms"
"""How long a pause in typing is before the answer is renewed."""
MOST_ROWS = 20
_ROWS = "bill-rows"


class Row(NamedTuple):
    """What was typed and chosen of one kind of container."""

    how_many: str
    """A count of what was chosen beside it, or the containers in full: `4 x 100 mg`."""
    potency: str


def key(name: str, row: int = 0) -> str:
    """The name under which a field's value is kept while the page is open; containers have rows."""
    return f"bill-{name}-{row + 1}" if row else f"bill-{name}"


def typed(name: str, row: int = 0) -> str:
    """What stands in a field."""
    value = st.session_state.get(key(name, row))
    return value.strip() if isinstance(value, str) else ""


def dispensed() -> bool:
    """Whether the drug was dispensed and not administered."""
    return bool(st.session_state.get(key("dispensed")))


def rows() -> int:
    """How many kinds of containers there is room for."""
    return int(st.session_state.get(_ROWS, 1))


def add_row() -> None:
    """Room for one more kind of container."""
    st.session_state[_ROWS] = min(rows() + 1, MOST_ROWS)


def row(number: int) -> Row:
    """What stands in a row of containers."""
    return Row(typed("opened", number), typed("potency", number))


def fill(values: Mapping[str, str]) -> None:
    """Put values into the form and empty its other fields, those of an order too."""
    _empty_rows()
    for name in LABELS:
        st.session_state[key(name)] = values.get(name, False if name == "dispensed" else "")
    st.session_state[key("potency")] = values.get("potency", "")
    order_form.empty()


def fill_given(given: str, opened: Sequence[str]) -> None:
    """Put what is given and the containers for it into the form, in place of what stood there."""
    _empty_rows()
    put("given", given)
    # What has no row of its own shares the last one.
    texts = [*opened[: MOST_ROWS - 1], " + ".join(opened[MOST_ROWS - 1 :])]
    texts = [text for text in texts if text]
    st.session_state[_ROWS] = len(texts) or 1
    for number, text in enumerate(texts):
        put("opened", text, number)
        put("potency", "", number)


def _empty_rows() -> None:
    for name in [name for name in st.session_state if str(name).startswith(("bill-opened", "bill-potency", "bill-of"))]:
        del st.session_state[name]
    st.session_state[_ROWS] = 1


def fill_example(example: Example) -> None:
    """Put a worked example into the form."""
    first, *others = example.opened
    fill(
        {
            "drug": example.code,
            "date": example.date.isoformat(),
            "setting": EXAMPLE["setting"],
            "given": example.given,
            "opened": first,
            "discarded": example.discarded,
            "container_type": example.container_type,
        }
    )
    st.session_state[_ROWS] = len(example.opened)
    for number, text in enumerate(others, 1):
        put("opened", text, number)


def put(name: str, value: str, row: int = 0) -> None:
    """Put a value into one field: for a button's use, before the field is drawn again."""
    st.session_state[key(name, row)] = value


def untouched() -> bool:
    """Whether nothing was typed but the setting, which stays from one bill to the next."""
    texts = [typed(name) for name in LABELS if name not in ("setting", "dispensed")]
    return not any(texts) and not dispensed() and not any(any(row(number)) for number in range(rows()))
