"""Draws 'From an order': the order, and under it only what that order needs; the rarely needed fields folded away."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from unitcalc.findings import Problem, Refused
from unitcalc.pages import form, order_form
from unitcalc.pages.order_answer import Ordered
from unitcalc.pages.order_form import CHOICES, LABELS, Stock, key
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, escaped, in_words_of, quiet
from unitcalc.tables.stock import read_stock

_EXAMPLES = {
    "order": "e.g. 5 mg/kg, 75 mg/m2, AUC 5",
    "weight": "e.g. 70 kg, 154 lb",
    "weight_date": "e.g. 2025-03-01",
    "last_weight": "e.g. 69 kg",
    "age": "e.g. 54 years",
    "height": "e.g. 170 cm, 5 ft 7 in",
    "gfr": "e.g. 90",
    "duration": "e.g. 4 h, 30 min",
    "level_measured": "e.g. 5",
    "max": "e.g. 2 mg",
    "bsa_decimals": "2",
}
_HELP = {
    "order": "As written, such as 50 IU/kg IV, or rise 60.",
    "weight": "With kg or lb.",
    "weight_date": "The day, or: today",
    "last_weight": "Catches kg for lb.",
    "age": "Needed for children.",
    "height": "With cm, in, or ft.",
    "gfr": "In mL/min, not per 1.73 m2.",
    "duration": "How long it runs.",
    "level_measured": "IU/dL (%); 0 if below 1 %.",
    "have": "One kind a line, the potency as printed on the vial.",
    "max": "If there is a cap.",
    "indication": "To hold the dose against the label.",
    "objective": "Of all that cover it.",
    "round_within": "Proposes whole containers; the dose stays.",
    "stock": "Columns: count, ndc or code; lot, expiry, cost.",
}
_UPLOADS = ["csv", "txt", "tsv", "xlsx", "zip"]
_WIDE = frozenset({"have", "stock", "indication"})
"""Fields that take the whole width."""


def show(found: Ordered) -> None:
    """The section: closed until something stands in it."""
    with st.expander(_label(found), expanded=order_form.stays_open()):
        # Each part in a box of its own: what comes and goes above must not close what a person opened below.
        with st.container():
            _text(found, "order")
            _wrong(found, "order")
        with st.container():
            _fields(found, found.fields.main)
        if found.used:
            with st.expander(_more_label(found), expanded=_more_wanted(found)):
                _fields(found, found.fields.more)


def _label(found: Ordered) -> str:
    number = sum(map(len, found.wrong.values()))
    return f"From an order ({counted(number, 'thing')} to correct)" if number else "From an order"


def _more_label(found: Ordered) -> str:
    number = sum(len(found.wrong.get(name, ())) for name in found.fields.more)
    return f"More about this order ({counted(number, 'thing')} to correct)" if number else "More about this order"


def _more_wanted(found: Ordered) -> bool:
    names = found.fields.more
    return any(found.wrong.get(name) or order_form.typed(name) for name in names) or order_form.stock() is not None


def _fields(found: Ordered, names: Sequence[str]) -> None:
    """Two in a row where there is room, what is wrong below both; the next Tab is the one to the right."""
    narrow = [name for name in names if name not in _WIDE]
    for first in range(0, len(narrow), 2):
        with st.container(horizontal=True):
            for name in narrow[first : first + 2]:
                with st.container(width="stretch"):
                    _field(found, name)
        _wrong(found, *narrow[first : first + 2])
    for name in names:
        if name in _WIDE:
            _field(found, name)
            _wrong(found, name)


def _wrong(found: Ordered, *names: str) -> None:
    show_problems([problem for name in names for problem in found.wrong.get(name, ())])


def _field(found: Ordered, name: str) -> None:
    if name == "have":
        _have(found)
    elif name == "stock":
        _stock(found)
    elif name in ("product", "indication"):
        offered = found.fields.products if name == "product" else found.fields.indications
        _choice(found, name, {"": "Any" if name == "product" else "Not stated", **{each: each for each in offered}})
    elif name in CHOICES:
        _choice(found, name, CHOICES[name])
    else:
        _text(found, name)


def _text(found: Ordered, name: str) -> None:
    with st.container(gap="xxsmall"):
        st.text_input(
            LABELS[name],
            key=key(name),
            placeholder=_EXAMPLES.get(name, ""),
            autocomplete="off",
            persist_state="session",
            live=form.PAUSE,
        )
        _below(found, name)


def _choice(found: Ordered, name: str, words: dict[str, str]) -> None:
    if order_form.typed(name) not in words:  # chosen for another drug
        order_form.put(name, "")
    with st.container(gap="xxsmall"):
        st.selectbox(
            LABELS[name],
            list(words),
            format_func=lambda option: words.get(option, option),
            key=key(name),
            persist_state="session",
        )
        _below(found, name)


def _below(found: Ordered, name: str) -> None:
    """What is asked, with the answers that are a press away; else the one line of help. What is wrong has its place."""
    if found.wrong.get(name):
        return
    begun = found.begun.get(name)
    if begun is not None and begun.candidates and (order_form.typed(name) or name == "product"):
        _candidates(name, begun)
    elif begun is not None and (order_form.typed(name) or _asks(name, begun)):
        st.markdown(quiet(in_words_of(form.WORDS, f"{begun.message} {begun.hint}")))
    elif name in _HELP:
        st.markdown(quiet(_HELP[name]))


def _asks(name: str, begun: Problem) -> bool:
    """Whether the reason why a field is needed says more than its help does."""
    return name not in ("order", "weight", "height", "gfr", "have")


def _candidates(name: str, begun: Problem) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(quiet(begun.message), width="content")
        for each in begun.candidates:
            st.button(escaped(each), key=f"order-offer-{name}-{each}", on_click=order_form.put, args=(name, each))


def _have(found: Ordered) -> None:
    with st.container(gap="xxsmall"):
        st.text_area(LABELS["have"], key=key("have"), placeholder=_at_hand(found), height=82, persist_state="session")
        _below(found, "have")


def _at_hand(found: Ordered) -> str:
    """An example in the unit that the drug is counted in."""
    assayed = "have" in found.fields.main
    return "2 x 1046 IU\n1 x 00026-3824-25 @ 1051 IU" if assayed else "3 x 100 mg\n1 x 500 mg"


def _stock(found: Ordered) -> None:
    """A stock list: read once when it comes; the file itself is not kept."""
    stock = order_form.stock()
    with st.container(gap="xxsmall"):
        if stock is None or stock.problems:
            st.file_uploader(
                LABELS["stock"], type=_UPLOADS, key=order_form.upload_key(), on_change=_read, max_upload_size=20
            )
            _below(found, "stock")
        else:
            with st.container(horizontal=True, vertical_alignment="center"):
                rows = counted(len(stock.rows), "row")
                st.markdown(f"{LABELS['stock']}: **{escaped(stock.name)}**, {rows}", width="stretch")
                st.button("Remove the list", on_click=order_form.forget_stock, icon=":material/close:", type="tertiary")


def _read() -> None:
    file = st.session_state.get(order_form.upload_key())
    order_form.keep_stock(read_upload(file.name, file.getvalue()) if file is not None else None)


def read_upload(name: str, content: bytes) -> Stock:
    """A stock list's rows, or what is wrong with it."""
    name = Path(name).name[-80:] or "stock list"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return Stock(name, read_stock(path))
        except Refused as refused:
            return Stock(name, (), refused.problems)
