"""What stands in the place of a bill while there is none: what to expect, what is still needed, what to correct."""

from collections.abc import Callable

import streamlit as st

from unitcalc.pages.answer import Answer
from unitcalc.pages.form import LABELS
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, escaped, quiet

_NEEDED = ("drug", "date", "setting", "given", "opened")


def invite(example_order: Callable[[], None]) -> None:
    """Nothing was typed yet. The example's button is behind all fields: no Tab between two of them meets it."""
    with st.container(border=True):
        st.markdown(
            "**The bill appears here as you type**\n"
            "- the claim lines, ready to copy\n"
            "- both wastes: what went into the bin, and what may be billed\n"
            "- each container, and what became of it\n"
            "- what a person must still decide, with every bill that is possible\n"
            "- the worksheet to print, each number with its source"
        )
        st.markdown(quiet("Tab goes from field to field. Nothing leaves this computer, and nothing typed is kept."))
    st.button("Try an example order", on_click=example_order, icon=":material/school:", type="tertiary")


def show_needed(found: Answer) -> None:
    """What is there and what is still missing; nothing is wrong yet."""
    with st.container(border=True):
        st.markdown(f"**{counted(len(found.missing), 'field')} to go**" if found.missing else "**Still being written**")
        for name in _NEEDED:
            there = name not in found.missing
            sign = ":material/check:" if there else ":material/radio_button_unchecked:"
            st.markdown(f"{sign} {LABELS[name]}{'' if there else _why(found, name)}")


def _why(found: Answer, name: str) -> str:
    begun = found.begun.get(name)
    if begun is not None:
        return f": {escaped(begun.message)}"
    if name == "drug" and found.drug_typed.offers:
        return ": choose one"
    if name == "opened":
        asked = [each.missing for each in found.entries if each.missing]
        return f": {escaped(asked[0])}" if asked else ""
    return ""


def show_wrong(found: Answer) -> None:
    """Nothing can be billed until something is corrected; each field says what."""
    names = [name for name in LABELS if found.wrong.get(name)]
    if any(name.startswith("opened-") for name in found.wrong) and "opened" not in names:
        names.append("opened")
    with st.container(border=True):
        if names:
            number = sum(len(problems) for name, problems in found.wrong.items() if name)
            st.markdown(f"**{counted(number, 'thing')} to correct**")
            st.markdown("Look at " + ", ".join(f"“{LABELS[name]}”" for name in names) + ".")
        show_problems(found.wrong.get("", ()))
        if found.missing:
            st.markdown(quiet("Still needed: " + ", ".join(LABELS[name] for name in found.missing) + "."))
