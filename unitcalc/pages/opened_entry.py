"""Draws the containers opened: how many of what, and the potency of each where it is printed on the vial."""

import streamlit as st

from unitcalc.pages import container_entry, form
from unitcalc.pages.answer import Answer, chosen_size, size_key
from unitcalc.pages.form import LABELS, key
from unitcalc.pages.opened_typed import counted
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import escaped, quiet


def show(found: Answer) -> None:
    """A row for each kind of container, and room for one more."""
    with st.container(gap="xxsmall"):
        for number in range(form.rows()):
            _row(found, number)
        wrong = found.wrong.get("opened", ())
        if not show_problems(wrong) and not any(found.wrong.get(f"opened-{row}") for row in range(form.rows())):
            _below(found)


def _row(found: Answer, number: int) -> None:
    text = form.typed("opened", number)
    choose = bool(found.sizes) and (not text or counted(text))
    size = chosen_size(found.sizes, found.drug, found.drug_typed, number)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(
            container_entry.label(LABELS["opened"], number),
            key=key("opened", number),
            placeholder="How many" if choose else "e.g. 4 x 100 mg",
            autocomplete="off",
            live=form.PAUSE,
            persist_state="session",
            width=170 if choose else "stretch",
            label_visibility="visible" if number == 0 else "collapsed",
        )
        if choose:
            assert found.drug is not None  # sizes come from the drug
            own = size_key(number, found.drug.code)
            container_entry.choose(found.sizes, found.drug_typed, number, own, with_label=number == 0)
    if size and size.asks and choose and text:
        container_entry.potency(size, int(text), key("potency", number))
        if alike := found.entries[number].all_alike:
            words = escaped(f"All {text} are {alike.short}")
            put = ("potency", f"{text} x {alike.short}", number)
            st.button(words, key=f"alike-{number}", on_click=form.put, args=put)
    show_problems(found.wrong.get(f"opened-{number}", ()))


def _below(found: Answer) -> None:
    asked = [each.missing for each in found.entries if each.missing]
    begun = found.begun.get("opened")
    if asked:
        text = f"Still needed: {asked[0]}"
    elif begun:
        text = f"{begun.message} {begun.hint}"
    elif found.sizes:
        text = "A count, or in full: 4 x 100 mg"
    else:
        text = "Count and label amount, or count and NDC"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(quiet(text), width="stretch")
        if form.rows() < form.MOST_ROWS and any(form.row(number).how_many for number in range(form.rows())):
            st.button("Another size", on_click=form.add_row, icon=":material/add:", type="tertiary")
