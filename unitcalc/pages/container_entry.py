"""What every row of containers is made of, in a bill and in a chart: which container, and its potency."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.pages.drug_typed import DrugTyped
from unitcalc.pages.form import PAUSE
from unitcalc.pages.opened_typed import Size, first_choice


def label(text: str, row: int) -> str:
    """A field's label; from the second row on with its number."""
    return f"{text}, {row + 1}" if row else text


def choose(sizes: Sequence[Size], drug_typed: DrugTyped, row: int, key: str, *, with_label: bool = True) -> None:
    """The choice of what a drug comes in."""
    st.selectbox(
        label("Container", row),
        [size.words for size in sizes],
        index=first_choice(sizes, drug_typed, row),
        placeholder="Choose the container",
        key=key,
        persist_state="session",
        label_visibility="visible" if with_label else "collapsed",
    )


def potency(size: Size, count: int, key: str) -> None:
    """The field for what must be read from each container."""
    st.text_input(
        f"{size.asks} printed on {'the vial' if count == 1 else f'each of the {count}'}, {size.unit}",
        key=key,
        placeholder="e.g. 1046" if count == 1 else "e.g. 1046, 1051",
        autocomplete="off",
        live=PAUSE,
        persist_state="session",
    )
